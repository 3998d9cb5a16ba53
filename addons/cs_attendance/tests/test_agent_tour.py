"""The guided tour of an agent, as the button on the first page starts it."""

from odoo.tests import HttpCase, freeze_time, tagged

from .day_common import DayCase


@tagged("cs_attendance", "cs_attendance_screen", "post_install", "-at_install")
@freeze_time(DayCase.NOW)
class TestAgentTour(DayCase, HttpCase):
    def test_in_english_and_chinese(self):
        self._create_day("agent", 21, "late")
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            self.users["agent"].lang = lang
            self.start_tour("/odoo/waiting", "cs_guided_agent", login="cs_agent")
