from odoo import models

APP = "spreadsheet_dashboard.spreadsheet_dashboard_menu_root"
CONFIGURATION = "spreadsheet_dashboard.spreadsheet_dashboard_menu_configuration"


class IrUiMenu(models.Model):
    """The dashboards' app stands only where somebody has a dashboard, and its list of
    dashboards where somebody may change them."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        names = []
        if not self.env["spreadsheet.dashboard"]._has_any():
            names.append(APP)
        if not self.env.user.has_group("spreadsheet_dashboard.group_dashboard_manager"):
            names.append(CONFIGURATION)
        for name in names:
            menu = self.env.ref(name, raise_if_not_found=False)
            hidden += menu.ids if menu else []
        return hidden
