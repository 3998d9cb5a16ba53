from odoo import api, fields, models

#: full score of what people rate 5-4-3-2-1 (APP-04)
RATING_SCORE = 5


class CsAppraisalTemplateItem(models.Model):
    """An item of the score card: how a figure, or a rating, becomes points."""

    _name = "cs.appraisal.template.item"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Item of an Appraisal Template"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "cs.appraisal.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(help="Items with the same section stand together.")
    name = fields.Char(required=True)
    note = fields.Char("What Is Looked At")
    weight = fields.Float(
        digits=(16, 2),
        unit="percent",
        help="APP-03: part of the whole score; the weights of all items make 100 %.",
    )
    source = fields.Selection(
        [
            ("metric", "From a metric"),
            ("rating", "Rating 5-4-3-2-1"),
            ("manual", "Points by the superior"),
            ("deduction", "Attendance and discipline"),
        ],
        required=True,
        default="metric",
    )
    metric_id = fields.Many2one("cs.metric", ondelete="restrict")
    metric_unit = fields.Selection(related="metric_id.unit")
    of_team = fields.Boolean(
        "Of the Whole Team",
        help="APP-03: the figure of those whom the person leads and who are in the same"
        " cycle, instead of the own one.",
    )
    full_score = fields.Float(
        default=10,
        digits=(16, 2),
        unit="point",
        help="APP-03, APP-04: points that stand for the whole weight; 5 for ratings.",
    )
    target = fields.Float(
        digits=(16, 4), help="APP-03: the figure that is aimed at, for the full score."
    )
    curve = fields.Selection(
        [
            ("step", "By steps"),
            ("linear", "Straight between two points"),
            ("unit", "Per unit"),
        ],
        help="APP-03: how the figure becomes points.",
    )
    steps = fields.Char(
        "Step Table",
        help="APP-03: from which figure on there are how many points, such as"
        " 0: 0; 60%: 4; 80%: 8. A step holds up to, but without, the next; the first"
        " begins at 0 and takes everything below the second.",
    )
    start = fields.Float(
        "Line Begins At",
        digits=(16, 4),
        help="APP-03: the other end of the line, usually the figure with no points."
        " Above the target where less is better.",
    )
    start_points = fields.Float(
        "Points There",
        digits=(16, 2),
        unit="point",
        help="APP-03: points at the beginning of the line.",
    )
    points_each = fields.Float(
        digits=(16, 4),
        help="APP-03: points for each unit; negative ones count down from the full"
        " score.",
    )
    is_capped = fields.Boolean(
        "At Most the Full Score",
        default=True,
        help="APP-03: without it, more than the target gives more than the full score.",
    )

    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two items cannot have the same name."
    )
    _one_deduction = models.UniqueIndex(
        "(policy_id) WHERE source = 'deduction'",
        "Only one item can be for attendance and discipline.",
    )
    _weight_is_a_share = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 100)", "A weight runs from 0 to 100 %."
    )
    _full_score_in_bounds = models.Constraint(
        "CHECK(full_score > 0 AND full_score <= 1000)",
        "The full score is above 0 and at most 1000.",
    )
    _rating_of_five = models.Constraint(
        "CHECK(source != 'rating' OR full_score = 5)",
        "The full score of a rating is 5.",
    )
    _metric_has_a_curve = models.Constraint(
        "CHECK(source != 'metric' OR (metric_id IS NOT NULL AND curve IS NOT NULL))",
        "An item from a figure needs the metric, and how it becomes points.",
    )
    _only_metrics_have_a_curve = models.Constraint(
        "CHECK(source = 'metric' OR (metric_id IS NULL AND curve IS NULL))",
        "Only an item from a figure has a metric and a curve.",
    )
    _only_figures_of_a_team = models.Constraint(
        "CHECK(of_team IS NOT TRUE OR source = 'metric')",
        "Only an item from a figure can be of the whole team.",
    )
    _figures_in_bounds = models.Constraint(
        "CHECK(target BETWEEN -1000000000 AND 1000000000"
        " AND start BETWEEN -1000000000 AND 1000000000)",
        "Figures are at most a thousand million.",
    )
    _line_has_two_ends = models.Constraint(
        "CHECK(curve != 'linear' OR (start != target"
        " AND start_points BETWEEN 0 AND full_score))",
        "A line runs between two different figures, and from 0 to the full score.",
    )
    _points_each_in_bounds = models.Constraint(
        "CHECK(points_each BETWEEN -1000 AND 1000)",
        "Points each are between -1000 and 1000.",
    )
    _unit_has_points = models.Constraint(
        "CHECK(curve != 'unit' OR points_each != 0)",
        "Points per unit need the points for each.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        full = {"full_score": RATING_SCORE}
        return super().create(
            [
                full | vals if vals.get("source") == "rating" else vals
                for vals in vals_list
            ]
        )

    @api.onchange("source")
    def _onchange_source(self):
        if self.source != "metric":
            self.update({"metric_id": False, "curve": False, "of_team": False})
        if self.source == "rating":
            self.full_score = RATING_SCORE
        elif self.full_score == RATING_SCORE:
            self.full_score = 10

    @api.onchange("metric_id")
    def _onchange_metric_id(self):
        if self.metric_id and not self.name:
            self.name = self.metric_id.name

    def _figure_key(self):
        """By which the figure of the item is found among those of a person."""
        return ("team", self.metric_id.id) if self.of_team else self.metric_id.id
