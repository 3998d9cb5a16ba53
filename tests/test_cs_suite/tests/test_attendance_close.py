"""A month of attendance closed in the browser, in Chinese, by its people (ALL-05)."""

from datetime import date, timedelta

from odoo.addons.cs_attendance.tests.day_case import DayCase, at
from odoo.tests import HttpCase, freeze_time, tagged

from .browser import DESKTOP, open_page
from .close_pages import STEPS, ClosePages

NAMES = {
    "agent": "李明",
    "agent2": "王芳",
    "leader": "赵强",
    "supervisor": "陈静",
    "hr": "周敏",
    "payroll": "吴刚",
    "gm": "郑伟",
}
JUNE = [date(2025, 6, 1) + timedelta(days=number) for number in range(30)]
LATE, MISSED, ABSENT = date(2025, 6, 10), date(2025, 6, 12), date(2025, 6, 18)
STRANGE = date(2025, 6, 20)


@tagged("post_install", "-at_install", "cs_suite", "cs_attendance_close")
@freeze_time("2025-07-07 02:00:00")
class TestAttendanceClose(ClosePages, DayCase, HttpCase):
    """June 2025 of seven people: one is late, one forgot a punch, one was absent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        types = cls.env["cs.period.step.type"].search([])
        types.filtered(lambda kind: kind.code not in STEPS).unlink()
        cls.people.pop("admin").unlink()  # works elsewhere
        cls.company.name = "星澜客服"
        cls.department.name = "客服部"
        cls.group_one.name = "客服一组"
        for role, name in NAMES.items():
            cls.people[role].name = name
            cls.users[role].write({"lang": "zh_CN", "name": name})
        for person in cls.people.values():
            cls._month_of_punches(person)
        cls.period = cls.env["cs.period"]._open_month(cls.company, JUNE[0])
        cls.punch, cls.exception, cls.sheet = cls.period.step_ids

    @classmethod
    def _month_of_punches(cls, person):
        for day in (day for day in JUNE if day.weekday() < 5):
            if (person, day) == (cls.agent, MISSED):
                cls._punch(person, at("08:20", day))
            elif (person, day) == (cls.agent2, STRANGE):
                cls._unknown_punches(at("08:20", day), at("17:40", day))
            elif (person, day) != (cls.people["leader"], ABSENT):
                late = (person, day) == (cls.agent2, LATE)
                cls._work(person, day, start="08:50" if late else "08:20")

    @classmethod
    def _unknown_punches(cls, *moments):
        """Of a pin that nobody owns yet."""
        for moment in moments:
            cls.env.cr.execute(
                "INSERT INTO cs_punch (company_id, pin, moment, local_moment, source,"
                " received_at) VALUES (%s, '28', %s, %s, 'file', %s)",
                [cls.company.id, moment, moment + timedelta(hours=8), moment],
            )

    def test_a_month(self):
        with open_page(self, DESKTOP, "attendance_close") as page:
            self.begin(page)
            self.open_as(page, "hr")
            self.close_punches(page)
            self.close_exceptions(page)
            self.close_sheets(page)
            self.rest()
            self.open_as(page, "gm")
            self.see(page, "40_gm", "3 / 3")
            self.close_in_page(page, "41_gm_confirm")
            page.photograph("42_closed")
        self.env.invalidate_all()
        self.assertEqual(self.period.state, "closed")
        self.assertEqual(self.period.closed_by_id, self.users["gm"])

    def close_punches(self, page):
        """ATT-30: somebody owns every punch."""
        self.see(page, "10_punches_open", "2")
        self.follow(page, STEPS[0], "11_unknown_punches")
        self.rest()
        self.env["cs.pin"].create(
            {
                "pin": "28",
                "employee_id": self.agent2.id,
                "company_id": self.company.id,
                "first_day": "2025-06-01",
            }
        )
        self.run_cron("cs_attendance.cs_pin_cron")
        self.see(page, "12_punches_ready")
        self.press(page, STEPS[0], "lock", "locking")
        self.run_steps()
        self.assertEqual(self.punch.state, "locked")
        self.see(page, "13_punches_locked", "1 / 3")

    def close_exceptions(self, page):
        """ATT-02: the missed punch is confirmed before the month goes on."""
        self.press(page, STEPS[1], "start", "running")
        self.run_steps()
        self.run_cron("cs_attendance.cs_attendance_cron_judge")
        self.assertEqual(self._day(self.agent2, STRANGE).verdict, "ok")
        self.see(page, "20_exceptions_open", "1")
        self.follow(page, STEPS[1], "21_missed_punches")
        self.rest()
        request = (
            self.env["cs.punch.correction"]
            .with_user(self.users["agent"])
            .create(
                {
                    "employee_id": self.agent.id,
                    "date": MISSED,
                    "side": "out",
                    "moment": at("17:35", MISSED),
                    "reason": "陪同客户离开，忘记打卡",
                }
            )
        )
        request.action_submit()
        self.see(page, "22_request_waits")
        self.rest()
        request.with_user(self.users["leader"]).action_approve()
        self.run_cron("cs_attendance.cs_attendance_cron_judge")
        self.assertEqual(self._day(self.agent, MISSED).verdict, "fixed")
        self.see(page, "23_exceptions_ready")
        self.press(page, STEPS[1], "lock", "locking")
        self.run_steps()
        self.see(page, "24_exceptions_locked", "2 / 3")

    def close_sheets(self, page):
        """ATT-08: computed, confirmed by the person, approved by HR, handed over."""
        self.press(page, STEPS[2], "start", "running")
        page.photograph("30_sheets_running")
        self.run_steps()
        self.see(page, "31_sheets_unconfirmed", "7")
        self.follow(page, STEPS[2], "32_sheets_list")
        self.rest()
        sheets = self.env["cs.attendance.sheet"].search(
            [("company_id", "=", self.company.id), ("month", "=", JUNE[0])]
        )
        for sheet in sheets:
            user = sheet.employee_id.user_id
            sheet.with_user(user).action_confirm()
        self.see(page, "33_sheets_confirmed", "7")
        self.approve_in_list(page)
        self.assertEqual(len(sheets.filtered(lambda s: s.state == "approved")), 6)
        own = sheets.filtered(lambda sheet: sheet.state == "confirmed")
        self.assertEqual(own.employee_id, self.people["hr"])
        self.see(page, "36_own_sheet_left", "1")
        self.rest()
        own.with_user(self.users["gm"]).action_approve()
        self.see(page, "37_sheets_ready")
        self.press(page, STEPS[2], "lock", "locking")
        self.run_steps()
        self.assertEqual(set(sheets.mapped("state")), {"handed_over"})
        self.see(page, "38_sheets_locked", "3 / 3")

    def approve_in_list(self, page):
        self.follow(page, STEPS[2], "34_sheets_to_approve")
        self.approve_all(page)
        page.photograph("35_sheets_approved")
        self.rest()
