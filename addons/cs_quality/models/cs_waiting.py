from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind

from .cs_quality_draw_pool import REVIEWERS


class CsWaiting(models.AbstractModel):
    """Conversations that the user has to review (HD-32)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        kinds = super()._kinds()
        if not self.env.user.has_group(REVIEWERS):
            return kinds
        return [
            *kinds,
            Kind(
                code="quality_review",
                section="people",
                label=self.env._("Conversations to review"),
                action="cs_quality.cs_quality_review_todo_action",
                model="cs.quality.review",
                domain=[
                    ("reviewer_id.user_id", "=", self.env.uid),
                    ("state", "=", "open"),
                ],
                due="due_on",
            ),
        ]
