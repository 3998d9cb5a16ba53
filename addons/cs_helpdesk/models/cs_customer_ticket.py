from odoo import fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """What an order is worth, and whose customer ordered (HD-21, HD-22)."""

    _inherit = "helpdesk.ticket"

    cs_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Amount"
    )
    cs_order_amount = fields.Monetary(
        "Order Amount",
        currency_field="cs_currency_id",
        copy=False,
        tracking=True,
        help="HD-21: finished orders make the turnover of the customer.",
    )

    _cs_order_amount_is_money = models.Constraint(
        "CHECK(cs_order_amount >= 0 AND cs_order_amount < 1e12)",
        "The amount of an order is not negative, and below a trillion.",
    )

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
