from odoo import api, fields, models


class ResPartner(models.Model):
    """A customer's class and owner on the contact (HD-21, HD-22)."""

    _inherit = "res.partner"

    cs_customer_id = fields.Many2one(
        "cs.customer", "Customer Record", compute="_compute_cs_customer_id"
    )
    cs_customer_text = fields.Char("Class and Owner", compute="_compute_cs_customer_id")

    @api.depends_context("company", "uid", "lang")
    def _compute_cs_customer_id(self):
        Customer = self.env["cs.customer"]
        found = Customer
        if Customer.has_access("read"):
            found = Customer.search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("partner_id", "in", self.commercial_partner_id.ids),
                ]
            )
        by_partner = {one.partner_id.id: one for one in found}
        for partner in self:
            one = by_partner.get(partner.commercial_partner_id.id, Customer)
            partner.cs_customer_id = one
            partner.cs_customer_text = one and one._summary()

    def action_cs_customer(self):
        """Open the customer's record: class, visits and owner."""
        self.ensure_one()
        self.check_access("read")
        return self.env["cs.customer"]._open_of(self.env.company, self)
