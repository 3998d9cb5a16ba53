from pathlib import Path

from odoo.addons.web.tests import test_js
from odoo.tests import HttpCase
from odoo.tools import file_path


class JsCase(HttpCase):
    """Runs the unit tests of our own components, and only those."""

    def run_suite(self, addon):
        """Run the ``static/tests/**/*.test.js`` of an addon."""
        # A filter that matches nothing would run every suite of Odoo, for minutes.
        tests = Path(file_path(f"{addon}/static/tests"))
        self.assertTrue(list(tests.glob("**/*.test.js")))
        suite = test_js.HOOTCommon._generate_hash(self, f"@{addon}")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
