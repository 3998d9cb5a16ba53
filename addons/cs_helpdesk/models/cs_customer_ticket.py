from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """What an order is worth, and whose customer ordered (HD-21, HD-22)."""

    _inherit = "helpdesk.ticket"

    cs_amount = fields.Monetary(
        "Order Amount",
        currency_field="cs_amount_currency_id",
        help="HD-21: finished orders make the turnover of the customer.",
    )
    cs_amount_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )

    _amount_not_negative = models.Constraint(
        "CHECK(cs_amount >= 0)", "The amount of an order is not negative."
    )

    @api.constrains("cs_amount")
    def _check_amount(self):
        limit = 10**12
        if any(abs(one.cs_amount) >= limit for one in self):
            raise UserError(self.env._("Please check the amount of the order."))

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
