from odoo import fields, models


class CsTicketTransferRefuse(models.TransientModel):
    """Who is asked to take over a matter says why not (HD-02)."""

    _name = "cs.ticket.transfer.refuse"
    _description = "Refuse to Take Over a Ticket"

    transfer_id = fields.Many2one("cs.ticket.transfer", required=True, readonly=True)
    reason = fields.Text("Why You Do Not Take It Over", required=True)

    def action_confirm(self):
        """Refuse; the owner stays the owner and is told why."""
        self.ensure_one()
        self.transfer_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
