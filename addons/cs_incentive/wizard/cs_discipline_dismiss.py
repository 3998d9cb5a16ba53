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
        close = {"type": "ir.actions.act_window_close"}
        said = self.suggestion_ids.action_dismiss(self.reason)
        if said is True:
            return close
        said["params"]["next"] = close
        return said
