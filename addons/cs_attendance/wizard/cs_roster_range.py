from datetime import timedelta

from odoo import fields, models


class CsRosterRange(models.AbstractModel):
    """What dialogs of rosters ask for: whose, and from which day to which (ATT-10)."""

    _name = "cs.roster.range"
    _description = "People and Days of a Roster"

    def _default_employee_ids(self):
        return False

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
    # Leaders do not open the files of their people.
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="People",
        default=lambda self: self._default_employee_ids(),
    )

    def _done(self, message):
        """Close the dialog and say what was done."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
