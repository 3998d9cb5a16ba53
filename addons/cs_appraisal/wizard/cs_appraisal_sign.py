from odoo import fields, models
from odoo.exceptions import UserError


class CsAppraisalSign(models.TransientModel):
    """Asks the person how the result is signed (APP-08)."""

    _name = "cs.appraisal.sign"
    _description = "Signing a Result"

    appraisal_id = fields.Many2one("cs.appraisal", required=True, ondelete="cascade")
    stance = fields.Selection(
        [
            ("agree", "I agree with the result"),
            ("comment", "I have read the result, and add a comment"),
        ],
        required=True,
        default="agree",
    )
    comment = fields.Text()

    def action_confirm(self):
        """Sign; the appraisal checks who may."""
        self.ensure_one()
        words = (self.comment or "").strip() if self.stance == "comment" else ""
        if self.stance == "comment" and not words:
            raise UserError(self.env._("Please write your comment."))
        self.appraisal_id.action_sign(words or None)
        return {"type": "ir.actions.act_window_close"}
