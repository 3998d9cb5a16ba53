"""The year of real people, one of its months closed in the browser (ALL-05)."""

import os

from odoo.addons.cs_attendance.tests import test_real_year
from odoo.tests import HttpCase, tagged

from .browser import DESKTOP, open_page
from .close_pages import ClosePages

#: Months that are closed in the browser: the one with an adjustment.
#: ``CS_YEAR_IN_BROWSER=2,3`` watches others; a month takes a minute.
WATCHED = os.environ.get("CS_YEAR_IN_BROWSER", "4").split(",")


@tagged("post_install", "-at_install", "cs_suite", "cs_attendance_year")
class TestAttendanceYear(ClosePages, test_real_year.TestRealYear, HttpCase):
    """The buttons of a month close are pressed in the page, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for role in ("hr", "gm"):
            cls.users[role].lang = "zh_CN"

    def test_a_year(self):
        with open_page(self, DESKTOP, "attendance_year") as page:
            self.begin(page)
            super().test_a_year()

    def is_watched(self, period):
        return str(period.month.month) in WATCHED

    def open_month(self, period, role):
        self.close_path = f"/odoo/month-close/{period.month:%Y%m}"
        self.open_as(self.page, role)

    def run_step(self, step, action):
        if not self.is_watched(step.period_id):
            return super().run_step(step, action)
        then = {"lock": "locking", "start": "running"}[action]
        code = step.code
        self.open_month(step.period_id, "hr")
        self.press(self.page, code, action, then)
        return self.run_steps()

    def approve_sheets(self, step, sheets):
        if not self.is_watched(step.period_id):
            return super().approve_sheets(step, sheets)
        code, month = step.code, f"{step.period_id.month:%m}"
        self.open_month(step.period_id, "hr")
        self.follow(self.page, code, f"{month}_sheets")
        self.approve_all(self.page)
        return self.rest()

    def close_period(self, period):
        if not self.is_watched(period):
            return super().close_period(period)
        month = f"{period.month:%m}"
        self.open_month(period, "gm")
        self.close_in_page(self.page, f"{month}_confirm")
        self.page.photograph(f"{month}_closed")
        return self.rest()
