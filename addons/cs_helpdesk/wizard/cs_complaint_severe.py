from odoo import fields, models
from odoo.exceptions import UserError


class CsComplaintSevere(models.TransientModel):
    """A supervisor marks a complaint as severe (恶性, HD-04)."""

    _name = "cs.complaint.severe"
    _description = "Mark a Complaint as Severe"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    reason = fields.Text("Why It Is Severe", required=True)

    def action_confirm(self):
        """Raise the class, with the reason kept."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Please give a reason."))
        self.ticket_id._cs_mark_severe(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
