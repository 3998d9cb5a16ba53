from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """While nothing is set up the assistant comes first; afterwards it is found
        under Configuration only (ALL-04)."""
        hidden = super()._load_menus_blacklist()
        first = self.env.ref("cs_base.cs_setup_first_menu", raise_if_not_found=False)
        if first and self.env["cs.setup"]._is_begun():
            hidden.append(first.id)
        return hidden
