from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND

#: the regulations' own, for every kind of company
RULES = {
    "opens_day": 5,
    "due_day": 10,
    "appeal_days": 5,
    "minimum_raters": 2,
    "newcomer_training_days": 7,
    "manager_training_months": 6,
    "repay_years": 4,
}
#: ours, as APP-11 leaves them open: what is talked about daily is trained soon, and
#: works that take long show late what a course was good for
TRAINING = {
    "ecommerce": {"training_need_days": 30, "training_effect_days": 30},
    "after_sales": {"training_need_days": 30, "training_effect_days": 30},
    "retail": {"training_need_days": 30, "training_effect_days": 30},
    "decoration": {"training_need_days": 60, "training_effect_days": 60},
    "property": {"training_need_days": 60, "training_effect_days": 30},
    "hospital": {"training_need_days": 30, "training_effect_days": 30},
    "field": {"training_need_days": 60, "training_effect_days": 60},
}


class CsSetupAppraisal(models.AbstractModel):
    """The appraisal policy: grades, who is left out, days to appeal (APP-01, APP-02,
    APP-06 to APP-08), and training, whose parameters it holds too (APP-11, ALL-04)."""

    _name = "cs.setup.appraisal"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Appraisal Policy"

    _setup_model = "cs.appraisal.policy"
    _setup_trial = "cs_appraisal.cs_appraisal_trial_policy_action"
    _setup_kinds = {kind: {**RULES, **TRAINING[kind]} for kind in ANY_KIND}

    @api.model
    def _setup_title(self, scope):
        return self.env._("Appraisal policy")

    @api.model
    def _setup_preview(self, scope):
        """APP-06: grades too, as the regulations leave their coefficients open."""
        draft = self.env[self._setup_model].new({"company_id": scope.company.id})
        return super()._setup_preview(scope) + [
            self.env._(
                "Grade %(name)s: %(band)s, coefficient %(coefficient)s",
                name=grade.name,
                band=grade.band,
                coefficient=f"{grade.coefficient:g}",
            )
            for grade in draft.grade_ids
        ]
