from odoo.addons.cs_base.tests.js_case import JsCase
from odoo.tests import tagged


@tagged("cs_payroll", "cs_payroll_js", "post_install", "-at_install")
class TestJs(JsCase):
    def test_unit(self):
        self.run_suite("cs_payroll")
