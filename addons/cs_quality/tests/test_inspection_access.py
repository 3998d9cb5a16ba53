from datetime import date

from odoo.addons.cs_appraisal.tests.metric_case import of
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .inspection_case import FAULT, FRIDAY, InspectionCase

RESULT, LINE = "cs.inspection.result", "cs.inspection.line"
FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)


@tagged("cs_quality", "cs_inspection", "cs_inspection_access")
class TestInspectionAccess(InspectionCase):
    """Who reads what (HD-30, TRUST.md): role × (open, final)."""

    def test_matrix(self):
        result = self.of_person("agent")
        both = {"open", "final"}
        expected = {
            "agent": {"final"},
            "agent2": set(),
            "leader": {"final"},
            "supervisor": {"final"},
            "hr": both,
            "gm": both,
            "inspector": both,
            "payroll": set(),
            "admin": set(),
        }
        for state in ("open", "final"):
            for role, states in expected.items():
                with self.subTest(role=role, state=state):
                    seen = self._seen(role, result)
                    self.assertEqual(seen, {state in states})
            if state == "open":
                self.finish(result)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def _seen(self, role, result):
        """Whether result, items and confirmations are read, asked in both ways."""
        user, seen = self.users[role], set()
        for records in (result, result.line_ids, result.sign_ids):
            records = records.with_user(user)
            seen.add(records._filtered_access("read") == records)
            if records.has_access("read"):
                found = records.search([("id", "in", records.ids)])
                seen.add(len(found) == len(records))
        return seen

    def test_rounds_and_proficient(self):
        result = self.of_person("agent")
        for role, sees in (
            ("agent", False),
            ("leader", False),
            ("inspector", True),
            ("supervisor", True),
            ("hr", True),
            ("gm", True),
            ("admin", False),
        ):
            mine = result.round_id.with_user(self.users[role])
            self.assertEqual(mine.has_access("read"), sees, role)
        with self.assertRaises(AccessError):
            result.round_id.with_user(self.users["gm"]).read(["drawn_from"])
        self.env[RESULT].flush_model()
        proficient = self.env["cs.inspection.proficient"]._kept_create(
            [
                {
                    "employee_id": self.people["agent"].id,
                    "company_id": self.company.id,
                    "since": LAST,
                    "named_by_id": self.env.uid,
                }
            ]
        )
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            mine = proficient.with_user(self.users[role])
            self.assertTrue(mine.has_access("read"), role)
            self.assertFalse(mine.has_access("write"), role)
        for role in ("agent2", "payroll", "admin"):
            mine = proficient.with_user(self.users[role])
            self.assertFalse(mine.has_access("read"), role)

    def test_another_company(self):
        result = self.finish(self.of_person("agent"))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="elsewhere",
            groups="cs_base.group_hr_officer,cs_quality.group_reviewer",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for records in (result, result.line_ids, result.sign_ids, result.round_id):
            there = records.with_user(stranger)
            there = there.with_context(allowed_company_ids=other.ids)
            self.assertFalse(there.has_access("read"), records._name)

    # Appraisal (APP-03) and month close (ALL-05)

    def measured(self, code, first=FIRST, last=LAST, role="agent"):
        metric = self.env.ref(f"cs_quality.metric_{code}")
        person = self.people[role]
        found = metric._measure(metric, self.company, person, first, last)
        return found[metric.id, person.id]

    def test_the_score_is_a_metric(self):
        self.assertEqual(self.measured("inspection_score"), of(0, 0))
        self.assertEqual(self.measured("inspection_serious"), of(0))
        result = self.of_person("agent")
        self.assertEqual(self.measured("inspection_score"), of(0, 0))
        self.finish(result, points=5, insult=FAULT)
        self.assertEqual(self.measured("inspection_score"), of(60))
        self.assertEqual(self.measured("inspection_serious"), of(1))
        day = result.date
        self.assertEqual(self.measured("inspection_score", day, day), of(60))
        metric = self.env.ref("cs_quality.metric_inspection_score")
        action = metric._records(self.people["agent"], FIRST, LAST)
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), result)
        result._appeal_accepted(None)
        self.assertEqual(self.measured("inspection_score"), of(0, 0))

    def test_the_month_waits(self):
        result = self.of_person("agent")
        with self.at(FRIDAY):
            period = self.env["cs.period"]._open_month(self.company, FIRST)
        step = self.env["cs.quality.step"]
        item = step._period_open(period)[-1]
        self.assertEqual(item["count"], 2)
        self.assertEqual(item["responsible"], result.round_id.inspector_ids)
        self.assertEqual(set(item["counts"].values()), {2})
        for one in result.round_id.result_ids:
            self.finish(one)
        self.assertEqual(len(step._period_open(period)), 1)
        facts = [fact["count"] for fact in step._period_facts(period)]
        self.assertEqual(facts[3:], [2, "100.00", 0])


