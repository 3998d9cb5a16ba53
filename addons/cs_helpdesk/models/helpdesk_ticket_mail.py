from odoo import models

#: Stock mails that greet the agent and go to the customer, and ours instead of them.
_MAILS = {
    "helpdesk_mgmt.assignment_email_template": "cs_helpdesk.mail_ticket_taken",
    "helpdesk_mgmt.changed_stage_template": "cs_helpdesk.mail_ticket_stage",
    "helpdesk_mgmt.closed_ticket_template": "cs_helpdesk.mail_ticket_closed",
}
#: Who stock greets; a template that somebody has put right is used as it is.
_AGENT = "object.user_id.name"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _track_template(self, tracking):
        mails = super()._track_template(tracking)
        if not self[:1]._cs_has_address():
            mails.pop("stage_id", None)
        if "stage_id" in mails:
            template, options = mails["stage_id"]
            mails["stage_id"] = (self._cs_mail_for_customer(template), options)
        return mails

    def _cs_mail_for_customer(self, template):
        """:return: the template, or ours where it greets the wrong person"""
        find = self.env["ir.model.data"]._xmlid_to_res_id  # kept, so no query
        ours = {find(stock): find(own) for stock, own in _MAILS.items()}.get(
            template.id
        )
        if ours and _AGENT in (template.sudo().with_context(lang=None).body_html or ""):
            return template.browse(ours)
        return template

    def _cs_has_address(self):
        """Who is known by phone only gets no mail, and nobody a failed one."""
        return bool(self.partner_id.email or self.partner_email)

    def _cs_customer_name(self):
        """Whom mails to the customer greet; empty when nobody is known."""
        self.ensure_one()
        return self.partner_id.name or self.partner_name or ""
