from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind

from .cs_quality_draw_pool import REVIEWERS


class CsWaiting(models.AbstractModel):
    """Conversations to review (HD-32), anomalies to report on and to check (HD-31)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        kinds = [*super()._kinds(), *self._anomalies()]
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

    def _anomalies(self):
        user = self.env.user
        managed = user.cs_managed_department_ids.ids
        waiting = [("department_id", "in", managed), ("done_at", "=", False)]
        checked = [("state", "=", "approved"), ("open_task_count", "=", 0)]
        checked.append(("create_uid", "!=", user.id))
        if not user.has_group("cs_base.group_general_manager"):
            mine = managed if user.has_group("cs_base.group_supervisor") else []
            checked.append(("department_id", "in", mine))
        return [
            Kind(
                code="anomaly_task",
                section="people",
                label=self.env._("Improvements your department reports on"),
                action="cs_quality.cs_anomaly_action",
                model="cs.anomaly",
                domain=[("state", "=", "approved"), ("task_ids", "any", waiting)],
            ),
            Kind(
                code="anomaly_effect",
                section="people",
                label=self.env._("Improvements whose effect is to be checked"),
                action="cs_quality.cs_anomaly_action",
                model="cs.anomaly",
                domain=checked,
                due="effect_due_on",
            ),
        ]
