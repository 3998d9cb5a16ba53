from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

OFFICE = "cs_helpdesk.group_secret_contact"


class ResPartner(models.Model):
    """The contact card of a secret customer is as secret (HD-20): name, phone, address.

    It is read by who reads the customer (owner, permit), by who is in charge of one of
    the customer's secret tickets or holds a permit for one, and by the back office
    (``group_secret_contact``) that sends bills and parcels. For the others it has the
    number of the customer instead of a name.

    Cards of colleagues and of own companies are never hidden, nor is anything from the
    portal, where customers see their own cards only.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "cs.hidden.mixin"]

    # without the fields it comes from: names of contacts that other addons store would
    # be computed anew with every ticket (see _secret_forget)
    @api.depends_context("uid")
    def _compute_cs_is_hidden(self):
        self.cs_is_hidden = False
        if hidden := self._secret_hidden():
            # sudo: the rules ask for it before anybody may read the card
            known = self.sudo().filtered(
                lambda one: one.commercial_partner_id._origin.id in hidden
            )
            known.sudo(self.env.su).cs_is_hidden = True

    @api.model
    def _hidden_domain(self):
        return Domain("commercial_partner_id", "in", [*self._secret_hidden()])

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Who may not read the card is told the number of the customer only."""
        hidden = self.filtered("cs_is_hidden")
        numbers = hidden and self._secret_hidden()
        for one in hidden:
            # sudo: whose card it is
            one.display_name = numbers.get(one.sudo().commercial_partner_id._origin.id)
        return super(ResPartner, self - hidden)._compute_display_name()

    @api.model
    def _secret_hidden(self):
        """Commercial partners whose cards the caller may not read.

        :return: dict of the partner's id and the customer's number
        """
        user = self.env.user
        # nobody at all before signing in
        if user.id in (False, SUPERUSER_ID) or not user._is_internal():
            return {}
        if user.has_group(OFFICE):
            return {}
        customers = self._secret_with_card(
            ~self.env["cs.customer"]._secret_open_domain()
        )
        hidden = customers - customers._secret_in_charge()
        return {one.partner_id.id: one._secret_number() for one in hidden}

    @api.model
    def _secret_with_card(self, domain):
        """Secret customers (sudo) of the caller's companies with a card to hide."""
        # sudo: the rules ask for it before anybody may read a customer
        return (
            self.env["cs.customer"]
            .sudo()
            .search(
                Domain.AND(
                    [
                        domain,
                        Domain("secrecy", "!=", "normal"),
                        Domain("company_id", "in", self.env.user.company_ids.ids),
                        Domain("partner_id.partner_share", "=", True),
                        Domain("partner_id.ref_company_ids", "=", False),
                    ]
                )
            )
        )

    @api.model
    def _secret_forget(self):
        """Ask anew who may read which card, in this transaction."""
        for model in ("res.partner", "res.users"):
            self.env[model].invalidate_model(["cs_is_hidden"], flush=False)
        self.env["res.partner"].invalidate_model(["display_name"], flush=False)

    # Reading, and a card that becomes one of a secret customer

    def _secret_note_charge(self):
        """Cards of secret customers were read: once a day, for who holds no permit for
        the customer."""
        if self.env.su or not self.env.user._is_internal():
            return
        # sudo: whose cards they are
        card = Domain("partner_id", "in", self.sudo().commercial_partner_id.ids)
        customers = self._secret_with_card(card)
        self.env["cs.secret.reading"]._note_charge(
            customers - customers._secret_opened()
        )

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals or "is_company" in vals:
            # sudo: tickets follow their customer, whoever changes the card
            Ticket = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
            below = Ticket.search([("partner_id", "child_of", self.ids)])
            below._cs_follow_customer()
        return result


class ResUsers(models.Model):
    """Customers who log in are as hidden as their cards (HD-20)."""

    _name = "res.users"
    _inherit = ["res.users", "cs.hidden.mixin"]

    @api.depends_context("uid")
    @api.depends("partner_id.cs_is_hidden")
    def _compute_cs_is_hidden(self):
        for one in self:
            # sudo: the rules ask for it before anybody may read the user
            one.cs_is_hidden = one.sudo().partner_id.cs_is_hidden

    @api.model
    def _hidden_domain(self):
        numbers = self.env["res.partner"]._secret_hidden()
        if not numbers:
            return Domain.FALSE
        # sudo: as rules are evaluated
        cards = self.env["res.partner"].sudo().with_context(active_test=False)
        mine = Domain("commercial_partner_id", "in", [*numbers])
        return Domain("partner_id", "in", cards._search(mine))

    def _secret_note_charge(self):
        self.partner_id._secret_note_charge()
