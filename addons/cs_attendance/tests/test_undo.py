from datetime import date, timedelta

from odoo import fields
from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .swap_case import DAY, NOW, SwapCase
from .test_exemption import RequestCase
from .test_leave_ladder import LeaveCase

TAGS = ("cs_attendance", "cs_attendance_request", "cs_attendance_undo")


@tagged(*TAGS)
@freeze_time("2026-03-11 02:00")
class TestUndoRequests(LeaveCase):
    """Decisions taken back; the days are judged by what stands then."""

    def _day_of(self, day="2026-03-10"):
        self.env.invalidate_all()
        return self.env["cs.attendance.day"].search(
            [("employee_id", "=", self.people["agent"].id), ("date", "=", day)]
        )

    def test_a_correction(self):
        self._punch("agent", "2026-03-10 09:31:00")
        request = self._correction()
        self._as("agent", request).action_submit()
        [decider] = request.decision_request_id.pending_decider_ids
        mine = request.with_user(decider.user_id)
        mine.action_approve()
        self.assertTrue(self._day_of().forgiven_count)
        mine.action_undo_decision()
        self.assertEqual(request.state, "submitted")
        self.assertFalse(self._day_of().forgiven_count)
        self.assertTrue(self._day_of().is_pending)
        mine.action_refuse("nobody saw it")
        mine.action_undo_decision()
        self.assertTrue(self._day_of().is_pending)
        mine.action_approve()
        self.assertTrue(self._day_of().forgiven_count)

    def test_an_outing_is_not_approved_any_more(self):
        """ATT-03: what counts is when it was approved at last."""
        request = self._outing()
        self._as("agent", request).action_submit()
        [decider] = request.decision_request_id.pending_decider_ids
        mine = request.with_user(decider.user_id)
        mine.action_approve()
        mine.action_undo_decision()
        self.assertRecordValues(request, [{"state": "submitted", "approved_at": False}])

    def test_something_else_in_its_place(self):
        """Two outings at one time cannot both wait; the caller hears it."""
        request = self._outing()
        self._as("agent", request).action_submit()
        [decider] = request.decision_request_id.pending_decider_ids
        mine = request.with_user(decider.user_id)
        mine.action_refuse("wrong button")
        other = self._outing()
        self._as("agent", other).action_submit()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "in its place"),
        ):
            mine.action_undo_decision()
        self.env.invalidate_all()
        self.assertEqual(request.state, "refused")
        self.assertFalse(request.decision_ids.undo_ids)

    def test_leave_waits_again_with_its_stock_leave(self):
        leave = self._leave()
        request = self._request(leave)
        mine = self._as("leader", request)
        mine.action_approve()
        self.assertEqual(leave.state, "validate")
        absences = self.env["resource.calendar.leaves"]
        self.assertTrue(absences.search([("holiday_id", "=", leave.id)]))
        mine.action_undo_decision()
        self.assertEqual((request.state, leave.state), ("submitted", "confirm"))
        self.assertFalse(absences.search([("holiday_id", "=", leave.id)]))
        self.assertFalse(leave.first_approver_id)
        mine.action_refuse("too many away")
        self.assertEqual(leave.state, "refuse")
        mine.action_undo_decision()
        self.assertEqual((request.state, leave.state), ("submitted", "confirm"))
        mine.action_approve()
        self.assertEqual((request.state, leave.state), ("approved", "validate"))

    def test_leave_that_was_ended_early_stays(self):
        leave = self._leave()
        request = self._request(leave)
        self._as("leader", request).action_approve()
        self._as("hr", request).action_end_leave("2026-03-15", "came back")
        with self.assertRaisesRegex(UserError, "ended or changed since|gone on"):
            self._as("leader", request).action_undo_decision()

    def test_a_month_that_was_handed_over_meanwhile(self):
        self._punch("agent", "2026-02-10 09:31:00")
        request = self._correction(date="2026-02-10")
        self._as("agent", request).action_submit()
        [decider] = request.decision_request_id.pending_decider_ids
        mine = request.with_user(decider.user_id)
        mine.action_approve()
        close_month(self.env, self.company, date(2026, 2, 1))
        with self.assertRaisesRegex(UserError, "closed|handed over"):
            mine.action_undo_decision()
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.decision_ids.undo_ids)

    def test_a_refusal_in_a_month_that_is_handed_over_is_not_offered(self):
        """It can be refused, but not wait again."""
        self._punch("agent", "2026-02-10 09:31:00")
        request = self._correction(date="2026-02-10")
        self._as("agent", request).action_submit()
        [decider] = request.decision_request_id.pending_decider_ids
        mine = request.with_user(decider.user_id)
        offer = mine.action_refuse("nobody saw it")
        self.assertEqual(offer["params"]["ids"], request.decision_ids.ids)
        mine.action_undo_decision()
        close_month(self.env, self.company, date(2026, 2, 1))
        offer = mine.action_refuse("nobody saw it")
        self.assertEqual(offer["params"]["ids"], [])
        self.assertFalse(mine.can_undo_decision)


