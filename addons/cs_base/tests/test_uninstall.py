from odoo.addons.cs_base.models.ir_module_module import PERMISSION
from odoo.exceptions import AccessDenied, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CsCase
from .period_common import close_month


@tagged("cs_base", "cs_uninstall")
class TestUninstall(CsCase):
    """Nothing that pay rests on goes by a click (ALL-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        modules = cls.env["ir.module.module"]
        cls.base = modules.search([("name", "=", "cs_base")])
        going = cls.base + cls.base.downstream_dependencies()
        cls.names = [name for name in going.mapped("name") if name.startswith("cs_")]
        cls.parameters = cls.env["ir.config_parameter"]

    def test_closed_months_refuse(self):
        close_month(self.env, self.company, "2025-01-01")
        with self.assertRaisesRegex(UserError, "closed months: 1.*cs_base") as caught:
            self.base.button_uninstall()
        self.assertIn(PERMISSION, str(caught.exception))
        self.assertEqual(self.base.state, "installed")

    def test_what_stands_below_takes_them_along(self):
        close_month(self.env, self.company, "2025-01-01")
        below = self.env["ir.module.module"].search([("name", "=", "hr")])
        with self.assertRaisesRegex(UserError, "closed months: 1"):
            below.button_uninstall()

    def test_permission_names_every_addon(self):
        close_month(self.env, self.company, "2025-01-01")
        self.parameters.set_param(PERMISSION, "cs_other")
        with self.assertRaisesRegex(UserError, "closed months"):
            self.base.button_uninstall()

    def test_permission_counts_once(self):
        close_month(self.env, self.company, "2025-01-01")
        self.parameters.set_param(PERMISSION, ", ".join(self.names))
        self.base.button_uninstall()
        self.assertEqual(self.base.state, "to remove")
        self.assertFalse(self.parameters.get_param(PERMISSION))

    def test_what_is_not_final_does_not_hinder(self):
        self.base.button_uninstall()
        self.assertEqual(self.base.state, "to remove")

    def test_administrators_only(self):
        close_month(self.env, self.company, "2025-01-01")
        log = "odoo.addons.base.models.ir_module"
        with mute_logger(log), self.assertRaises(AccessDenied):
            self.base.with_user(self.users["hr"]).button_uninstall()
