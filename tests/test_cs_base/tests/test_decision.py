from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DecisionCase


@tagged("cs_base", "cs_base_decision")
class TestDecision(DecisionCase):
    def test_the_supervisor_approves(self):
        document = self._submitted(measure=1.5)
        request = document.decision_request_id
        self.assertEqual(document.state, "submitted")
        self.assertEqual(request.pending_decider_ids, self.people["leader"])
        self.assertTrue(self._as("leader", document).can_decide)
        self.assertFalse(self._as("agent", document).can_decide)
        self.assertTrue(self._as("agent", document).can_withdraw)
        self._as("leader", document).action_approve()
        self.assertEqual(document.state, "approved")
        self.assertEqual(document.approved_figure, 1.5)
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.pending_decider_ids)
        decision = document.decision_ids
        self.assertRecordValues(
            decision,
            [
                {
                    "user_id": self.users["leader"].id,
                    "decider_id": self.people["leader"].id,
                    "acting_for_id": False,
                    "outcome": "approve",
                    "state_from": "submitted",
                    "state_to": "approved",
                    "measure": 1.5,
                    "step": 1,
                    "reason": False,
                }
            ],
        )
        self.assertEqual(decision.detail, {"before": 0, "after": 1.5})

    def test_many_at_once(self):
        """What does not wait for one any more is left, and said."""
        documents = [self._submitted() for _number in range(3)]
        requests = self.env["cs.decision.request"].union(
            *(one.decision_request_id for one in documents)
        )
        self._as("leader", documents[0]).action_approve()
        said = self._as("leader", requests).action_approve_selected()
        message = said["params"]["message"]
        self.assertTrue(message.startswith("Approved: 2"), message)
        self.assertTrue(message.endswith(": 1"), message)
        self.assertEqual({one.state for one in documents}, {"approved"})
        for role in ("leader", "gm"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._as(role, requests).action_approve_selected()

    def test_refusing_and_returning_need_a_reason(self):
        document = self._as("leader", self._submitted())
        for reason in ("", "  ", "\0", None, False, ["x"], {"a": 1}):
            for method in (document.action_refuse, document.action_return):
                with self.subTest(reason=reason), self.assertRaises(UserError):
                    method(reason)
        document.action_refuse(" not now ")
        self.assertEqual(document.state, "refused")
        self.assertEqual(document.decision_ids.reason, "not now")

    def test_several_at_once_all_or_none(self):
        """What needs a reason is named, and nothing is decided in passing."""
        documents = self._submitted() | self._submitted(measure=2)
        requests = self._as("leader", documents.decision_request_id)
        Document = self.env.registry[documents._name]
        with (
            patch.object(Document, "_decision_approve_needs_reason", True),
            self.assertRaisesRegex(UserError, "needs a reason"),
        ):
            requests.action_approve()
        self.assertEqual(documents.mapped("state"), ["submitted", "submitted"])
        requests.invalidate_recordset(["approve_needs_reason"])
        requests.action_approve()
        self.assertEqual(documents.mapped("state"), ["approved", "approved"])

    def test_a_returned_document_comes_back(self):
        document = self._submitted()
        self._as("leader", document).action_return("please add the hours")
        self.assertEqual(document.state, "draft")
        self._as("agent", document).write({"measure": 2})
        self._as("agent", document).action_submit()
        self.assertEqual(document.decision_request_id.round, 2)
        self._as("leader", document).action_approve()
        self.assertEqual(document.approved_figure, 2)
        self.assertEqual(document.decision_ids.mapped("outcome"), ["approve", "return"])

    def test_withdrawing(self):
        document = self._submitted()
        for role in ("leader", "gm", "hr", "admin", "agent2"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, document).action_withdraw()
        self._as("agent", document).action_withdraw()
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.decision_request_id.state, "withdrawn")
        with self.assertRaises(UserError):
            self._as("leader", document).action_approve()

    def test_nobody_else_decides(self):
        document = self._submitted()
        for role in ("agent", "agent2", "supervisor", "hr", "payroll", "gm", "admin"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._as(role, document).action_approve()
        self.assertFalse(document.decision_ids)
        self.assertEqual(document.state, "submitted")

    def test_late_and_repeated_callers_get_an_answer(self):
        document = self._submitted()
        self._as("leader", document).action_approve()
        for role in ("leader", "agent"):
            with self.assertRaisesRegex(UserError, "Already decided by leader on"):
                self._as(role, document).action_approve()
        with self.assertRaisesRegex(UserError, "Nothing is waiting"):
            self._as("agent2", document).action_approve()
        self.assertEqual(len(document.decision_ids), 1)
        self.assertEqual(document.effects, 1)

    def test_reason_being_written_is_the_writers_own(self):
        """Another employee can neither read nor change an open reason dialog."""
        document = self._submitted()
        request = document.decision_request_id
        Reason = self.env["cs.decision.reason"].with_user(self.users["leader"])
        reason = Reason.create({"request_id": request.id, "outcome": "refuse"})
        stranger = reason.with_user(self.users["agent2"])
        with self.assertRaises(AccessError):
            stranger.write({"outcome": "approve"})
        with self.assertRaises(AccessError):
            stranger.read(["reason"])
