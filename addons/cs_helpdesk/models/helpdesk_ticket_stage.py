from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    def write(self, vals):
        if "closed" in vals:
            self._cs_check_closed(vals["closed"])
        return super().write(vals)

    def _cs_check_closed(self, closed):
        """Tickets in it would be closed, or opened, past their gates (HD-05)."""
        changed = self.filtered(lambda stage: stage.closed != bool(closed))
        Ticket = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        held = Ticket.search([("stage_id", "in", changed.ids)], limit=1)
        if held:
            raise UserError(
                self.env._(
                    "There are tickets in the stage %s, so it stays what it is. Please"
                    " make a new stage, or move the tickets first.",
                    held.stage_id.name,
                )
            )