@tagged(
    "cs_quality", "cs_inspection", "cs_inspection_rpc", "post_install", "-at_install"
)
class TestInspectionRpc(RpcMixin, InspectionCase):
    """The same from outside."""

    def test_nothing_is_forged(self):
        result = self.of_person("agent")
        [line] = result.line_ids[:1]
        [sign] = result.sign_ids[:1]
        other = self.env[RESULT].search([("id", "!=", result.id)]).line_ids[0]
        for role in ("agent", "leader", "hr", "gm", "admin", "inspector"):
            for model, method, *args in (
                (RESULT, "create", {"employee_id": result.employee_id.id}),
                (RESULT, "write", result.ids, {"state": "done", "score": 100}),
                (RESULT, "write", result.ids, {"employee_id": 1}),
                (RESULT, "write", result.ids, {"line_ids": [[2, line.id]]}),
                (RESULT, "write", result.ids, {"line_ids": [[4, other.id]]}),
                (RESULT, "write", result.ids, {"line_ids": [[0, 0, {"name": "x"}]]}),
                (RESULT, "write", result.ids, {"sign_ids": [[1, sign.id, {}]]}),
                (RESULT, "unlink", result.ids),
                (RESULT, "copy", result.ids),
                (LINE, "write", line.ids, {"weight": 100}),
                (LINE, "write", line.ids, {"correction_state": "done"}),
                (LINE, "write", line.ids, {"is_fault": False}),
                (LINE, "unlink", line.ids),
                ("cs.inspection.sign", "write", sign.ids, {"signed_at": "2025-06-06"}),
                ("cs.inspection.sign", "create", {"result_id": result.id}),
                ("cs.inspection.round", "write", result.round_id.ids, {"seed": "x"}),
                ("cs.inspection.round", "unlink", result.round_id.ids),
                ("cs.inspection.proficient", "create", {"since": "2025-06-06"}),
            ):
                with self.subTest(role=role, model=model, method=method, args=args):
                    self._refused(role, model, method, *args)
        self.env.invalidate_all()
        self.assertEqual(result.state, "open")
        self.assertEqual(len(result.line_ids), 3)

    def test_the_inspectors_mark_and_confirm(self):
        result = self.of_person("agent")
        vals = [{"outcome": "pass"}, {"outcome": "pass"}, {"points": 10}]
        commands = [
            [1, line.id, marks]
            for line, marks in zip(result.line_ids, vals, strict=True)
        ]
        self._refused("agent", RESULT, "action_sign", result.ids)
        self._rpc("inspector", RESULT, "write", result.ids, {"line_ids": commands})
        for role in ("inspector", "inspector2"):
            self._rpc(role, RESULT, "action_sign", result.ids)
        self._refused("inspector", RESULT, "write", result.ids, {"note": "x"})
        self._refused("inspector", RESULT, "action_sign", result.ids)
        self.env.invalidate_all()
        self.assertEqual((result.state, result.score), ("done", 100))
