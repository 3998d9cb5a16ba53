from odoo import fields, models


class CsDisciplineDismiss(models.TransientModel):
    """Asks why nothing comes of suggested entries; for who may decide on them."""

    _name = "cs.discipline.dismiss"
    _description = "Dismiss Suggested Entries"

    suggestion_ids = fields.Many2many(
        "cs.discipline.suggestion",
        string="Suggestions",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text("Why Not", required=True)

    def action_confirm(self):
        """Dismiss with this reason; the suggestions check who may."""
        self.ensure_one()
        return self.suggestion_ids.action_dismiss(self.reason)
