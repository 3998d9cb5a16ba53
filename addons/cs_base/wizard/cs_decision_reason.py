from odoo import fields, models


class CsDecisionReason(models.TransientModel):
    """Asks for the words that go with a decision."""

    _name = "cs.decision.reason"
    _description = "Reason of a Decision"

    request_id = fields.Many2one(
        "cs.decision.request", string="Submission", required=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        [("approve", "Approve"), ("refuse", "Refuse"), ("return", "Return")],
        required=True,
    )
    reason = fields.Text()

    def action_confirm(self):
        """Decide with these words; the document checks who may."""
        self.ensure_one()
        decide = {
            "approve": self.request_id.action_approve,
            "refuse": self.request_id.action_refuse,
            "return": self.request_id.action_return,
        }[self.outcome]
        return decide(self.reason)
