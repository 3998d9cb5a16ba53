from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Tickets are found by the caller's number, however it was written (HD-09)."""

    _inherit = "helpdesk.ticket"

    cs_phone_key = fields.Char(
        "Number of Caller",
        compute="_compute_cs_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    # Of a stock field, so that it goes with the addon.
    _cs_partner_index = models.Index("(partner_id) WHERE partner_id IS NOT NULL")

    @api.depends("cs_phone", "company_id")
    def _compute_cs_phone_key(self):
        Phone = self.env["cs.phone"]
        for ticket in self:
            ticket.cs_phone_key = Phone._key(ticket.cs_phone, ticket.company_id)


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_phone_key = fields.Char(
        "Number Compared",
        compute="_compute_cs_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    @api.depends("phone", "company_id")
    def _compute_cs_phone_key(self):
        Phone = self.env["cs.phone"]
        for partner in self:
            partner.cs_phone_key = Phone._key(partner.phone, partner.company_id)
