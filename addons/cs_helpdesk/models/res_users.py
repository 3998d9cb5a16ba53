from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "helpdesk_team_ids" in vals:
            self._cs_forget_rules()
        return result
