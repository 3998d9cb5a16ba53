"""The weekly exception report (ATT-07)."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .sheet_case import SheetCase, SheetRpcCase

MONDAY = date(2026, 10, 12)
WEEK = ("ok", "late", "missed", "absent", "ok", "rest", "rest")


class ReportCase(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["cs.exception.report"]
        cls.days = cls.days_of_week("agent", MONDAY, WEEK)
        cls.days_of_week("agent2", MONDAY, ("ok",) * 7)
        cls.days_of_week("leader", MONDAY, ("ok",) * 5 + ("rest", "rest"))

    def prepare(self):
        self.run_cron("cs_attendance_cron_exception_report")
        return self.Report.search([("department_id", "=", self.group_one.id)])


@tagged("cs_attendance", "cs_attendance_exception_report")
@freeze_time("2026-10-19 00:30:00")  # Monday 08:30 in Shanghai
class TestExceptionReport(ReportCase):
    def test_prepared_on_monday(self):
        report = self.prepare()
        self.assertEqual(report.week_start, MONDAY)
        self.assertEqual((report.week, report.state), ("2026-W42", "prepared"))
        self.assertEqual(
            report.line_ids.sorted("date").mapped("verdict"),
            ["late", "missed", "absent"],
        )
        self.assertEqual(report.line_ids.employee_id, self.people["agent"])
        self.assertEqual(report.manager_id, self.people["supervisor"])

    def test_a_department_without_exceptions_submits_that(self):
        self.prepare()
        report = self.Report.search([("department_id", "=", self.department.id)])
        self.assertFalse(report.line_ids)
        self.assertEqual(report.state, "prepared")

    def test_not_before_monday(self):
        with freeze_time("2026-10-18 15:59:59"):  # Sunday 23:59:59 in Shanghai
            self.assertFalse(self.prepare())
        with freeze_time("2026-10-18 16:00:00"):
            self.assertTrue(self.prepare())

    def test_on_the_weekday_of_the_policy(self):
        policy = self.env["cs.attendance.policy"].create(
            {
                "name": "Tuesday",
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "report_ready_weekday": "1",
            }
        )
        policy._decision_write({"state": "approved"})
        self.assertFalse(self.prepare())
        with freeze_time("2026-10-20 00:30:00"):
            self.assertTrue(self.prepare())

    def test_once_a_department_and_week(self):
        report = self.prepare()
        self.assertEqual(self.prepare(), report)
        self.env.cr.execute(
            "INSERT INTO cs_exception_report (company_id, department_id, week_start,"
            " week_end, state, prepared_at, department_due, hr_due) SELECT company_id,"
            " department_id, week_start, week_end, state, prepared_at, department_due,"
            " hr_due FROM cs_exception_report WHERE id = %s ON CONFLICT DO NOTHING",
            [report.id],
        )
        self.assertEqual(self.env.cr.rowcount, 0)

    def test_missed_runs_catch_up(self):
        self.prepare()
        self.days_of_week("agent", date(2026, 10, 19), WEEK)
        self.days_of_week("agent", date(2026, 10, 26), WEEK)
        with freeze_time("2026-11-05 02:00:00"):
            reports = self.prepare()
        self.assertEqual(
            sorted(reports.mapped("week")), ["2026-W42", "2026-W43", "2026-W44"]
        )

    def test_an_old_history_makes_no_overdue_reports(self):
        self.days_of_week("agent", date(2026, 9, 7), WEEK)
        self.assertEqual(self.prepare().mapped("week_start"), [MONDAY])

    def test_due_at_the_end_of_work(self):
        """Thursday for the department, Friday for HR; 17:00 in Shanghai."""
        report = self.prepare()
        self.assertEqual(report.department_due, datetime(2026, 10, 22, 9, 0))
        self.assertEqual(report.hr_due, datetime(2026, 10, 23, 9, 0))

    def test_due_in_a_holiday_week(self):
        """Thursday and Friday closed: the end of the next working day."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                # stock takes them for the calendar's own time
                "date_from": "2026-10-22 00:00:00",
                "date_to": "2026-10-23 23:59:59",
            }
        )
        report = self.prepare()
        self.assertEqual(report.department_due, datetime(2026, 10, 26, 9, 0))
        self.assertEqual(report.hr_due, datetime(2026, 10, 26, 9, 0))

    def test_due_where_work_ends_at_midnight(self):
        """Wednesday's midnight is not the end of Thursday."""
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Late",
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    (5,),
                    *(
                        (
                            0,
                            0,
                            {
                                "name": f"Late {day}",
                                "dayofweek": str(day),
                                "hour_from": 15,
                                "hour_to": 24,
                                "day_period": "afternoon",
                            },
                        )
                        for day in range(5)
                    ),
                ],
            }
        )
        self.group_one.cs_calendar_id = calendar
        report = self.prepare()
        self.assertEqual(report.department_due, datetime(2026, 10, 22, 16, 0))
        self.assertEqual(report.hr_due, datetime(2026, 10, 23, 16, 0))

    def test_slips(self):
        correction = self.env["cs.punch.correction"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "date": "2026-10-14",
                "side": "in",
                "moment": "2026-10-14 00:30:00",
                "reason": "Forgot",
            }
        )
        correction._decision_write({"state": "submitted"})
        outing = self.env["cs.outing"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "kind": "trip",
                "start": "2026-10-13 00:30:00",
                "stop": "2026-10-15 09:30:00",
                "place": "Customer",
                "reason": "Repair",
            }
        )
        outing._decision_write({"state": "approved"})
        report = self.prepare()
        lines = {line.date.day: line for line in report.line_ids}
        self.assertEqual(
            lines[14].slips,
            [[correction._name, correction.id], [outing._name, outing.id]],
        )
        self.assertIn(f"#{outing.id} · Approved", lines[13].slip_text)
        self.assertEqual(lines[15].slips, [[outing._name, outing.id]])

    def _submitter(self):
        return self.users["supervisor"]

    def test_the_supervisor_submits_with_remarks(self):
        report = self.prepare()
        mine = report.with_user(self._submitter())
        line = report.line_ids[0]
        mine.write(
            {"remark": "Bus strike", "line_ids": [(1, line.id, {"remark": "Bus"})]}
        )
        mine.action_submit()
        self.assertEqual(report.state, "submitted")
        self.assertEqual(report.submitted_by_id, self._submitter())
        self.assertEqual(report.remark, "Bus strike")
        self.assertEqual(report.line_ids.filtered("remark").remark, "Bus")
        self.assertFalse(report.is_late)

    def test_who_may_not_submit(self):
        report = self.prepare()
        for role in ("leader", "hr", "payroll", "gm"):
            with self.assertRaises(AccessError):
                report.with_user(self.users[role]).action_submit()

    def test_hr_submits_where_no_supervisor_heads(self):
        self.group_one.parent_id = False
        report = self.prepare()
        self.assertEqual(report.manager_id, self.people["leader"])
        with self.assertRaises(AccessError):
            report.with_user(self.users["leader"]).action_submit()
        report.with_user(self.users["hr"]).action_submit()
        self.assertEqual(report.state, "submitted")

    def test_late_submission_is_visible(self):
        report = self.prepare()
        with freeze_time("2026-10-22 09:00:00"):
            self.env.invalidate_all()
            self.assertFalse(report.is_late)
        with freeze_time("2026-10-22 09:00:01"):
            self.env.invalidate_all()
            self.assertTrue(report.is_late)
            self.assertIn("overdue", report.lateness)
            self.assertEqual(
                self.Report.search([("is_late", "=", True)]) & report, report
            )
        with freeze_time("2026-10-23 11:00:00"):
            report.with_user(self._submitter()).action_submit()
        self.env.invalidate_all()
        self.assertEqual(report.lateness, "submitted late by 1 d 2 h")
        self.assertIn(report, self.Report.search([("is_late", "=", True)]))

    def test_frozen_when_submitted(self):
        report = self.prepare()
        report.with_user(self._submitter()).action_submit()
        self.assertFalse(report.later_count)
        frozen = report.line_ids.read(["date", "verdict", "slip_text"])
        self.change_day(self.days[1], "ok")
        self.change_day(self.days[0], "late")
        self.env.invalidate_all()
        self.assertEqual(report.line_ids.read(["date", "verdict", "slip_text"]), frozen)
        changed = report.line_ids.filtered("is_changed")
        self.assertEqual(changed.mapped("verdict_now"), ["ok"])
        self.assertEqual(report.later_count, 2)
        days = self.env["cs.attendance.day"].search(
            report.action_open_later()["domain"]
        )
        self.assertEqual(days, self.days[0] | self.days[1])
        self.prepare()
        self.assertEqual(report.line_ids.read(["date", "verdict", "slip_text"]), frozen)

    def test_a_prepared_report_follows_and_keeps_remarks(self):
        report = self.prepare()
        line = report.line_ids.filtered(lambda line: line.verdict == "absent")
        line.with_user(self._submitter()).remark = "Asked"
        self.change_day(self.days[1], "ok")
        report.with_user(self._submitter()).action_refresh()
        self.assertEqual(report.line_ids.mapped("verdict"), ["missed", "absent"])
        self.assertEqual(report.line_ids.mapped("remark"), [False, "Asked"])
        self.assertEqual(report.line_count, 2)

    def test_hr_receives(self):
        report = self.prepare()
        with self.assertRaisesRegex(UserError, "submitted"):
            report.with_user(self.users["hr"]).action_receive()
        report.with_user(self._submitter()).action_submit()
        with self.assertRaises(AccessError):
            report.with_user(self._submitter()).action_receive()
        report.with_user(self.users["hr"]).action_receive()
        self.assertEqual(report.state, "received")
        self.assertEqual(report.received_by_id, self.users["hr"])

    def test_nobody_writes_what_is_frozen(self):
        report = self.prepare()
        line = report.line_ids[0]
        for call in (
            lambda: report.write({"state": "received"}),
            lambda: report.write({"department_due": "2027-01-01"}),
            lambda: report.unlink(),
            lambda: report.copy(),
            lambda: self.Report.create({"department_id": self.department.id}),
            lambda: line.write({"verdict": "ok"}),
            lambda: line.unlink(),
            lambda: report.write({"line_ids": [(2, line.id)]}),
            lambda: report.write({"line_ids": [(0, 0, {"remark": "x"})]}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call()
        report.with_user(self._submitter()).action_submit()
        for record in (report, report.line_ids[0]):
            with self.assertRaises(UserError):
                record.with_user(self._submitter()).write({"remark": "later"})

    def test_reminders(self):
        """An activity from the start, one message four working hours before."""
        report = self.prepare()
        self.assertEqual(report.activity_ids.user_id, self._submitter())
        self.assertEqual(report.activity_ids.date_deadline, date(2026, 10, 22))
        self.assertEqual(report.remind_at, datetime(2026, 10, 22, 5, 0))
        told = [("model", "=", report._name), ("res_id", "=", report.id)]
        told += [("partner_ids", "in", self._submitter().partner_id.ids)]
        with freeze_time("2026-10-22 04:59:59"):
            self.prepare()
        self.assertFalse(self.env["mail.message"].search_count(told))
        for _run in range(2):
            with freeze_time("2026-10-22 05:00:00"):
                self.prepare()
        self.assertEqual(self.env["mail.message"].search_count(told), 1)
        report.with_user(self._submitter()).action_submit()
        self.assertFalse(report.activity_ids)

    def test_on_friday_hr_learns_what_is_there_and_what_is_missing(self):
        """ATT-07: the front desk has all of them by the end of Friday."""
        report = self.prepare()
        reminder = self.env.ref("cs_attendance.cs_reminder_exception_report")
        friday, hr = date(2026, 10, 23), self.users["hr"]
        thursday = friday - timedelta(days=1)
        self.assertFalse(reminder._occasion(self.company, thursday))
        self.assertEqual(reminder._occasion(self.company, friday), friday)
        lines = reminder._waiting(self.company, friday)
        self.assertEqual({*lines}, {hr}, "nobody is late yet")
        self.assertEqual(len(lines[hr]), 1)
        self.assertIn(report.display_name, lines[hr][0])
        self.env.invalidate_all()
        with freeze_time("2026-10-23 02:00:00"):
            lines = reminder._waiting(self.company, friday)
        self.assertEqual({*lines}, {hr, self._submitter()}, "now it is overdue")
        every = report.search([("company_id", "=", self.company.id)])
        every.with_user(self._submitter()).action_submit()
        lines = reminder._waiting(self.company, friday)
        self.assertEqual(lines, {hr: [f"To be received: {len(every)}"]})
        every.with_user(hr).action_receive()
        self.assertEqual(reminder._waiting(self.company, friday), {})

    def test_a_broken_company_blocks_no_other(self):
        other = self.env["res.company"].create({"name": "Broken"})
        Maker = type(self.env["cs.exception.report.maker"])
        prepare = Maker._prepare

        def broken(maker, company):
            if company == other:
                raise ZeroDivisionError
            return prepare(maker, company)

        logger = "odoo.addons.cs_attendance.models.cs_exception_report_maker"
        with patch.object(Maker, "_prepare", broken), self.assertLogs(logger, "ERROR"):
            self.assertTrue(self.prepare())


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_report_access")
@freeze_time("2026-10-19 00:30:00")
class TestExceptionReportAccess(ReportCase, SheetRpcCase):
    def test_matrix(self):
        """Leader R t, supervisor R d and submits, HR receives, others read or not."""
        self.days_of_week("supervisor", MONDAY, WEEK)
        report = self.prepare()
        model = report._name
        for role, count in (
            ("leader", 1),
            ("supervisor", 2),
            ("hr", 2),
            ("payroll", 2),
            ("gm", 2),
        ):
            found = self.rpc(role, model, "search_read", [], ["week"])
            self.assertEqual(len(found), count, role)
        lines = self.rpc("leader", f"{model}.line", "search_read", [], ["verdict"])
        self.assertEqual(len(lines), 3)
        for role in ("agent", "admin"):
            self.refused(role, model, "search_read", [])
            self.refused(role, model, "action_submit", report.ids)
        for role in ("agent", "leader", "hr", "payroll", "gm", "admin"):
            self.refused(role, model, "action_submit", report.ids)
            self.refused(role, model, "write", report.ids, {"remark": "x"})
        self.rpc("supervisor", model, "write", report.ids, {"remark": "x"})
        self.refused("supervisor", model, "write", report.ids, {"state": "received"})
        self.rpc("supervisor", model, "action_submit", report.ids)
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            self.refused(role, model, "action_receive", report.ids)
        self.rpc("hr", model, "action_receive", report.ids)
        self.assertEqual(report.state, "received")
