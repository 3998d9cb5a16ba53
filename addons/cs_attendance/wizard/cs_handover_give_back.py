from odoo import fields, models


class CsHandoverGiveBack(models.TransientModel):
    """Asks the relief why a handover is given back (ATT-14)."""

    _name = "cs.handover.give.back"
    _description = "Give Back a Handover"

    handover_id = fields.Many2one(
        "cs.handover", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Give it back with these words; the handover checks who may."""
        self.ensure_one()
        self.handover_id.action_give_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
