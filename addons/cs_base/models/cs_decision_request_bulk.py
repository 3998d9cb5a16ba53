from odoo import models
from odoo.exceptions import UserError


class CsDecisionRequest(models.Model):
    """Many submissions decided at once, from the list."""

    _inherit = "cs.decision.request"

    def action_approve_selected(self):
        """Approve what waits for the caller and needs no reason; tell what is left.

        :return: client action that offers to take it back

        :raise UserError: when nothing of it can be approved this way
        """
        ready = self.filtered(
            lambda one: one.waiting_for_me and not one.approve_needs_reason
        )
        if not ready:
            raise UserError(
                self.env._(
                    "None of these waits for your approval, or they need a reason each."
                    " Open them one by one."
                )
            )
        offer = ready.action_approve()
        left = len(self) - len(ready)
        if left:
            offer["params"]["message"] += self.env._(
                ". Left, as they do not wait for you or need a reason: %s", left
            )
        return offer
