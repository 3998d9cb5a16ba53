from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Ratings to give, results to sign, plans to agree to (APP-05, APP-08), and
    training (APP-11)."""

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
            *self._training(mine),
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

    def _training(self, mine):
        over = [("course_state", "=", "closed")]
        today = self.env.company._cs_today()
        kinds = [
            Kind(
                code="training_evaluate",
                section="own",
                label=self.env._("Courses to evaluate"),
                action="cs_appraisal.cs_training_participant_action",
                model="cs.training.participant",
                domain=[
                    *over,
                    ("employee_id", "in", mine),
                    ("result", "in", ("passed", "failed")),
                    ("evaluation_ids", "not any", [("side", "=", "person")]),
                ],
            ),
            Kind(
                code="training_effect",
                section="people",
                label=self.env._("Courses: effect at work to be judged"),
                action="cs_appraisal.cs_training_participant_action",
                model="cs.training.participant",
                domain=[
                    *over,
                    ("superior_id", "in", mine),
                    ("result", "=", "passed"),
                    ("effect_due_on", "<=", today),
                    ("evaluation_ids", "not any", [("side", "=", "superior")]),
                ],
            ),
        ]
        if self._has_one_of("cs_base.group_hr_officer"):
            kinds += self._training_of_hr(today)
        return kinds

    def _training_of_hr(self, today):
        company = ("company_id", "=", self.env.company.id)
        return [
            Kind(
                code="training_overdue",
                section="people",
                label=self.env._("Training overdue"),
                action="cs_appraisal.cs_training_need_action",
                model="cs.training.need",
                domain=[company, ("state", "=", "open"), ("due_on", "<", today)],
                due="due_on",
            ),
            Kind(
                code="training_problem",
                section="people",
                label=self.env._("Problems in courses"),
                action="cs_appraisal.cs_training_course_action",
                model="cs.training.course",
                domain=[company, ("problem_ids", "any", [("answered_at", "=", False)])],
            ),
            Kind(
                code="training_reimburse",
                section="people",
                label=self.env._("Certificates of external courses to confirm"),
                action="cs_appraisal.cs_training_request_action",
                model="cs.training.request",
                domain=[
                    company,
                    ("state", "=", "approved"),
                    ("paid", ">", 0),
                    ("reimbursement_ids", "=", False),
                ],
            ),
            Kind(
                code="training_repay",
                section="people",
                label=self.env._("Course fees to be paid back"),
                action="cs_appraisal.cs_training_obligation_action",
                model="cs.training.obligation",
                domain=[company, ("state", "=", "open")],
                due="leaving_on",
            ),
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
