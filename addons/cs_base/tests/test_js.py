from odoo.tests import tagged

from .js_case import JsCase


@tagged("cs_base", "cs_base_js", "post_install", "-at_install")
class TestJs(JsCase):
    def test_unit(self):
        self.run_suite("cs_base")
