"""Runs the unit tests of our own components, and only those."""

from pathlib import Path

from odoo.addons.web.tests import test_js
from odoo.tests import HttpCase, tagged

STATIC_TESTS = Path(__file__).parents[1] / "static" / "tests"


@tagged("cs_appraisal", "cs_appraisal_js", "post_install", "-at_install")
class TestJs(HttpCase):
    def test_unit(self):
        # A filter that matches nothing would run every suite of Odoo, for minutes.
        self.assertTrue(list(STATIC_TESTS.glob("**/*.test.js")))
        suite = test_js.HOOTCommon._generate_hash(self, "@cs_appraisal")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
