from odoo import fields, models


class CsCardTakeBack(models.TransientModel):
    """Asks why a replaced card is taken back (ATT-17)."""

    _name = "cs.card.take.back"
    _description = "Take Back a Replaced Card"

    card_id = fields.Many2one(
        "cs.card.replacement", required=True, readonly=True, ondelete="cascade"
    )
    note = fields.Char("Reason", required=True)

    def action_confirm(self):
        """Take the record back; what may be taken back is decided there."""
        self.ensure_one()
        self.card_id.action_take_back(self.note)
        return {"type": "ir.actions.act_window_close"}
