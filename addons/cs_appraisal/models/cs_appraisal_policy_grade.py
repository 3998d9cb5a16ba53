from odoo import api, fields, models


class CsAppraisalPolicyGrade(models.Model):
    """A grade and what follows from it; its band is half open (APP-06)."""

    _name = "cs.appraisal.policy.grade"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Grade"
    _order = "score_from desc, id"

    policy_id = fields.Many2one(
        "cs.appraisal.policy", required=True, ondelete="cascade", index=True
    )
    name = fields.Char("Grade", required=True)
    score_from = fields.Float("From Score", digits=(16, 2), unit="point")
    band = fields.Char(compute="_compute_band")
    share = fields.Float(
        digits=(16, 2), unit="percent", help="Of the people, by forced distribution."
    )
    coefficient = fields.Float(
        default=1, digits=(16, 2), help="Of the incentive, used by INC-09."
    )
    pay_steps = fields.Integer(help="Steps up, or down when negative.")
    is_promoted = fields.Boolean("Promotion List")
    is_trained = fields.Boolean("Training Need")
    is_failing = fields.Boolean("Failing", help="Counts as a failing month (APP-07).")

    _score_uniq = models.Constraint(
        "UNIQUE(policy_id, score_from)", "Two grades cannot begin at the same score."
    )
    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two grades cannot have the same name."
    )
    _score_and_coefficient_not_negative = models.Constraint(
        "CHECK(score_from >= 0 AND coefficient >= 0)",
        "Scores and coefficients cannot be negative.",
    )
    _share_is_a_share = models.Constraint(
        "CHECK(share BETWEEN 0 AND 100)", "A share runs from 0 to 100 %."
    )

    @api.depends("score_from", "policy_id.grade_ids.score_from")
    def _compute_band(self):
        for grade in self:
            scores = grade.policy_id.grade_ids.mapped("score_from")
            above = [score for score in scores if score > grade.score_from]
            start = f"{grade.score_from:g} ≤ "
            end = f" < {min(above):g}" if above else ""
            is_lowest = grade.score_from <= min(scores, default=0)
            if is_lowest and above:
                start = ""
            grade.band = start + self.env._("score") + end
