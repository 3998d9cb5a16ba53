from odoo import models
from odoo.exceptions import UserError


class CsRosterFill(models.TransientModel):
    """Generates the roster of chosen people by hand, for any days (ATT-10)."""

    _name = "cs.roster.fill"
    _inherit = ["cs.roster.range"]
    _description = "Generate a Roster"

    def _default_employee_ids(self):
        if self.env.context.get("active_model") != "cs.roster.member":
            return False
        chosen = self.env.context.get("active_ids", [])
        lines = self.env["cs.roster.member"].browse(chosen)
        return self.env["hr.employee.public"].browse(lines.employee_id.ids)

    def action_generate(self):
        self.ensure_one()
        if not self.employee_ids:
            raise UserError(self.env._("Choose whose roster is generated."))
        counts = self.env["cs.roster"].generate(
            self.employee_ids.ids, self.date_from, self.date_to
        )
        return self._done(
            self.env._(
                "%(made)s days of %(people)s people are planned, as drafts;"
                " %(kept)s stay as they were.",
                **counts,
            )
        )
