from odoo import fields, models


class HrEmployee(models.Model):
    """The day on which somebody was archived; judging ends with it (ATT-05)."""

    _inherit = "hr.employee"

    cs_archived_on = fields.Date(
        "Archived On", readonly=True, copy=False, groups="hr.group_hr_user"
    )

    def write(self, vals):
        if "active" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda one: one.active != bool(vals["active"]))
        result = super().write(vals)
        for company, people in changed.sudo().grouped("company_id").items():
            today = (company or self.env.company)._cs_today()
            people.cs_archived_on = not vals["active"] and today
        return result
