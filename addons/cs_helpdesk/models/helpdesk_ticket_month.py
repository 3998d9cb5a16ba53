from odoo import models


class HelpdeskTicket(models.Model):
    """Statistics ask for what a company received in a month or week (HD-06)."""

    _inherit = "helpdesk.ticket"

    _cs_received_index = models.Index("(company_id, create_date)")
    _cs_duplicate_index = models.Index("(duplicate_id) WHERE duplicate_id IS NOT NULL")
