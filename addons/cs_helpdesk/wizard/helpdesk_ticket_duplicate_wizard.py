from odoo import models

from ..lent_terms import lending_terms


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    _inherit = "helpdesk.ticket.duplicate.wizard"

    def action_confirm(self):
        with lending_terms(self.env):
            return super().action_confirm()
