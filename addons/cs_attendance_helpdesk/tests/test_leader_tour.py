"""The guided tour of a team leader through both addons."""

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import HttpCase, tagged


@tagged("cs_attendance_helpdesk", "post_install", "-at_install")
class TestLeaderTour(CsCase, HttpCase):
    def test_in_english_and_chinese(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            self.users["leader"].lang = lang
            self.start_tour("/odoo/waiting", "cs_guided_leader", login="cs_leader")
