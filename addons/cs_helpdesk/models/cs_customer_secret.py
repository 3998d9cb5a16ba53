from odoo import api, fields, models
from odoo.fields import Domain

from .cs_secret_mixin import LEVELS


class CsCustomer(models.Model):
    """Levels of secrecy of customers (HD-20). In charge is who owns the customer.

    What raises the customer raises its tickets, open and closed; lowering leaves them.
    """

    _name = "cs.customer"
    _inherit = ["cs.customer", "cs.secret.mixin"]
    _secret_level = "secrecy"
    _secret_log = "customer_id"
    _secret_charge = ("owner_id",)
    _secret_rule = "cs_helpdesk.cs_customer_rule_secret"

    secrecy = fields.Selection(
        LEVELS, required=True, default="normal", readonly=True, index=True
    )
    cs_reading_ids = fields.One2many(
        "cs.secret.reading", "customer_id", "Readings", readonly=True
    )

    @api.depends_context("uid", "lang")
    @api.depends("cs_is_hidden")
    def _compute_display_name(self):
        # sudo: customers read only some fields of their tickets
        hidden = self.filtered(lambda one: one.sudo().cs_is_hidden)
        for one in hidden:
            one.display_name = one._secret_number()
        return super(CsCustomer, self - hidden)._compute_display_name()

    def _secret_write(self, level, reason):
        super()._secret_write(level, reason)
        for one in self.sudo():
            one._secret_tickets()._secret_raise(one)

    def _secret_tickets(self):
        """All tickets of the customer (sudo)."""
        Ticket = self.env["helpdesk.ticket"].with_context(active_test=False)
        return Ticket.search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )

    def _secret_in_charge(self):
        """Those of which the caller reads a secret ticket, by being in charge of it or
        by a permit (sudo)."""
        if not self:
            return self
        Ticket = self.env["helpdesk.ticket"].with_context(active_test=False)
        tickets = Ticket.search(
            Domain.AND(
                [
                    Domain(
                        "partner_id.commercial_partner_id", "in", self.partner_id.ids
                    ),
                    Domain("company_id", "in", self.company_id.ids),
                    Domain("cs_secrecy", "!=", "normal"),
                    Ticket._secret_open_domain(),
                ]
            )
        )
        known = {(one.company_id, one.commercial_partner_id) for one in tickets}
        return self.filtered(lambda one: (one.company_id, one.partner_id) in known)

    def _secret_store(self, vals):
        self.sudo()._kept_write(vals)

    def _secret_number(self):
        return f"C{self.id:05}"

    def _secret_department(self):
        units = self.team_ids.cs_department_id
        if not units and self.owner_id:
            people = self.owner_id._cs_employees()
            here = people.filtered(lambda one: one.company_id == self.company_id)
            units = here.department_id
        return units[:1]
