"""A month of attendance closed in the browser, in Chinese, by its people (ALL-05)."""

from datetime import date, timedelta

from odoo.addons.cs_attendance.tests.day_case import DayCase, at
from odoo.tests import HttpCase, freeze_time, tagged

from .browser import DESKTOP, open_page

NAMES = {
    "agent": "李明",
    "agent2": "王芳",
    "leader": "赵强",
    "supervisor": "陈静",
    "hr": "周敏",
    "payroll": "吴刚",
    "gm": "郑伟",
}
STEPS = ("attendance_punch", "attendance_exception", "attendance_sheet")
JUNE = [date(2025, 6, 1) + timedelta(days=number) for number in range(30)]
LATE, MISSED, ABSENT = date(2025, 6, 10), date(2025, 6, 12), date(2025, 6, 18)
STRANGE = date(2025, 6, 20)
CONFIRM = ".modal-footer .btn-primary"


@tagged("post_install", "-at_install", "cs_suite", "cs_attendance_close")
@freeze_time("2025-07-07 02:00:00")
class TestAttendanceClose(DayCase, HttpCase):
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

    def rest(self):
        """Leave the page: nothing of the browser is in the database meanwhile."""
        self.page.browser.navigate_to("about:blank")
        self._wait_remaining_requests()
        self.env.invalidate_all()

    def run_cron(self, xml_id):
        self.rest()
        cron = self.env.ref(xml_id)
        cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def run_steps(self):
        self.run_cron("cs_base.cs_period_cron_run")

    # In the browser

    def open_as(self, page, role):
        self.authenticate(f"cs_{role}", f"cs_{role}", browser=page.browser)
        self.open_close(page)

    def open_close(self, page):
        self.env.flush_all()
        page.go("/odoo/month-close")
        page.settle(arrived="document.querySelector('.cs_mc_steps .cs_mc_step')")

    def press(self, page, step, name, then):
        """Press a step's button and confirm, as its people do."""
        row = f".cs_mc_step:nth-child({STEPS.index(step.code) + 1})"
        page.click(f"{row} button[name={name}]")
        if name == "lock":
            page.settle(arrived="document.querySelector('.modal')")
            page.photograph(f"{step.code}_{name}")
            page.click(CONFIRM)
        page.wait(f"document.querySelector('{row}.cs_state_{then}')", then)

    def see(self, page, name, *texts):
        """The month close as it stands now."""
        self.open_close(page)
        page.photograph(name)
        self.assertEqual(page.sideways(), [])
        shown = page.run("document.querySelector('.cs_month_close').innerText")
        for text in texts:
            self.assertIn(text, shown)

    def follow(self, page, step, name):
        """Open what is behind the first open item of a step."""
        row = f".cs_mc_step:nth-child({STEPS.index(step.code) + 1})"
        item = f"{row} button.cs_mc_link.me-3"
        page.wait(f"document.querySelector('{item}')", "an open item")
        page.leave()
        page.click(item)
        page.settle()
        page.photograph(name)
        self.assertEqual(page.sideways(), [])

    def test_a_month(self):
        with open_page(self, DESKTOP, "attendance_close") as page:
            self.page = page
            page.browser._websocket_request(
                "Emulation.setTimezoneOverride",
                params={"timezoneId": "Asia/Shanghai"},
            )
            self.open_as(page, "hr")
            self.close_punches(page)
            self.close_exceptions(page)
            self.close_sheets(page)
            self.rest()
            self.open_as(page, "gm")
            self.see(page, "40_gm", "3 / 3")
            page.click(".cs_mc_close")
            page.settle(arrived="document.querySelector('.modal')")
            page.photograph("41_gm_confirm")
            page.click(CONFIRM)
            page.wait("!document.querySelector('.cs_mc_close')", "the month to close")
            page.settle(arrived="document.querySelector('.cs_mc_steps')")
            page.photograph("42_closed")
        self.env.invalidate_all()
        self.assertEqual(self.period.state, "closed")
        self.assertEqual(self.period.closed_by_id, self.users["gm"])

    def close_punches(self, page):
        """ATT-30: somebody owns every punch."""
        self.see(page, "10_punches_open", "2")
        self.follow(page, self.punch, "11_unknown_punches")
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
        self.press(page, self.punch, "lock", "locking")
        self.run_steps()
        self.assertEqual(self.punch.state, "locked")
        self.see(page, "13_punches_locked", "1 / 3")

    def close_exceptions(self, page):
        """ATT-02: the missed punch is confirmed before the month goes on."""
        self.press(page, self.exception, "start", "running")
        self.run_steps()
        self.run_cron("cs_attendance.cs_attendance_cron_judge")
        self.assertEqual(self._day(self.agent2, STRANGE).verdict, "ok")
        self.see(page, "20_exceptions_open", "1")
        self.follow(page, self.exception, "21_missed_punches")
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
        self.press(page, self.exception, "lock", "locking")
        self.run_steps()
        self.see(page, "24_exceptions_locked", "2 / 3")

    def close_sheets(self, page):
        """ATT-08: computed, confirmed by the person, approved by HR, handed over."""
        self.press(page, self.sheet, "start", "running")
        page.photograph("30_sheets_running")
        self.run_steps()
        self.see(page, "31_sheets_unconfirmed", "7")
        self.follow(page, self.sheet, "32_sheets_list")
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
        self.press(page, self.sheet, "lock", "locking")
        self.run_steps()
        self.assertEqual(set(sheets.mapped("state")), {"handed_over"})
        self.see(page, "38_sheets_locked", "3 / 3")

    def approve_in_list(self, page):
        self.follow(page, self.sheet, "34_sheets_to_approve")
        page.click(".o_list_view thead .o_list_record_selector input")
        page.click(".o_control_panel button[name=action_approve]")
        page.wait("document.querySelector('.o_notification')", "the answer")
        page.photograph("35_sheets_approved")
        self.rest()
