from odoo import api, models
from odoo.exceptions import UserError


class SpreadsheetDashboardShare(models.Model):
    """No link leads to figures about people: it would need no login (TRUST.md)."""

    _inherit = "spreadsheet.dashboard.share"

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        shares._check_internal()
        return shares

    def write(self, vals):
        result = super().write(vals)
        self._check_internal()
        return result

    def _check_internal(self):
        # sudo: whoever shares, it is the dashboard that stays inside
        kept = self.sudo().dashboard_id.filtered("cs_is_internal")
        if kept:
            raise UserError(
                self.env._(
                    "“%(name)s” shows figures about people. A link would show them to"
                    " everybody who has it, so this dashboard is not shared by link."
                    " Who may see it finds it under Dashboards, with the own people.",
                    name=kept[0].name,
                )
            )
