from odoo import fields, models


class CsAppraisalTemplateDeduction(models.Model):
    """Points taken off for each late, absence, demerit (APP-09)."""

    _name = "cs.appraisal.template.deduction"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Deduction of an Appraisal Template"
    _policy_row_key = ("metric_id",)
    _order = "id"

    policy_id = fields.Many2one(
        "cs.appraisal.template", required=True, ondelete="cascade", index=True
    )
    metric_id = fields.Many2one("cs.metric", required=True, ondelete="restrict")
    points_each = fields.Float(
        "Points Off Each", default=1, digits=(16, 2), unit="point"
    )

    _metric_uniq = models.Constraint(
        "UNIQUE(policy_id, metric_id)", "For one figure points are taken off once."
    )
    _points_in_bounds = models.Constraint(
        "CHECK(points_each > 0 AND points_each <= 1000)",
        "Points taken off are above 0 and at most 1000 each.",
    )
