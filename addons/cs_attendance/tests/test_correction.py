from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .request_common import RequestCase


@tagged("cs_attendance", "cs_attendance_request")
@freeze_time("2026-03-11 02:00")
class TestCorrection(RequestCase):
    """ATT-02, ATT-31."""

    def _submitted(self, *args, **vals):
        request = self._correction(*args, **vals)
        self._as("agent", request).action_submit()
        return request

    def test_the_supervisor_confirms(self):
        request = self._submitted()
        self.assertEqual(request.waiting_names, "leader")
        for role in ("agent", "agent2", "supervisor", "hr", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, request).action_approve()
        self._as("leader", request).action_approve()
        self.assertEqual(request.state, "approved")
        decision = request.decision_ids
        self.assertEqual(decision.decider_id, self.people["leader"])
        self.assertEqual(decision.detail["side"], "in")
        self.assertEqual(decision.detail["place"], 1)

    def test_the_named_deputy_confirms(self):
        self._deputy("leader", "agent2", "2026-03-11", "2026-03-11")
        request = self._submitted()
        self._as("agent2", request).action_approve()
        self.assertEqual(request.decision_ids.acting_for_id, self.people["leader"])

    def test_a_leader_never_confirms_the_own_one(self):
        request = self._correction("leader")
        self._as("leader", request).action_submit()
        self.assertEqual(request.waiting_names, "supervisor")
        with self.assertRaises(UserError):
            self._as("leader", request).action_approve()

    def test_several_at_once(self):
        requests = self._submitted() | self._submitted(side="out", hour=10)
        self._as("leader", requests).action_approve()
        self.assertEqual(set(requests.mapped("state")), {"approved"})

    def test_only_the_person_files(self):
        with self.assertRaises(AccessError):
            self._as("agent2", self.env["cs.punch.correction"]).create(
                {
                    "employee_id": self.people["agent"].id,
                    "date": "2026-03-10",
                    "side": "in",
                    "moment": "2026-03-10 00:30:00",
                    "reason": "x",
                }
            )

    def test_places_count_in_date_order(self):
        """The 3rd counts, the 4th does not; an earlier date takes the earlier place."""
        late = self._correction(date="2026-03-10")
        notes = []
        for day in (2, 3, 4):
            request = self._submitted(date=f"2026-03-0{day}")
            self._as("leader", request).action_approve()
            late.invalidate_recordset()
            notes.append((late.place, late.used, late.is_beyond))
        self.assertEqual(notes, [(2, 1, False), (3, 2, False), (4, 3, True)])
        self.assertEqual(
            late.allowance_note,
            "No. 4 this month, allowance 3 · beyond the allowance it counts as absent"
            " all the same",
        )
        early = self._correction(date="2026-03-01")
        self.assertEqual((early.place, early.used, early.is_beyond), (1, 3, False))
        other_month = self._correction(date="2026-02-27")
        self.assertEqual((other_month.place, other_month.used), (1, 0))

    def test_both_sides_of_a_day_take_two_places(self):
        first = self._submitted(side="out", hour=10)
        second = self._submitted(side="in")
        self.assertEqual((second.place, first.place), (1, 2))

    def test_a_refused_one_takes_no_place(self):
        request = self._submitted(date="2026-03-02")
        self._as("leader", request).action_refuse("not at work")
        self.assertEqual(self._correction(date="2026-03-10").place, 1)

    def test_without_policy_nothing_is_counted(self):
        self.policy._decision_write({"state": "draft"})
        request = self._correction()
        self.assertFalse(request.allowance_note)
        self.assertFalse(request.is_beyond)

    @mute_logger("odoo.sql_db")
    def test_one_open_or_confirmed_a_side(self):
        request = self._submitted()
        for _again in range(2):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
                self._correction().flush_recordset()
            if request.state == "submitted":
                self._as("leader", request).action_approve()

    def test_after_a_refusal_one_may_ask_again(self):
        request = self._submitted()
        self._as("leader", request).action_refuse("where is the proof?")
        again = self._submitted()
        self.assertEqual(again.state, "submitted")

    def test_the_time_belongs_to_the_day(self):
        """The window of the day that begins at local midnight of the 10th."""
        for moment, fits in (
            ("2026-03-09 09:59:59", False),  # 17:59:59 the evening before
            ("2026-03-09 10:00:00", True),
            ("2026-03-10 17:00:00", True),  # 01:00 after a night shift
            ("2026-03-11 01:59:59", True),
        ):
            with self.subTest(moment):
                request = self._correction(moment=moment)
                if fits:
                    self._as("agent", request).action_submit()
                    self._as("agent", request).action_withdraw()
                    request._decision_write({"state": "refused"})
                    request.flush_recordset()
                else:
                    with self.assertRaisesRegex(UserError, "does not belong"):
                        self._as("agent", request).action_submit()
                    request.unlink()

    def test_noon_of_the_next_day_is_another_day(self):
        request = self._correction(date="2026-03-09", moment="2026-03-10 04:00:00")
        with self.assertRaisesRegex(UserError, "does not belong"):
            self._as("agent", request).action_submit()

    def test_not_in_the_future(self):
        request = self._correction(date="2026-03-11", moment="2026-03-11 02:00:01")
        with self.assertRaisesRegex(UserError, "not come yet"):
            self._as("agent", request).action_submit()
        self._as("agent", request).moment = "2026-03-11 02:00:00"
        self._as("agent", request).action_submit()

    def test_not_for_a_closed_month(self):
        close_month(self.env, self.company, "2026-02-01")
        request = self._correction(date="2026-02-27")
        with self.assertRaisesRegex(UserError, "closed"):
            self._as("agent", request).action_submit()

    def test_a_month_closed_meanwhile_is_not_changed(self):
        request = self._submitted(date="2026-02-27")
        close_month(self.env, self.company, "2026-02-01")
        with self.assertRaisesRegex(UserError, "closed"):
            self._as("leader", request).action_approve()

    def test_not_where_a_punch_is(self):
        self._day("agent", "2026-03-10", check_in="2026-03-10 00:25:00")
        request = self._correction()
        with self.assertRaisesRegex(UserError, "nothing is missing"):
            self._as("agent", request).action_submit()

    def test_a_punch_that_makes_the_day_an_absence(self):
        """ATT-04: left at noon by the door, and forgot to punch when going home."""
        self._day(
            "agent",
            "2026-03-10",
            verdict="absent",
            plan_start="2026-03-10 00:30:00",
            plan_end="2026-03-10 09:30:00",
            check_in="2026-03-10 00:25:00",
            check_out="2026-03-10 04:05:00",
        )
        for side, moment in (
            ("in", "2026-03-10 00:20:00"),
            ("out", "2026-03-10 04:05:00"),
        ):
            request = self._correction(side=side, moment=moment)
            with self.assertRaisesRegex(UserError, "nothing is missing"):
                self._as("agent", request).action_submit()
            request.sudo().unlink()
        day = self.env["cs.attendance.day"].search([("date", "=", "2026-03-10")])
        self.assertEqual(day._missing_sides(), ["out"])
        request = self._correction(side="out", moment="2026-03-10 09:35:00")
        self._as("agent", request).action_submit()
        self.assertEqual(request.state, "submitted")

    def test_who_is_late_by_the_punch_may_have_forgotten_an_earlier_one(self):
        punch = self._punch("agent", datetime(2026, 3, 10, 1, 20))
        self._day("agent", "2026-03-10", check_in=punch.moment, late_count=1)
        request = self._correction(moment="2026-03-10 01:20:00")
        with self.assertRaisesRegex(UserError, "nothing is missing"):
            self._as("agent", request).action_submit()
        self._as("agent", request).moment = "2026-03-10 00:25:00"
        self._as("agent", request).action_submit()
        self.assertEqual(punch.moment, datetime(2026, 3, 10, 1, 20))

    def test_on_duty_comes_before_off_duty(self):
        self._day("agent", "2026-03-10", check_out="2026-03-10 09:30:00")
        request = self._correction(moment="2026-03-10 09:30:00")
        with self.assertRaisesRegex(UserError, "comes before"):
            self._as("agent", request).action_submit()

    def test_frozen_once_submitted(self):
        request = self._submitted()
        with self.assertRaises(UserError):
            self._as("agent", request).write({"moment": "2026-03-10 00:00:00"})
        with self.assertRaises(UserError):
            request.write({"moment": "2026-03-10 00:00:00"})
        with self.assertRaises(UserError):
            request.write({"state": "approved"})

    def test_withdrawn_it_is_a_draft_that_stays(self):
        request = self._submitted()
        self._as("agent", request).action_withdraw()
        self.assertEqual(request.state, "draft")
        with self.assertRaises(UserError):
            self._as("agent", request).unlink()
        self._as("agent", request).action_submit()
        self.assertEqual(request.state, "submitted")

    def test_company_is_that_of_the_person(self):
        other = self.env["res.company"].create({"name": "Other"})
        request = self._correction(company_id=other.id)
        self.assertEqual(request.company_id, self.company)

    def test_every_change_has_the_day_judged(self):
        stale = self.env["cs.attendance.stale"]
        domain = [("employee_id", "=", self.people["agent"].id)]
        request = self._submitted()
        for act in (
            lambda: self._as("agent", request).action_withdraw(),
            lambda: self._as("agent", request).action_submit(),
            lambda: self._as("leader", request).action_approve(),
        ):
            self.env.cr.execute("DELETE FROM cs_attendance_stale")
            act()
            self.assertTrue(stale.sudo().search(domain))

    def test_the_screen_fills_it_in(self):
        self._day(
            "agent",
            "2026-03-10",
            plan_start="2026-03-10 00:30:00",
            plan_end="2026-03-10 09:30:00",
        )
        model = self._as("agent", self.env["cs.punch.correction"]).with_context(
            default_employee_id=self.people["agent"].id,
            default_date="2026-03-10",
            default_side="out",
        )
        with Form(model) as form:
            self.assertEqual(str(form.moment), "2026-03-10 09:30:00")
            self.assertEqual(form.decider_names, "leader")
            self.assertEqual(form.allowance_note, "No. 1 this month, allowance 3")
            form.side = "in"
            form.reason = "Forgot"
            form.moment = "2026-03-10 00:28:00"
        self.assertEqual(form.record.employee_id, self.people["agent"])

    def test_a_long_list_costs_few_queries(self):
        requests = self.env["cs.punch.correction"]
        for day in range(1, 10):
            for side, hour in (("in", 0), ("out", 9)):
                requests |= self._submitted(
                    date=f"2026-03-0{day}", side=side, hour=hour
                )
        names = ["display_name", "allowance_note", "can_decide", "waiting_names"]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(35):
            self._as("leader", requests).read(names)
