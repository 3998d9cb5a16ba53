from odoo import api, fields, models


class CsDisciplineStep(models.Model):
    """What follows instead, in a special case or from the n-th time on (INC-29).

    Access: as the book, and frozen with it.
    """

    _name = "cs.discipline.step"
    _inherit = ["cs.policy.line.mixin", "cs.discipline.effect.mixin"]
    _description = "Step of a Rule"
    _order = "rule_id, case_code NULLS FIRST, number, id"
    _policy_row_key = ("rule_code", "case_code", "number")

    rule_id = fields.Many2one(
        "cs.discipline.rule", required=True, index=True, ondelete="cascade"
    )
    policy_id = fields.Many2one(
        related="rule_id.policy_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="rule_id.policy_id.company_id", store=True, precompute=True, index=True
    )
    rule_code = fields.Char("Code", related="rule_id.code")
    name = fields.Char(
        "Case", translate=True, help="As people choose it; empty for every case."
    )
    case_code = fields.Char(
        help="INC-29: the same for all steps of a case, in every version of the book;"
        " small letters.",
    )
    number = fields.Integer(
        "From the n-th Time",
        required=True,
        default=1,
        help="INC-29: this time and the following ones; the place in a ranking.",
    )
    is_case_head = fields.Boolean(
        compute="_compute_is_case_head", store=True, help="First step of its case."
    )

    _number_positive = models.Constraint(
        "CHECK(number BETWEEN 1 AND 999)", "Times and places count from 1."
    )
    _step_uniq = models.UniqueIndex(
        "(rule_id, COALESCE(case_code, ''), number)",
        "Two steps of a rule are for the same case and number.",
    )
    _case_is_a_name = models.Constraint(
        "CHECK(case_code ~ '^[a-z][a-z0-9_]*$')",
        "A case code has small letters, digits and _, and starts with a letter.",
    )

    @api.depends("name", "number", "rule_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for step in self:
            name = step.name or step.rule_id.name or ""
            step.display_name = name if step.number == 1 else f"{name} × {step.number}"

    @api.depends(
        "case_code", "number", "rule_id.step_ids.case_code", "rule_id.step_ids.number"
    )
    def _compute_is_case_head(self):
        for step in self:
            same = step.rule_id.step_ids.filtered(
                lambda other, step=step: other.case_code == step.case_code
            )
            least = min(same.mapped("number"), default=step.number)
            step.is_case_head = bool(step.case_code) and step.number <= least

    def write(self, vals):
        result = super().write(vals)
        if "rule_id" in vals:
            # Not by the parent's own field: the book follows from the rule.
            self.policy_id._decision_check_open()
        return result

    @api.model
    def _policy_parameters(self):
        technical = {"rule_id", "is_case_head"}
        return [name for name in super()._policy_parameters() if name not in technical]
