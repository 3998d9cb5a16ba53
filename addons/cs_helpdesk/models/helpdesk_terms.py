"""Messages of helpdesk_mgmt and helpdesk_mgmt_rating in the user's language."""

from odoo import api, models

from ..lent_terms import lend_term, lending_terms


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.depends("number", "name")
    def _compute_display_name(self):
        """A ticket still being written has no number: it is new, not "/ - False"."""
        written = self.filtered(lambda ticket: ticket.number not in (False, "/"))
        for ticket in self - written:
            ticket.display_name = ticket.name
        return super(HelpdeskTicket, written)._compute_display_name()

    def assign_to_me(self):
        with lending_terms(self.env):
            return super().assign_to_me()

    def action_view_ticket_rating(self):
        action = super().action_view_ticket_rating()
        return {**action, "name": lend_term(self.env, action["name"])}

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        if not msg_dict.get("subject"):
            subject = lend_term(self.env, "No Subject")
            msg_dict = {**msg_dict, "subject": subject}
        return super().message_new(msg_dict, custom_values)


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    def _retrieve_dashboard(self):
        return [
            {**figure, "name": lend_term(self.env, figure["name"])}
            for figure in super()._retrieve_dashboard()
        ]