@tagged(*TAGS)
@freeze_time("2026-03-11 02:00")
class TestUndoOthers(RequestCase):
    def test_an_exemption_until_it_is_ended(self):
        Exemption = self._as("hr", self.env["cs.exemption"])
        record = Exemption.create(
            {
                "employee_id": self.people["agent"].id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "reason": "Works at the customer's",
            }
        ).sudo()
        self._as("hr", record).action_submit()
        mine = self._as("gm", record)
        mine.action_approve()
        mine.action_undo_decision()
        self.assertEqual(record.state, "submitted")
        mine.action_approve()
        self._as("hr", record).action_end("2026-03-12", "moved")
        with self.assertRaisesRegex(UserError, "ended since"):
            mine.action_undo_decision()

    def test_a_verdict_on_a_hint_is_open_again_for_all(self):
        """ATT-12."""
        first = self._punch("agent", "2026-03-10 00:25:00")
        self._punch("agent2", "2026-03-10 00:25:03")
        self.assertTrue(first)
        with self.enter_registry_test_mode():
            self.env.ref("cs_attendance.cs_proxy_cron_find").method_direct_trigger()
        self.env.invalidate_all()
        hint = self.env["cs.proxy.hint"].search([("company_id", "=", self.company.id)])
        offer = self._as("hr", hint).action_confirm("seen on film")
        self.assertEqual(offer["params"]["ids"], hint.decision_ids.ids)
        self._as("hr", hint).action_undo_decision()
        self.assertEqual(hint.state, "open")
        self.assertFalse(hint.decided_by_id)
        self._as("supervisor", hint).action_dismiss("two doors")
        self.assertEqual(hint.state, "dismissed")
        self.assertEqual(hint.decided_by_id, self.people["supervisor"])


@tagged("cs_attendance", "cs_attendance_swap", "cs_attendance_undo")
@freeze_time(NOW)
class TestUndoSwap(SwapCase):
    """ATT-11."""

    def test_exchanged_back_and_not_counted(self):
        self._slot("agent2", DAY, self.night)
        swap = self._approved()
        self._as("leader", swap).action_undo_decision()
        self.assertEqual(swap.state, "submitted")
        self.assertEqual(self._hours("agent", DAY), self.shift.id)
        self.assertEqual(self._hours("agent2", DAY), self.night.id)
        self.assertFalse(swap.use_ids)
        self.assertFalse(swap.part_ids)
        self._as("leader", swap).action_approve()
        self.assertEqual(self._hours("agent", DAY), self.night.id)
        self.assertEqual(swap.use_ids.mapped("number"), [1, 1])

    def test_not_after_the_roster_was_changed(self):
        self._slot("agent2", DAY, self.night)
        swap = self._approved()
        slot = self.env["cs.duty.slot"].search(
            [("employee_id", "=", self.agent.id), ("date", "=", DAY)]
        )
        slot.write({"origin": "manual"})
        with self.assertRaisesRegex(UserError, "roster was changed since"):
            self._as("leader", swap).action_undo_decision()
        self.assertEqual(swap.state, "approved")

    def test_not_once_a_shift_has_begun(self):
        self._slot("agent2", DAY, self.night)
        begins = fields.Datetime.to_datetime("2026-03-09 00:30:00")
        with freeze_time(begins - timedelta(minutes=2)):
            swap = self._approved()
        with freeze_time(begins), self.assertRaisesRegex(UserError, "has begun"):
            self._as("leader", swap).action_undo_decision()
