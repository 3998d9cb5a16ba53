from odoo import fields, models


class HelpdeskTicket(models.Model):
    """Reviews of the conversation; by them a reviewer may read the ticket (HD-32)."""

    _inherit = "helpdesk.ticket"

    cs_quality_review_ids = fields.One2many(
        "cs.quality.review",
        "ticket_id",
        "Quality Reviews",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
