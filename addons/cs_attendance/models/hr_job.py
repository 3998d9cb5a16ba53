from datetime import date

from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    cs_is_exempt = fields.Boolean(
        "Does Not Punch",
        help="ATT-06: who holds this post, such as a deputy general manager, need not"
        " punch. Everybody else needs an exemption approved by the general manager.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "cs_is_exempt" in vals:
            # sudo: who changes a post need not see who holds it
            versions = self.env["hr.version"].sudo()
            held = versions.search([("job_id", "in", self.ids)])
            Stale = self.env["cs.attendance.stale"].sudo()
            Stale._touch_known(held.employee_id, date(1970, 1, 2), date.max)
        return result
