from odoo import api, fields, models


class CsAppraisalLine(models.Model):
    """One item of a result: figure, points, weight and what it adds to the score.

    Frozen with the result; access as there.
    """

    _name = "cs.appraisal.line"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Line of an Appraisal Result"
    _order = "result_id desc, position, id"
    _log_access = False

    result_id = fields.Many2one(
        "cs.appraisal.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    item_id = fields.Many2one(
        "cs.appraisal.template.item",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    position = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    name = fields.Char(readonly=True, required=True)
    source = fields.Selection(related="item_id.source")
    numerator = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    denominator = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    is_applicable = fields.Boolean(readonly=True)
    is_known = fields.Boolean(
        readonly=True, help="Not so if nobody entered a figure from outside."
    )
    points = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    full_score = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    weight = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    weight_given = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="With its part of the weights of what does not apply (APP-03).",
    )
    contribution = fields.Float(
        "Adds to the Score", digits=(16, 2), readonly=True, aggregator=None
    )
    parts = fields.Json(readonly=True)
    value_text = fields.Char("Figure", compute="_compute_value_text")
    points_text = fields.Char("Of Full Score", compute="_compute_value_text")
    explanation = fields.Json(compute="_compute_explanation", store=False)

    _item_uniq = models.Constraint(
        "UNIQUE(result_id, item_id)", "An item stands in a result once."
    )

    @api.depends("numerator", "denominator", "points", "is_applicable")
    @api.depends_context("lang")
    def _compute_value_text(self):
        none = self.env._("Not applicable")
        for line in self:
            line.value_text = line._value_text()
            line.points_text = (
                f"{line.points:g} / {line.full_score:g}" if line.is_applicable else none
            )

    def _value_text(self):
        """The figure as people read it, in the unit of its metric."""
        if self.source != "metric":
            return ""
        if not self.is_known:
            return self.env._("No figure")
        if not self.is_applicable:
            return self.env._("Not applicable")
        value = self.numerator / self.denominator
        if self.sudo().item_id.metric_id.unit == "ratio":
            return f"{self.numerator:g} / {self.denominator:g} = {value:.2%}"
        return f"{value:.2f}".rstrip("0").rstrip(".")

    def _compute_is_explained(self):
        self.is_explained = True

    def _compute_explanation(self):
        reasons = self.env["cs.appraisal.reasons"]
        for line in self:
            line.explanation = reasons._of_line(line.sudo()).to_json()

    def _kept_text(self):
        return self.env["cs.appraisal.result"]._kept_text()

    @api.readonly
    def action_open_records(self):
        """The records that the figure counts, as far as the reader may see them."""
        self.ensure_one()
        self.check_access("read")
        own = self.sudo()
        cycle, person = own.result_id.cycle_id, own.result_id.employee_id
        if own.item_id.of_team:
            action = cycle.sudo(False).action_open_results()
            action["domain"] += [("superior_id", "=", person.id)]
            return action
        return own.item_id.metric_id._records(person, cycle.date_from, cycle.date_to)
