from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind

from .cs_quality_draw_pool import REVIEWERS


class CsWaiting(models.AbstractModel):
    """Conversations to review (HD-32), anomalies to report on and to check (HD-31),
    inspections to confirm, corrections to make and to check (HD-30)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        kinds = [*super()._kinds(), *self._anomalies(), *self._corrections()]
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
            Kind(
                code="inspection",
                section="people",
                label=self.env._("Inspections to carry out and confirm"),
                action="cs_quality.cs_inspection_todo_action",
                model="cs.inspection.result",
                domain=[("state", "=", "open"), ("sign_ids", "any", self._unsigned())],
                due="due_on",
            ),
        ]

    def _unsigned(self):
        mine = ("inspector_id.user_id", "=", self.env.uid)
        return [mine, ("signed_at", "=", False)]

    def _corrections(self):
        """A correction waits for who makes it, and once its day has come for the
        inspectors who check it."""
        user = self.env.user
        still = ("correction_state", "=", "open")
        mine = ("corrector_id.user_id", "=", user.id)
        inspected = ("result_id.sign_ids.inspector_id.user_id", "=", user.id)
        others = [still, inspected, ("corrector_id.user_id", "!=", user.id)]
        others.append(("correct_by", "<=", self.env.company._cs_today()))
        return [
            Kind(
                code="inspection_correction",
                section="own",
                label=self.env._("Faults to correct"),
                action="cs_quality.cs_inspection_correction_action",
                model="cs.inspection.line",
                domain=[still, mine],
                due="correct_by",
            ),
            Kind(
                code="inspection_check",
                section="people",
                label=self.env._("Corrections to check"),
                action="cs_quality.cs_inspection_correction_action",
                model="cs.inspection.line",
                domain=others,
                due="correct_by",
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
