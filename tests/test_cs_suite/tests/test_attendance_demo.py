import logging
import time
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import DemoCase

_logger = logging.getLogger(__name__)

#: What the month board shows of two months, whatever today is.
VERDICTS = {
    "ok",
    "fixed",
    "late",
    "early",
    "missed",
    "absent",
    "leave",
    "out",
    "rest",
    "exempt",
}


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestAttendanceDemo(DemoCase):
    @classmethod
    def setUpClass(cls):
        start = time.process_time()
        super().setUpClass()
        _logger.info("demo company: %.1f s of CPU", time.process_time() - start)
        cls.today = cls.company._cs_today()
        cls.last_month = cls.today + relativedelta(months=-1, day=1)
        cls.days = cls.env["cs.attendance.day"].search(
            [("company_id", "=", cls.company.id)]
        )

    def mine(self, login, domain, model):
        """What a demo user sees of a model, through the own rights."""
        return self.env[model].with_user(self.user(login)).search(domain)

    def waiting_for(self, login):
        return self.mine(login, [("waiting_for_me", "=", True)], "cs.decision.request")

    def test_two_months_are_judged_up_to_today(self):
        self.assertEqual(min(self.days.mapped("date")), self.last_month)
        # today's begin with the first shift
        yesterday = self.today - timedelta(days=1)
        self.assertIn(max(self.days.mapped("date")), (yesterday, self.today))
        # Tickets closed later in the story have days judged again.
        judge = self.env.ref("cs_attendance.cs_attendance_cron_judge")
        judge.method_direct_trigger()
        self.assertFalse(
            self.env["cs.attendance.stale"].search(
                [("employee_id.company_id", "=", self.company.id)]
            )
        )
        people = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        judged = self.days.filtered(lambda day: day.date == yesterday).employee_id
        self.assertEqual(judged, people)

    def test_every_verdict_is_on_the_board(self):
        self.assertLessEqual(VERDICTS, set(self.days.mapped("verdict")))
        past = self.days.filtered(lambda day: day.date < self.last_month)
        self.assertFalse(past)
        good = self.days.filtered(lambda day: day.verdict == "ok")
        due = self.days.filtered("work_days")
        self.assertGreater(len(good), 0.85 * len(due.filtered("present_days")))

    def test_files_of_the_terminals_came_in_as_hr_imports_them(self):
        imports = self.env["cs.punch.import"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertGreaterEqual(len(imports), 2)
        self.assertEqual(set(imports.mapped("state")), {"done"})
        self.assertEqual(imports.started_by_id, self.user("hr"))
        self.assertEqual(len(imports.terminal_id), 2)
        self.assertTrue(all(imports.terminal_id.mapped("has_key")))
        self.assertGreater(sum(imports.mapped("new_count")), 1000)
        lines = imports.quarantine_ids
        self.assertEqual(len(lines), 2)
        self.assertEqual(len(set(lines.mapped("code"))), 2)
        unknown = self.env["cs.punch"].search(
            [("company_id", "=", self.company.id), ("pin", "=", "9001")]
        )
        self.assertTrue(unknown)
        self.assertFalse(unknown.employee_id)
        after_midnight = self.env["cs.punch"].search(
            [
                ("company_id", "=", self.company.id),
                ("employee_id", "=", self.person("dong_liqiang").id),
            ]
        )
        self.assertTrue(
            after_midnight.filtered(lambda punch: punch.local_moment.hour == 0)
        )

    def test_requests_in_every_state(self):
        for model, states in (
            ("cs.punch.correction", {"submitted", "approved", "refused"}),
            ("cs.outing", {"submitted", "approved"}),
            ("cs.leave.request", {"submitted", "approved"}),
            ("cs.exemption", {"approved"}),
        ):
            with self.subTest(model=model):
                found = self.env[model].search([("company_id", "=", self.company.id)])
                self.assertEqual(set(found.mapped("state")), states)
        waiting = self.env.ref("cs_attendance.outing_waiting_demo")
        self.assertTrue(waiting.time_left)
        self.assertGreater(waiting.deadline, fields.Datetime.now())
        trip = self.env.ref("cs_attendance.outing_trip_demo")
        self.assertFalse(trip.is_late)
        hints = self.env["cs.proxy.hint"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(hints.mapped("source")), {"found", "reported"})
        self.assertLess(len(hints), 10)

    def test_handovers_signed_and_waiting(self):
        """ATT-14: what was taken over in time changes no verdict."""
        for name, state in (("signed", "signed"), ("waiting", "left")):
            handover = self.env.ref(f"cs_attendance.handover_{name}_demo")
            self.assertEqual(handover.state, state)
            self.assertEqual(len(handover.count_ids), 3)
            self.assertTrue(all(handover.count_ids.mapped("is_counted")))
            day = self.days.filtered(
                lambda day, one=handover: (
                    day.employee_id == one.outgoing_id and day.date == one.date
                )
            )
            self.assertEqual(day.verdict, "ok")

    def test_there_is_something_to_do_for_each_role(self):
        sheets = self.mine(
            "agent", [("employee_id.user_id", "=", self.user("agent").id)], SHEET
        )
        self.assertTrue(sheets.with_user(self.user("agent")).can_confirm)
        for login in ("leader", "gm"):
            self.assertTrue(self.waiting_for(login), login)
        reports = self.mine("supervisor", [("state", "=", "prepared")], REPORT)
        self.assertTrue(any(reports.mapped("can_submit")))
        submitted = self.mine(
            "hr", [("state", "in", ("submitted", "received"))], REPORT
        )
        self.assertTrue(submitted)
        self.assertTrue(self.mine("hr", [("state", "=", "confirmed")], SHEET))

    def test_sheets_of_last_month(self):
        sheets = self.env[SHEET].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(sheets.mapped("month")), {self.last_month})
        days = self.days.filtered(lambda day: day.month == self.last_month)
        self.assertEqual(sheets.employee_id, days.employee_id)
        self.assertGreater(len(sheets), 40)
        self.assertTrue(sheets.filtered(lambda sheet: sheet.state == "confirmed"))
        self.assertTrue(sheets.filtered(lambda sheet: sheet.state == "approved"))
        self.assertTrue(sheets.filtered(lambda sheet: sheet.state == "computed"))
        full = sheets.filtered("is_full_attendance")
        self.assertTrue(5 < len(full) < len(sheets))

    def test_rosters_begin_next_monday(self):
        monday = self.today + timedelta(days=7 - self.today.weekday())
        slots = self.env["cs.duty.slot"].search([("company_id", "=", self.company.id)])
        self.assertEqual(min(slots.mapped("date")), monday)
        told = slots.filtered(lambda slot: not slot.is_draft)
        self.assertEqual(max(told.mapped("date")), monday + timedelta(days=13))
        self.assertEqual(max(slots.mapped("date")), monday + timedelta(days=34))
        off = told.filtered(lambda slot: slot.kind == "rest")
        self.assertEqual(len(off), 2 * len(slots.employee_id))
        mine = self.mine("agent", [("employee_id.user_id.login", "=", "agent")], SLOT)
        self.assertEqual(len(mine), 14)


SLOT = "cs.duty.slot"
SHEET, REPORT = "cs.attendance.sheet", "cs.exception.report"
