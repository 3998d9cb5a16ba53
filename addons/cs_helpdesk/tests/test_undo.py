from datetime import timedelta

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .test_callback import MONDAY_TEN, SATISFIED, CallbackCase

MINUTE = timedelta(minutes=1)


@tagged("cs_helpdesk", "cs_callback", "cs_helpdesk_undo")
@freeze_time(MONDAY_TEN)
class TestCallbackUndo(CallbackCase):
    """HD-07: the wrong outcome, taken back by who called."""

    def test_nobody_was_reached_by_mistake(self):
        [callback] = self._finished().cs_callback_ids
        before = (callback.next_at, callback.due_at, callback.explanation)
        self._call(callback, "no_answer")
        attempt = callback.attempt_ids
        self.assertTrue(self._as("agent", attempt).can_undo)
        self.assertFalse(self._as("leader", attempt).can_undo)
        self._as("agent", attempt).action_undo()
        self.assertEqual(callback.missed_count, 0)
        self.assertEqual(
            (callback.next_at, callback.due_at, callback.explanation), before
        )
        # what was recorded is kept, marked as taken back
        self.assertEqual(attempt.outcome, "no_answer")
        attempt.invalidate_recordset()
        self.assertTrue(attempt.undone_at)
        self.assertFalse(self._as("agent", attempt).can_undo)
        with self.assertRaisesRegex(UserError, "taken back already"):
            self._as("agent", attempt).action_undo()
        self._call(callback, "reached", **SATISFIED)
        self.assertEqual(callback.state, "reached")

    def test_the_last_one_that_closed_it(self):
        self._policy(callback_attempts=1)
        [callback] = self._finished().cs_callback_ids
        why = callback.explanation
        self._call(callback, "busy")
        self.assertEqual(callback.state, "unreachable")
        self._as("agent", callback.attempt_ids).action_undo()
        self.assertRecordValues(
            callback,
            [{"state": "waiting", "done_at": False, "done_by_id": False}],
        )
        self.assertEqual(callback.explanation, why)

    def test_another_time_that_was_not_agreed(self):
        [callback] = self._finished().cs_callback_ids
        due = callback.due_at
        self._call(callback, "later", agreed_at=MONDAY_TEN + timedelta(hours=5))
        self.assertTrue(callback.is_agreed)
        self._as("agent", callback.attempt_ids).action_undo()
        self.assertEqual((callback.is_agreed, callback.due_at), (False, due))

    def test_what_the_customer_said_stays(self):
        [callback] = self._finished().cs_callback_ids
        self._call(callback, "reached", **SATISFIED)
        with self.assertRaisesRegex(UserError, "what a customer has said stays"):
            self._as("agent", callback.attempt_ids).action_undo()
        self.assertEqual(callback.state, "reached")

    def test_not_after_the_next_call_nor_the_time(self):
        [callback] = self._finished().cs_callback_ids
        self._call(callback, "no_answer")
        first = callback.attempt_ids
        with freeze_time(callback.next_at):
            self._call(callback, "busy")
        second = callback.attempt_ids - first
        with (
            freeze_time(MONDAY_TEN + MINUTE),
            self.assertRaisesRegex(UserError, "called again since"),
        ):
            self._as("agent", first).action_undo()
        with (
            freeze_time(callback.next_at + timedelta(hours=4)),
            self.assertRaisesRegex(UserError, "10 minutes only"),
        ):
            self._as("agent", second).action_undo()
        self.assertEqual(callback.missed_count, 2)


@tagged("cs_helpdesk", "cs_callback", "cs_helpdesk_undo")
class TestCallbackUndoAccess(RpcMixin, CallbackCase):
    def test_only_who_called(self):
        with freeze_time(MONDAY_TEN):
            [callback] = self._finished().cs_callback_ids
            self._call(callback, "no_answer")
            attempt = callback.attempt_ids
            for role in ("agent2", "leader", "supervisor", "hr", "gm", "admin"):
                with self.subTest(role), self.assertRaises(AccessError):
                    self._as(role, attempt).action_undo()
        self._refused("agent", attempt._name, "action_undo", attempt.ids)
        self._refused("agent", attempt._name, "write", attempt.ids, {"before": {}})
        self.assertEqual(callback.missed_count, 1)
