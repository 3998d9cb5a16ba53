from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .common import DecisionCase, RpcCase
from .policy_common import PolicyCase
from .test_appeal import LAST, AppealCase


class UndoCase(DecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, user in cls.users.items():
            user.email = f"{role}@example.com"

    def _age(self, decision, minutes, seconds=0):
        """Let a decision have been taken so long ago (nobody else can write it)."""
        moment = fields.Datetime.now() - timedelta(minutes=minutes, seconds=seconds)
        self.env.execute_query(
            SQL(
                "UPDATE cs_decision SET decided_at = %s WHERE id = %s RETURNING id",
                moment,
                decision.id,
            )
        )
        decision.invalidate_recordset()

    def _last(self):
        return self.env["mail.message"].search([], order="id desc", limit=1).id

    def _messages(self, since):
        return self.env["mail.message"].search(
            [("id", ">", since), ("message_type", "=", "user_notification")]
        )


@tagged("cs_base", "cs_base_decision", "cs_base_undo")
class TestUndo(UndoCase):
    def test_an_approval_is_taken_back(self):
        document = self._submitted(measure=1.5)
        self._as("leader", document).action_approve()
        decision, request = document.decision_ids, document.decision_request_id
        self.assertTrue(self._as("leader", document).can_undo_decision)
        self.assertFalse(self._as("agent", document).can_undo_decision)
        since = self._last()
        self._as("leader", document).action_undo_decision()
        self.assertRecordValues(
            document, [{"state": "submitted", "approved_figure": 0, "effects": 0}]
        )
        self.assertRecordValues(request, [{"state": "pending", "closed_at": False}])
        self.assertEqual(request.pending_decider_ids, self.people["leader"])
        self.assertTrue(self._as("leader", document).can_decide)
        self.assertFalse(self._as("leader", document).can_undo_decision)
        # nothing is lost: the decision stands as it was, beside it the taking back
        self.assertEqual(document.decision_ids, decision)
        self.assertEqual(decision.outcome, "approve")
        self.assertRecordValues(
            decision.undo_ids,
            [
                {
                    "name": request.name,
                    "user_id": self.users["leader"].id,
                    "company_id": self.company.id,
                    "done_at": decision.decided_at,
                    "undone_at": decision.undone_at,
                    "reason": "slip",
                }
            ],
        )
        self.assertEqual(
            decision.undo_ids.detail,
            {
                "outcome": "approve",
                "step": 1,
                "state_from": "approved",
                "state_to": "submitted",
            },
        )
        # one correcting message to who heard of it; who decides is only reminded
        message = self._messages(since)
        self.assertEqual(message.partner_ids, self.users["agent"].partner_id)
        self.assertIn("slip of the finger", message.body)
        self.assertEqual(document.activity_ids.user_id, self.users["leader"])

    def test_it_is_decided_again(self):
        document = self._submitted()
        mine = self._as("leader", document)
        mine.action_approve()
        mine.action_undo_decision()
        mine.action_refuse("now the right button")
        self.assertEqual(document.state, "refused")
        self.assertEqual(document.decision_ids.mapped("attempt"), [2, 1])
        mine.action_undo_decision()
        self.assertEqual(document.state, "submitted")
        mine.action_approve()
        self.assertEqual(document.effects, 1)
        self.assertEqual(
            document.decision_ids.mapped(
                lambda one: (one.outcome, bool(one.undone_at))
            ),
            [("approve", False), ("refuse", True), ("approve", True)],
        )

    def test_taken_back_once(self):
        document = self._submitted()
        self._as("leader", document).action_approve()
        decision = self._as("leader", document.decision_ids)
        decision.action_undo()
        with self.assertRaisesRegex(UserError, "taken back already"):
            decision.action_undo()
        with self.assertRaisesRegex(UserError, "no decision to take back"):
            self._as("leader", document).action_undo_decision()
        self.assertEqual(len(decision.sudo().undo_ids), 1)

    def test_the_time_to_the_second(self):
        self.company.cs_undo_minutes = 10
        document = self._submitted()
        mine = self._as("leader", document)
        mine.action_approve()
        self._age(document.decision_ids, 10, 2)
        mine.invalidate_recordset()
        self.assertFalse(mine.can_undo_decision)
        with self.assertRaisesRegex(UserError, "for 10 minutes only"):
            mine.action_undo_decision()
        self._age(document.decision_ids, 9, 50)
        mine.invalidate_recordset()
        self.assertTrue(mine.can_undo_decision)
        mine.action_undo_decision()
        self.assertEqual(document.state, "submitted")

    def test_switched_off(self):
        self.company.cs_undo_minutes = 0
        document = self._submitted()
        offer = self._as("leader", document).action_approve()
        self.assertEqual(offer["params"]["ids"], [])
        self.assertFalse(self._as("leader", document).can_undo_decision)
        with self.assertRaisesRegex(UserError, "switched off"):
            self._as("leader", document).action_undo_decision()

    def test_nobody_else(self):
        document = self._submitted()
        self._as("leader", document).action_approve()
        for role in ("agent", "agent2", "supervisor", "hr", "payroll", "gm", "admin"):
            with (
                self.subTest(role=role),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                self._as(role, document.decision_ids).action_undo()
        self.assertEqual(document.state, "approved")

    def test_a_deputy_takes_back_the_own_decision_only(self):
        self._deputy("leader", "supervisor", "2000-01-01", "2999-12-31")
        first, second = self._submitted(), self._submitted()
        self._as("supervisor", first).action_approve()
        self._as("leader", second).action_approve()
        with self.assertRaises(AccessError):
            self._as("leader", first).action_undo_decision()
        with self.assertRaises(AccessError):
            self._as("supervisor", second).action_undo_decision()
        self._as("supervisor", first).action_undo_decision()
        self.assertEqual(first.state, "submitted")
        self.assertTrue(self._as("leader", first).can_decide)

    def test_a_step_before_the_last(self):
        """The next one is asked no more and told so; decided by the next, it stays."""
        self._ladder((1, None, "supervisor"), (2, None, "general_manager"))
        document = self._submitted()
        request = document.decision_request_id
        mine = self._as("leader", document)
        mine.action_approve()
        self.assertEqual(request.step, 2)
        since = self._last()
        mine.action_undo_decision()
        self.assertRecordValues(request, [{"state": "pending", "step": 1}])
        self.assertEqual(request.pending_decider_ids, self.people["leader"])
        self.assertFalse(self._as("gm", document).can_decide)
        self.assertEqual(self._messages(since).partner_ids, self.users["gm"].partner_id)
        mine.action_approve()
        self._as("gm", document).action_approve()
        for role, offered in (("leader", False), ("gm", True)):
            mine = self._as(role, document)
            self.assertEqual(mine.can_undo_decision, offered, role)
            self.assertEqual(mine.decision_request_id.can_undo, offered, role)
        with self.assertRaisesRegex(UserError, "gm has decided on it after you"):
            self._as("leader", document.decision_ids[1]).action_undo()
        self._as("gm", document).action_undo_decision()
        self.assertRecordValues(request, [{"state": "pending", "step": 2}])
        self.assertEqual(request.pending_decider_ids, self.people["gm"])
        self.assertEqual(document.effects, 0)

    def test_what_was_given_back_lies_with_its_maker(self):
        document = self._submitted()
        offer = self._as("leader", document).action_return("x")
        self.assertEqual(offer["params"]["ids"], [])
        with self.assertRaisesRegex(UserError, "can submit it again"):
            self._as("leader", document.decision_ids).action_undo()

    def test_withdrawn_since(self):
        self._ladder((1, None, "supervisor"), (2, None, "general_manager"))
        document = self._submitted()
        self._as("leader", document).action_approve()
        self._as("agent", document).action_withdraw()
        with self.assertRaisesRegex(UserError, "withdrawn or submitted again"):
            self._as("leader", document.decision_ids).action_undo()
        self.assertEqual(document.state, "draft")

    def test_a_model_that_says_nothing_keeps_its_approvals(self):
        self.patch(type(self._submitted()), "_decision_undoes_approval", False)
        document, other = self._submitted(), self._submitted()
        mine = self._as("leader", document)
        offer = mine.action_approve()
        # nor is it offered: neither at once, nor in the form or the list
        self.assertEqual(offer["params"]["ids"], [])
        self.assertFalse(mine.can_undo_decision)
        self.assertFalse(mine.decision_request_id.can_undo)
        with self.assertRaisesRegex(UserError, "has taken effect at once"):
            mine.action_undo_decision()
        self.assertEqual(document.state, "approved")
        offer = self._as("leader", other).action_refuse("no")
        self.assertEqual(offer["params"]["ids"], other.decision_ids.ids)
        self._as("leader", other).action_undo_decision()
        self.assertEqual(other.state, "submitted")

    def test_many_at_once(self):
        """What was built on stays and is named; the rest is taken back, with one
        message a person."""
        documents = self.env["test.cs.document"].union(
            *(self._submitted() for _number in range(3)),
            self._submitted(name="Built On"),
        )
        offer = self._as("leader", documents.decision_request_id).action_approve()
        self.assertEqual(offer["tag"], "cs_undo")
        self.assertEqual(offer["params"]["message"], "Approved: 4")
        self.assertEqual(set(offer["params"]["ids"]), set(documents.decision_ids.ids))
        since = self._last()
        Decision = self._as("leader", self.env["cs.decision"])
        answer = Decision.browse(offer["params"]["ids"]).action_undo()
        self.assertEqual(
            answer["params"],
            {
                "message": "Taken back: 3. Not taken back: 1",
                "refused": ["Built On: Something has been built on it."],
            },
        )
        self.assertEqual(documents.mapped("state"), ["submitted"] * 3 + ["approved"])
        [message] = self._messages(since)
        self.assertEqual(message.partner_ids, self.users["agent"].partner_id)
        self.assertEqual(message.body.count("<li>"), 3)


@tagged("cs_base", "cs_base_decision", "cs_base_undo")
class TestUndoHostile(RpcCase):
    """From outside: who decided, in time, once; nothing is forged."""

    def test_over_rpc(self):
        document = self._submitted()
        self._rpc("leader", "test.cs.document", "action_approve", document.ids)
        decision = document.decision_ids
        for role in ("agent", "agent2", "hr", "gm", "admin"):
            self._refused(role, "cs.decision", "action_undo", decision.ids)
            self._refused(
                role, "test.cs.document", "action_undo_decision", document.ids
            )
        values = {
            "name": "x",
            "res_model": "cs.decision",
            "res_id": decision.id,
            "act": "decision",
            "company_id": self.company.id,
            "user_id": self.users["leader"].id,
            "done_at": "2026-01-01 00:00:00",
            "undone_at": "2026-01-01 00:00:00",
            "reason": "slip",
        }
        self._refused("admin", "cs.undo", "create", [values])
        forged = {"undo_ids": [(0, 0, values)]}
        self._refused("leader", "cs.decision", "write", decision.ids, forged)
        self._refused("admin", "cs.decision", "write", decision.ids, forged)
        x2many = {"decision_ids": [(1, decision.id, forged)]}
        self._refused("leader", "test.cs.document", "write", document.ids, x2many)
        for context in ({"install_mode": True}, {"cs_undo_minutes": 9999}):
            self._refused(
                "hr", "cs.decision", "action_undo", decision.ids, context=context
            )
        document.invalidate_recordset()
        self.assertEqual(document.state, "approved")
        answer = self._rpc("leader", "cs.decision", "action_undo", decision.ids)
        self.assertEqual(answer["tag"], "cs_undone")
        document.invalidate_recordset()
        self.assertEqual(document.state, "submitted")
        [undo] = decision.undo_ids.ids
        for method in ("write", "unlink", "copy"):
            args = [{"reason": "slip"}] if method == "write" else []
            self._refused("admin", "cs.undo", method, [undo], *args)
        self._refused("leader", "cs.decision", "action_undo", decision.ids)
        # the own ones, HR and the general manager all, nobody else
        for role, count in {
            "leader": 1,
            "hr": 1,
            "gm": 1,
            "agent": 0,
            "admin": 0,
        }.items():
            found = self._rpc(role, "cs.undo", "search_count", [("id", "=", undo)])
            self.assertEqual(found, count, role)

    def test_ids_tell_nothing(self):
        document = self._submitted(name="Secret illness")
        self._as("leader", document).action_approve()
        stranger = self._as("agent2", document.decision_ids)
        with (
            self.assertRaises(AccessError) as caught,
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            stranger.action_undo()
        self.assertNotIn("Secret illness", str(caught.exception))


@tagged("cs_base", "cs_base_policy", "cs_base_undo")
@freeze_time("2025-06-15 04:00")
class TestUndoPolicy(PolicyCase):
    """ALL-07: until its first day, an approval can be taken back."""

    def test_the_one_before_rules_again(self):
        before = self._approved("2025-01-01")
        policy = self._approved("2025-07-01")
        self.assertEqual(
            (before.state, str(before.date_to)), ("superseded", "2025-06-30")
        )
        self._as("gm", policy).action_undo_decision()
        self.assertRecordValues(policy, [{"state": "proposed", "date_to": False}])
        self.assertRecordValues(before, [{"state": "approved", "date_to": False}])
        self._as("gm", policy).action_approve()
        self.assertEqual(policy.state, "approved")
        self.assertEqual(before.state, "superseded")

    def test_not_from_the_first_day_on(self):
        policy = self._approved("2025-06-15")
        self.assertFalse(self._as("gm", policy).can_undo_decision)
        with self.assertRefused("has been in force since"):
            self._as("gm", policy).action_undo_decision()
        self.assertEqual(policy.state, "approved")
        self._as("gm", self._approved("2025-06-16")).action_undo_decision()

    def test_out_of_force_stays(self):
        policy = self._approved("2025-07-01")
        self._as("hr", policy).action_take_back()
        self._as("gm", policy).action_approve()
        with self.assertRefused("propose it again"):
            self._as("gm", policy).action_undo_decision()

    def test_refused_it_lies_with_its_maker(self):
        policy = self._proposed(date_from="2025-07-01")
        self._as("gm", policy).action_refuse("no")
        with self.assertRefused("can submit it again"):
            self._as("gm", policy).action_undo_decision()


@tagged("cs_base", "cs_base_appeal", "cs_base_undo")
@freeze_time(LAST)
class TestUndoAppeal(AppealCase):
    """ALL-02."""

    def test_rejected_it_waits_again_upheld_it_stays(self):
        appeal = self._appeal()
        appeal.action_submit()
        mine = self._as("hr", appeal)
        mine.action_refuse("no proof")
        mine.action_undo_decision()
        self.assertRecordValues(appeal.sudo(), [{"state": "submitted", "reply": False}])
        mine.action_approve("the terminal was down")
        with self.assertRaisesRegex(UserError, "has taken effect at once"):
            mine.action_undo_decision()
        self.assertEqual(self.result.points, 0)
