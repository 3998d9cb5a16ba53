from odoo import fields, models


class CsPinWithdraw(models.TransientModel):
    """Asks why a pin is taken back (ATT-30). For HR officers."""

    _name = "cs.pin.withdraw"
    _description = "Withdraw Pin"

    pin_id = fields.Many2one("cs.pin", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Withdraw the pin; its punches wait to be claimed again."""
        self.ensure_one()
        self.pin_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
