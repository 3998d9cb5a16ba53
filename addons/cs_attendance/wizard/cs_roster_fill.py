from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class CsRosterFill(models.TransientModel):
    """Generates the roster of chosen people by hand, for any days (ATT-10)."""

    _name = "cs.roster.fill"
    _description = "Generate a Roster"

    def _default_employee_ids(self):
        if self.env.context.get("active_model") != "cs.roster.member":
            return False
        chosen = self.env.context.get("active_ids", [])
        lines = self.env["cs.roster.member"].browse(chosen)
        return self.env["hr.employee.public"].browse(lines.employee_id.ids)

    # Leaders do not open the files of their people.
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="People",
        default=lambda self: self._default_employee_ids(),
    )
    date_from = fields.Date(
        "First Day",
        required=True,
        default=lambda self: self.env.company._cs_today() + timedelta(1),
    )
    date_to = fields.Date(
        "Last Day",
        required=True,
        default=lambda self: self.env.company._cs_today() + timedelta(31),
    )

    def action_generate(self):
        self.ensure_one()
        if not self.employee_ids:
            raise UserError(self.env._("Choose whose roster is generated."))
        counts = self.env["cs.roster"].generate(
            self.employee_ids.ids, self.date_from, self.date_to
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(made)s days of %(people)s people are planned, as drafts;"
                    " %(kept)s stay as they were.",
                    **counts,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
