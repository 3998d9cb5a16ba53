from odoo import fields, models


class CsProxyVerdict(models.TransientModel):
    """Asks for the words that go with the verdict on hints."""

    _name = "cs.proxy.verdict"
    _description = "Verdict on Hints at Proxy Punching"

    hint_ids = fields.Many2many(
        "cs.proxy.hint",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    outcome = fields.Selection(
        [("confirm", "Confirm proxy punching"), ("dismiss", "No proxy punching")],
        required=True,
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Decide with these words; the hints check who may."""
        self.ensure_one()
        decide = {
            "confirm": self.hint_ids.action_confirm,
            "dismiss": self.hint_ids.action_dismiss,
        }[self.outcome]
        decide(self.reason)
        return {"type": "ir.actions.act_window_close"}
