from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Ratings to give, results to sign, plans to agree to (APP-05, APP-08)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        mine = self._mine()
        return [
            *super()._kinds(),
            self._ratings(),
            Kind(
                code="appraisal_sign",
                section="own",
                label=self.env._("Appraisal results to sign"),
                action="cs_appraisal.cs_appraisal_my_action",
                model="cs.appraisal",
                domain=[
                    ("employee_id", "in", mine),
                    ("state", "=", "released"),
                    ("signature_ids", "=", False),
                ],
            ),
            Kind(
                code="improvement_plan",
                section="own",
                label=self.env._("Improvement plans to agree to"),
                action="cs_appraisal.cs_improvement_plan_action",
                model="cs.improvement.plan",
                domain=[("employee_id", "in", mine), ("state", "=", "offered")],
            ),
        ]

    def _links(self):
        return [
            *super()._links(),
            {
                "label": self.env._("My Appraisal"),
                "action": "cs_appraisal.cs_appraisal_my_action",
                "icon": "fa-line-chart",
            },
        ]

    def _ratings(self):
        """As "My Ratings" lists them: whom one rates stays on that page."""
        raters = self.env["cs.appraisal.rating.form"]._raters()
        asked = raters.filtered(lambda rater: rater.state == "asked")
        return Kind(
            code="rating",
            section="own",
            label=self.env._("Ratings to give"),
            action="cs_appraisal.cs_appraisal_my_ratings_action",
            count=len(asked),
            due_at=min(asked.mapped("due_on"), default=None),
        )
