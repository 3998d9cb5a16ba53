from odoo import fields, models

from ..models.cs_customer_visit import OUTCOMES


class CsCustomerVisitRecord(models.TransientModel):
    """What came of a visit, and when to follow up (HD-21)."""

    _name = "cs.customer.visit.record"
    _description = "Record a Visit"

    visit_id = fields.Many2one(
        "cs.customer.visit", required=True, readonly=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        OUTCOMES, "How It Went", required=True, default="reached"
    )
    said = fields.Text(
        "What Was Said", help="What the customer said; or why nobody was reached."
    )
    follow_up_on = fields.Date(help="The next visit is planned then.")
    topic = fields.Char("Follow Up About")

    def action_save(self):
        """Record it, with the caller's rights on the visit."""
        self.ensure_one()
        self.visit_id._record(self.outcome, self.said, self.follow_up_on, self.topic)
        return {"type": "ir.actions.act_window_close"}
