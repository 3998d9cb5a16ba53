from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import tagged


@tagged("cs_attendance", "cs_punch")
class TestPunchLedger(CsCase):
    def test_x(self):
        pass
