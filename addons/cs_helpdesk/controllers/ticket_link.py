from odoo.addons.portal.controllers.mail import MailController
from odoo.http import request

from .common import id_of


class TicketLinkController(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        """The link in a mail: those who may read the ticket go there as themselves,
        others as far as the link still opens it."""
        if model == "helpdesk.ticket" and id_of(res_id):
            ticket = request.env[model].browse(id_of(res_id))
            if ticket.exists():
                user = request.env.user
                if user.share and not user._is_public() and ticket.has_access("read"):
                    return request.redirect(ticket.sudo().access_url)
                if not user._is_internal() and ticket._cs_link_opens(access_token):
                    url = f"{ticket.sudo().access_url}?access_token={access_token}"
                    return request.redirect(url)
            # Stock would take the token that it stored, for ever.
            access_token = None
        return super()._redirect_to_record(
            model, res_id, access_token=access_token, **kwargs
        )
