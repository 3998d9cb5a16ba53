from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .test_callback import MONDAY_TEN, REASON, CallbackCase


@tagged("cs_helpdesk", "cs_callback")
class TestCallbackComplaint(CallbackCase):
    """A complaint is closed with the customer's word (HD-05, HD-07)."""

    def setUp(self):
        super().setUp()
        freezer = freeze_time(MONDAY_TEN)
        self.clock = freezer.start()
        self.addCleanup(freezer.stop)
        self.ticket = self._complaint(user_id=self.users["agent"].id)
        self._solve(self.ticket)
        self.callback = self.ticket.cs_callback_ids

    def test_made_when_all_units_reported(self):
        self.assertEqual(self.callback.kind, "complaint")
        self.assertEqual(self.callback.service_at, MONDAY_TEN)

    def test_the_customer_has_to_be_asked(self):
        with self.assertRaisesRegex(UserError, "whether the customer agrees"):
            self._call(self.callback, "reached", satisfaction="satisfied")

    def test_agrees_and_is_closed(self):
        self._call(
            self.callback, "reached", satisfaction="satisfied", customer_agrees="yes"
        )
        self.assertTrue(self.ticket.cs_agreed_at)
        self.ticket.cs_outcome_id = self.solved
        self._as("agent", self.ticket).action_close()
        self.assertTrue(self.ticket.closed)
        self.assertEqual(self.ticket.rating_ids.rating, 5)
        self.assertEqual(self.ticket.cs_callback_ids, self.callback)

    def test_no_means_no(self):
        with self.assertRaisesRegex(UserError, "why the customer"):
            self._call(
                self.callback, "reached", satisfaction="satisfied", customer_agrees="no"
            )
        self.callback._set({"taken_at": False})
        self._call(
            self.callback,
            "reached",
            satisfaction="dissatisfied",
            satisfaction_reason=REASON,
            customer_agrees="no",
        )
        self.assertEqual(self.ticket.cs_unresolved_count, 1)
        self.assertFalse(self.ticket.cs_agreed_at)
        self.assertFalse(self.callback.complaint_id, "it is a complaint already")
        self.assertFalse(self.ticket.rating_ids, "the service is not finished")

    def test_not_reached_is_no_answer(self):
        """HD-04 counts who said no, not who did not pick up."""
        for _attempt in range(3):
            self._call(self.callback, "no_answer")
            self.clock.move_to(self.callback.next_at)
        self.assertEqual(self.callback.state, "unreachable")
        self.assertEqual(self.ticket.cs_unresolved_count, 0)
        self._as("agent", self.ticket).action_cs_call_back()
        again = self.ticket.cs_callback_ids - self.callback
        self.assertEqual(again.state, "waiting")

    def test_nothing_to_call_about(self):
        ticket = self._complaint()
        with self.assertRaisesRegex(UserError, "nothing is left"):
            self._as("agent", ticket).action_cs_call_back()

    def _agreement(self):
        gate = self._as("agent", self.ticket).cs_gate
        [item] = [one for one in gate if one["name"] == "agreement"]
        return item["again"]

    def _plan(self):
        return self._as("agent", self.ticket).action_cs_plan_callback()

    def _give_up(self, callback):
        for _attempt in range(3):
            self._call(callback, "no_answer")
            self.clock.move_to(callback.next_at)
        self.assertEqual(callback.state, "unreachable")

    def test_plan_the_next_one_after_nobody_was_reached(self):
        """HD-05, HD-07: one at a time, at the first moment outside the rest hours."""
        self.assertNotIn("is_offered", self._agreement(), "one is planned")
        self._give_up(self.callback)
        self.clock.move_to("2025-03-04 12:00:00")  # 20:00 in Shanghai
        self.assertTrue(self._agreement()["can"])
        self._plan()
        again = self.ticket.cs_callback_ids - self.callback
        self.assertEqual(again.state, "waiting")
        self.assertEqual(again.next_at, datetime(2025, 3, 5, 1))
        self.assertEqual(
            self._agreement(),
            {"note": "The next callback is planned: 03-05 09:00"},
        )
        with self.assertRaisesRegex(UserError, "is planned"):
            self._plan()
        self.assertEqual(len(self.ticket.cs_callback_ids), 2)

    def test_plan_the_next_one_after_a_no(self):
        """HD-05: the units report again before the customer is called again."""
        answers = {"satisfaction": "dissatisfied", "satisfaction_reason": REASON}
        self._call(self.callback, "reached", customer_agrees="no", **answers)
        again = self._agreement()
        self.assertFalse(again["can"])
        self.assertIn("report that it is solved", again["note"])
        with self.assertRaisesRegex(UserError, "report that it is solved"):
            self._plan()
        self._as("fitter", self.ticket.cs_party_ids)._report("Replaced again")
        second = self.ticket.cs_callback_ids - self.callback
        self._give_up(second)
        self.assertTrue(self._agreement()["can"])
        self.env["phone.blacklist"]._add([second.phone_key])
        with self.assertRaisesRegex(UserError, "HD-07"):
            self._plan()
