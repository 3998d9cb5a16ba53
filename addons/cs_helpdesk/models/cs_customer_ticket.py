from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Whose customer the ticket is of (HD-21, HD-22)."""

    _inherit = "helpdesk.ticket"

    def action_cs_customer(self):
        """Open the customer's record: class, visits and owner."""
        self.ensure_one()
        self.check_access("read")
        ticket = self.sudo()
        if not ticket.partner_id:
            raise UserError(
                self.env._("HD-21: enter the customer of the ticket first.")
            )
        return self.env["cs.customer"]._open_of(ticket.company_id, ticket.partner_id)
