from odoo import models


class HelpdeskTicket(models.Model):
    """One rating a service, whichever way it comes (HD-07)."""

    _inherit = "helpdesk.ticket"

    def rating_apply(
        self,
        rate,
        token=None,
        rating=None,
        feedback=None,
        subtype_xmlid=None,
        notify_delay_send=False,
    ):
        """A service that is rated already stays as it is: the mail's link, the portal
        and the callback may all come, and the first one counts."""
        self.ensure_one()
        self.check_access("write")
        # sudo: only to see whether the customer has spoken already
        given = self.sudo().rating_ids.filtered("consumed")[:1]
        if given:
            return given.with_env(self.env)
        return super().rating_apply(
            rate,
            token=token,
            rating=rating,
            feedback=feedback,
            subtype_xmlid=subtype_xmlid,
            notify_delay_send=notify_delay_send,
        )
