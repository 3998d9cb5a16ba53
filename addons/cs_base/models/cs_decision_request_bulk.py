from odoo import models
from odoo.exceptions import UserError


class CsDecisionRequest(models.Model):
    """Many submissions decided at once, from the list."""

    _inherit = "cs.decision.request"

    def action_approve_selected(self):
        """Approve what waits for the caller and needs no reason; tell what is left.

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
        ready.action_approve()
        return ready._notice_of_approval(len(self) - len(ready))

    def _notice_of_approval(self, left):
        message = self.env._("%(count)s submissions approved.", count=len(self))
        if left:
            message = self.env._(
                "%(count)s submissions approved. %(left)s were left: they do not wait"
                " for you or need a reason.",
                count=len(self),
                left=left,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
