from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_secret_mixin import LEVELS


class HelpdeskTicket(models.Model):
    """Levels of secrecy of tickets (HD-20).

    In charge are who works on it, who answers for it and who was asked to take it over.
    A ticket of a secret customer has at least the level of the customer. Access to the
    level: see :meth:`_secret_set`.
    """

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "cs.secret.mixin"]
    _secret_level = "cs_secrecy"
    _secret_log = "ticket_id"
    _secret_charge = ("user_id", "cs_owner_id", "cs_asked_id")
    _secret_rule = "cs_helpdesk.helpdesk_ticket_rule_secret"

    cs_secrecy = fields.Selection(
        LEVELS,
        "Secrecy",
        required=True,
        default="normal",
        readonly=True,
        copy=False,
        index=True,
    )
    cs_reading_ids = fields.One2many(
        "cs.secret.reading", "ticket_id", "Readings", readonly=True
    )

    @api.depends_context("uid")
    @api.depends("cs_is_hidden")
    def _compute_display_name(self):
        """Who may not open a secret ticket is told its number only."""
        # sudo: customers read only some fields of their tickets
        hidden = self.filtered(lambda one: one.sudo().cs_is_hidden)
        for ticket in hidden:
            ticket.display_name = ticket.sudo().number
        return super(HelpdeskTicket, self - hidden)._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._cs_follow_customer()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self._cs_follow_customer()
        if vals.keys() & {*self._secret_charge}:
            self.env["res.partner"]._secret_forget()
        return result

    def _cs_follow_customer(self):
        """Tickets of a secret customer are as secret, at least."""
        mine = self.sudo().filtered("partner_id")
        for customer in mine._secret_customers():
            tickets = mine.filtered(
                lambda one, customer=customer: (
                    one.company_id == customer.company_id
                    and one.partner_id.commercial_partner_id == customer.partner_id
                )
            )
            tickets._secret_raise(customer)

    def _secret_customers(self):
        """The secret ones among the customers (sudo)."""
        Customer = self.env["cs.customer"]
        if not self:
            return Customer
        return Customer.search(
            [
                ("secrecy", "!=", "normal"),
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )

    def _secret_set(self, level, reason):
        """:raise UserError: lower than the customer's level"""
        self.check_access("read")
        for customer in self.sudo()._secret_customers():
            if level in self._secret_lower_than(customer.secrecy):
                raise UserError(
                    self.env._(
                        "HD-20: a ticket is at least as secret as its customer. Please"
                        " lower the level of the customer %s first.",
                        customer._secret_number(),
                    )
                )
        return super()._secret_set(level, reason)

    def _secret_raise(self, customer):
        """To the level of the customer, where it is lower (sudo)."""
        level = customer.secrecy
        below = self._secret_lower_than(level)
        lower = self.filtered(lambda one: one.cs_secrecy in below)
        if lower:
            reason = self.env._("The customer has this level.")
            lower._secret_write(level, reason)

    def _secret_may_raise(self):
        return self.sudo()._secret_is_mine() or super()._secret_may_raise()

    def _secret_store(self, vals):
        self._cs_set(vals)

    def _secret_number(self):
        return self.number

    def _secret_department(self):
        return self.cs_department_id or self.team_id.cs_department_id

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """What is said on a secret ticket is not sent to colleagues who may not open
        it, though they follow it or are named."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or self.sudo().cs_secrecy == "normal":
            return recipients
        return [one for one in recipients if not self._cs_is_kept_from(one)]

    def _cs_notify(self, user, subject, body):
        """Tell a colleague of the ticket (sudo); of a secret one that the colleague may
        not open, the subject only."""
        # who creates it may tell before the ticket has its level
        self._cs_follow_customer()
        told, thread = body, self
        if self.with_user(user).sudo().cs_is_hidden:
            thread = self.env["mail.thread"]
            told = self.env._(
                "This ticket is secret. Leaders open it with a reason under Helpdesk >"
                " Customers > Secret Records (HD-20)."
            )
        thread.message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=told
        )

    def _cs_is_kept_from(self, recipient):
        user = self.env["res.users"].sudo().browse(recipient.get("uid") or [])
        # sudo: whether that user may open it
        return user._is_internal() and self.with_user(user).sudo().cs_is_hidden
