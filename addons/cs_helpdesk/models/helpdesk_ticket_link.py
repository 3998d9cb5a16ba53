from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize
from odoo.tools.misc import hash_sign, verify_hash_signed

#: How long a link in a mail opens its ticket; ours, the regulations are silent.
LINK_DAYS = 30

_SCOPE = "cs_helpdesk.ticket_link"


class HelpdeskTicket(models.Model):
    """A link in a mail shows its ticket for a while, and nothing more.

    Stock links never end and let the holder write in the customer's name. Ours hold
    the time of their end and whose they are, signed; answering, rating and reopening
    need a login, or the mailbox that the link was sent to.
    """

    _inherit = "helpdesk.ticket"

    def _portal_ensure_token(self):
        # The stored token stays behind: stock signs other things with it.
        super()._portal_ensure_token()
        ticket = self.sudo()
        content = [ticket.id, ticket.partner_id.id]
        until = timedelta(days=LINK_DAYS)
        return hash_sign(ticket.env, _SCOPE, content, expiration=until)

    def _cs_link_opens(self, token):
        """Whether the link is of this ticket and its customer, and has not ended."""
        self.ensure_one()
        ticket = self.sudo()
        try:
            content = verify_hash_signed(ticket.env, _SCOPE, token or "")
        except ValueError:
            return False
        return content == [ticket.id, ticket.partner_id.id]

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **_links):
        # With a token stock would post as the customer, with a hash for ever.
        return super()._get_thread_with_access(thread_id, mode=mode)

    @api.model
    def _get_allowed_message_params(self):
        # Rating is no part of a message: once, by the customer.
        return super()._get_allowed_message_params() - {"rating_value"}

    def message_post(self, **kwargs):
        kwargs.pop("rating_value", None)
        if not self.env.su:
            self._cs_check_author(kwargs)
        return super().message_post(**kwargs)

    def _cs_check_author(self, message):
        """Nobody writes in the name of a customer of this ticket."""
        author_id, email = self._message_compute_author(
            message.get("author_id"), message.get("email_from")
        )
        author = self.env["res.partner"].sudo().browse(author_id or [])
        if author == self.env.user.partner_id:
            return
        ticket = self.sudo()
        customers = ticket.partner_id | ticket.message_partner_ids.filtered(
            "partner_share"
        )
        addresses = {*customers.mapped("email"), ticket.partner_email} - {False}
        known = {email_normalize(address) for address in addresses}
        if author in customers or (not author and email_normalize(email) in known):
            raise AccessError(
                self.env._(
                    "You cannot write in the name of %s.", author.name or email or ""
                )
            )
