from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.addons.cs_base.engine.explanation import Explanation, Reason
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DecisionCase, RpcCase

#: Monday 2 March 2026, 10:00 in Shanghai; the fifth working day after it is the
#: Monday after, which ends at 17:00 by the calendar.
KNOWN = "2026-03-02 02:00:00"
LAST = "2026-03-09 09:00:00"
AFTER = "2026-03-09 09:00:01"


class AppealCase(DecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.result = cls._result()

    @classmethod
    def _result(cls, role="agent", **vals):
        return cls.env["test.cs.result"].create(
            {
                "name": "March",
                "company_id": cls.company.id,
                "employee_id": cls.people[role].id,
                "known_at": KNOWN,
                "points": -10,
                **vals,
            }
        )

    def _appeal(self, role="agent", result=None, **vals):
        result = result or self.result
        return self._as(role, self.env["cs.appeal"]).create(
            {
                "res_model": result._name,
                "res_id": result.id,
                "claim": "I was there.",
                **vals,
            }
        )


@tagged("cs_base", "cs_base_appeal")
@freeze_time(LAST)
class TestAppeal(AppealCase):
    """ALL-02."""

    def test_filed_decided_and_recomputed(self):
        explanation = Explanation(reasons=[Reason(rule="ALL-02", key="test.missed")])
        self.result._set_explanations({self.result.id: explanation})
        appeal = self._appeal()
        self.assertEqual(appeal.name, "March")
        self.assertEqual(appeal.employee_id, self.people["agent"])
        self.assertEqual(str(appeal.deadline), LAST)
        self.assertEqual(appeal.sudo().explanation, explanation.to_json())
        appeal.action_submit()
        self.assertEqual(str(appeal.filed_at), LAST)
        self.assertEqual(self._asked(appeal.sudo()), self.people["hr"])
        with self.assertRaisesRegex(UserError, "give a reason"):
            self._as("hr", appeal).action_approve()
        self._as("hr", appeal).action_approve("the terminal was down")
        self.assertEqual(appeal.state, "accepted")
        self.assertEqual(appeal.reply, "the terminal was down")
        self.assertEqual(self.result.points, 0)
        self.assertEqual(
            appeal.sudo().decision_ids.detail,
            {"res_model": "test.cs.result", "res_id": self.result.id},
        )

    def test_a_refusal_changes_nothing_and_says_why(self):
        appeal = self._appeal()
        appeal.action_submit()
        self._as("hr", appeal).action_refuse("the camera shows otherwise")
        self.assertEqual(appeal.state, "refused")
        self.assertEqual(appeal.reply, "the camera shows otherwise")
        self.assertEqual(self.result.points, -10)

    def test_what_was_known_at_filing_is_kept(self):
        before = Explanation(reasons=[Reason(rule="ALL-02", key="test.before")])
        after = Explanation(reasons=[Reason(rule="ALL-02", key="test.after")])
        self.result._set_explanations({self.result.id: before})
        appeal = self._appeal()
        self.result._set_explanations({self.result.id: after})
        self.assertEqual(appeal.sudo().explanation, before.to_json())

    def test_until_the_end_of_the_last_working_day(self):
        mine = self._as("agent", self.result)
        self.assertTrue(mine.can_appeal)
        self.assertEqual(str(mine.appeal_deadline), LAST)
        appeal = self._appeal()
        with freeze_time(AFTER):
            mine.invalidate_recordset()
            self.assertFalse(mine.can_appeal)
            for call in (mine.action_appeal, appeal.action_submit, self._appeal):
                with self.assertRaisesRegex(UserError, "ended on .*2026"):
                    call()
        self.company.cs_appeal_days = 6
        with freeze_time(AFTER):
            mine.invalidate_recordset()
            self.assertTrue(mine.can_appeal)

    def test_a_returned_appeal_may_be_completed_later(self):
        appeal = self._appeal()
        appeal.action_submit()
        self._as("hr", appeal).action_return("please attach the photo")
        with freeze_time("2026-04-01 00:00:00"):
            appeal.write({"claim": "I was there, see the photo."})
            appeal.action_submit()
        self.assertEqual(appeal.state, "submitted")

    def test_a_withdrawn_appeal_has_no_more_time(self):
        appeal = self._appeal()
        appeal.action_submit()
        appeal.action_withdraw()
        with freeze_time(AFTER), self.assertRaises(UserError):
            appeal.action_submit()

    def test_only_the_person_concerned(self):
        for role in ("agent2", "leader", "supervisor", "hr", "payroll", "gm", "admin"):
            with self.subTest(role=role):
                self.assertFalse(self._as(role, self.result).can_appeal)
                with self.assertRaises(AccessError):
                    self._as(role, self.result).action_appeal()
                with self.assertRaises(AccessError):
                    self._appeal(role)
                with self.assertRaises(AccessError):
                    self._appeal(role, employee_id=self.people["agent"].id)

    def test_somebody_else_decides(self):
        second = self._create_role("hr2", "cs_base.group_hr_officer")
        result = self._result(decided_by_id=self.people["hr"].id)
        appeal = self._appeal(result=result)
        appeal.action_submit()
        self.assertEqual(self._asked(appeal.sudo()), second)
        own = self._appeal("hr", result=self._result("hr"))
        own.action_submit()
        self.assertEqual(self._asked(own.sudo()), second)

    def test_without_another_officer_it_goes_up(self):
        result = self._result(decided_by_id=self.people["hr"].id)
        appeal = self._appeal(result=result)
        appeal.action_submit()
        self.assertEqual(self._asked(appeal.sudo()), self.people["gm"])

    @mute_logger("odoo.sql_db")
    def test_one_open_appeal_at_a_time(self):
        appeal = self._appeal()
        action = self._as("agent", self.result).action_appeal()
        self.assertEqual(action["res_id"], appeal.id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._appeal()
        appeal.action_submit()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._appeal()
        self._as("hr", appeal).action_refuse("no")
        self.assertTrue(self._appeal())

    def test_nothing_to_appeal_against(self):
        unknown = self._result(known_at=False)
        with self.assertRaisesRegex(UserError, "no result to appeal against yet"):
            self._appeal(result=unknown)
        for model, id_ in (
            ("res.users", self.users["agent"].id),
            ("test.cs.result", 0),
            ("test.cs.result", 999999999),
            ("no.such.model", 1),
            (False, 1),
            (["x"], 1),
        ):
            with self.subTest(model=model), self.assertRaises(UserError):
                self._appeal(res_model=model, res_id=id_)

    def test_a_result_that_is_gone_cannot_be_corrected(self):
        appeal = self._appeal()
        appeal.action_submit()
        self.result.unlink()
        with self.assertRaisesRegex(UserError, "Please refuse"):
            self._as("hr", appeal).action_approve("yes")

    def test_working_hours_without_days_do_not_take_the_appeal_away(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        mine = self._as("agent", self.result)
        # Five days to the end of 7 March in Shanghai.
        self.assertEqual(str(mine.appeal_deadline), "2026-03-07 15:59:59")

    def test_many_deadlines_cost_few_queries(self):
        results = self.env["test.cs.result"].union(
            *(self._result(role) for role in ("agent", "agent2", "leader") * 30)
        )
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            results.mapped("appeal_deadline")

    def test_the_explanation_offers_it(self):
        actions = self._as("agent", self.result).get_explanation()["actions"]
        self.assertEqual([a["method"] for a in actions], ["action_appeal"])
        self.assertFalse(self._as("gm", self.result).get_explanation()["actions"])


@tagged("post_install", "-at_install", "cs_base", "cs_base_appeal")
class TestAppealAccess(RpcCase, AppealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_appeal_days = 9999

    def _file(self, name="note.txt", role="agent"):
        """An uploaded file that belongs to nothing yet."""
        return self._rpc(
            role,
            "ir.attachment",
            "create",
            {"name": name, "raw": "text", "res_model": "cs.appeal", "res_id": 0},
        )

    def test_who_reads_an_appeal(self):
        draft = self._appeal()
        filed = self._appeal("agent2", result=self._result("agent2"))
        filed.action_submit()
        readers = {
            "agent": draft,
            "agent2": filed,
            "leader": draft.browse(),
            "supervisor": draft.browse(),
            "hr": draft | filed,
            "payroll": draft.browse(),
            "gm": draft | filed,
            "admin": draft.browse(),
        }
        for role, expected in readers.items():
            with self.subTest(role=role):
                found = self._rpc(role, "cs.appeal", "search", [])
                self.assertEqual(set(found), set(expected.ids))
                for appeal in (draft | filed) - expected:
                    self._refused(role, "cs.appeal", "read", appeal.ids, ["claim"])
                    self._refused(role, "cs.appeal", "action_open_result", appeal.ids)

    def test_who_decides_reads_it_for_good(self):
        ladder = self.env.ref("cs_base.decision_kind_appeal")
        self.kind = ladder
        self._ladder((1, None, "supervisor"))
        appeal = self._appeal()
        appeal.action_submit()
        self.assertEqual(self._rpc("leader", "cs.appeal", "search", []), appeal.ids)
        self._rpc("leader", "cs.appeal", "action_refuse", appeal.ids, "no")
        self.assertEqual(self._rpc("leader", "cs.appeal", "search", []), appeal.ids)
        self.assertFalse(self._rpc("supervisor", "cs.appeal", "search", []))

    def test_nobody_writes_what_the_server_sets(self):
        vals = {
            "res_model": self.result._name,
            "res_id": self.result.id,
            "claim": "x",
        }
        forged = (
            {"employee_id": self.people["agent2"].id},
            {"deadline": "2099-01-01 00:00:00"},
            {"reply": "granted"},
            {"state": "accepted"},
            {"name": "other"},
            {"explanation": {"x": 1}},
            {"filed_at": "2020-01-01 00:00:00"},
        )
        for more in forged:
            with self.subTest(more=more):
                self._refused("agent", "cs.appeal", "create", [vals | more])
        created = self._rpc(
            "agent",
            "cs.appeal",
            "create",
            [vals],
            context={
                "default_deadline": "2099-01-01 00:00:00",
                "default_reply": "granted",
                "default_employee_id": self.people["agent2"].id,
                "default_state": "accepted",
            },
        )
        appeal = self.env["cs.appeal"].browse(created)
        self.assertRecordValues(
            appeal,
            [
                {
                    "state": "draft",
                    "reply": False,
                    "employee_id": self.people["agent"].id,
                }
            ],
        )
        self.assertNotEqual(appeal.deadline.year, 2099)
        for more in (*forged, {"res_id": self._result().id}):
            with self.subTest(more=more):
                self._refused("agent", "cs.appeal", "write", appeal.ids, more)
        self._rpc("agent", "cs.appeal", "action_submit", appeal.ids)
        for role in ("agent", "hr", "gm", "admin"):
            self._refused(role, "cs.appeal", "write", appeal.ids, {"claim": "y"})
            self._refused(role, "cs.appeal", "unlink", appeal.ids)

    def test_an_unsaved_form_tells_nothing(self):
        """Naming the id of somebody's result does not tell its name or person."""
        self.env["ir.rule"].create(
            {
                "name": "own only",
                "model_id": self.env["ir.model"]._get_id("test.cs.result"),
                "domain_force": "[('employee_id.user_id', '=', user.id)]",
            }
        )
        self.env.flush_all()
        spec = {"name": {}, "employee_id": {}, "deadline": {}}
        for role, model, known in (
            ("agent", "test.cs.result", True),
            ("agent2", "test.cs.result", False),
            ("hr", "test.cs.result", False),
            ("agent", "res.users", False),
            ("agent", "no.such.model", False),
        ):
            with self.subTest(role=role, model=model):
                values = {"res_model": model, "res_id": self.result.id}
                answer = self._rpc(
                    role, "cs.appeal", "onchange", [], values, list(values), spec
                )["value"]
                self.assertEqual(answer.get("name"), "March" if known else None)
                self.assertEqual(bool(answer.get("employee_id")), known)
                self.assertEqual(bool(answer.get("deadline")), known)

    def test_evidence_follows_the_appeal(self):
        own, foreign = self._file(), self._file("other.txt", "agent2")
        self._rpc(
            "agent",
            "cs.appeal",
            "create",
            [
                {
                    "res_model": self.result._name,
                    "res_id": self.result.id,
                    "claim": "x",
                    "evidence_ids": [(4, own)],
                }
            ],
        )
        appeal = self.env["cs.appeal"].search([("res_id", "=", self.result.id)])
        self._refused(
            "agent", "cs.appeal", "write", appeal.ids, {"evidence_ids": [(4, foreign)]}
        )
        self._rpc("agent", "cs.appeal", "action_submit", appeal.ids)
        [read] = self._rpc("hr", "ir.attachment", "read", [own], ["name"])
        self.assertEqual(read["name"], "note.txt")
        self._refused("agent2", "ir.attachment", "read", [own], ["name"])
        for role in ("agent", "hr", "agent2"):
            self._refused(role, "ir.attachment", "write", [own], {"raw": "changed"})
            self._refused(role, "ir.attachment", "unlink", [own])
