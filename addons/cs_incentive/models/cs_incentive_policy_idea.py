from odoo import fields, models


class CsIncentivePolicy(models.Model):
    """How suggestions of the staff are held and scored (INC-14, as HD-08)."""

    _inherit = "cs.incentive.policy"

    idea_months = fields.Integer(
        "Suggestion of the Staff Held at Most",
        default=2,
        unit="month",
        help="INC-14: then a held suggestion has to be decided.",
    )
    idea_weight_creativity = fields.Integer(
        "Weight of Creativity",
        default=30,
        unit="percent",
        help="INC-14: part of the score of a suggestion of the staff.",
    )
    idea_weight_feasibility = fields.Integer(
        "Weight of Feasibility",
        default=30,
        unit="percent",
        help="INC-14: part of the score of a suggestion of the staff.",
    )
    idea_weight_benefit = fields.Integer(
        "Weight of Overall Benefit",
        default=40,
        unit="percent",
        help="INC-14: part of the score of a suggestion of the staff.",
    )

    _idea_weights_complete = models.Constraint(
        "CHECK(idea_weight_creativity >= 0 AND idea_weight_feasibility >= 0"
        " AND idea_weight_benefit >= 0 AND idea_weight_creativity"
        " + idea_weight_feasibility + idea_weight_benefit = 100)",
        "The weights of creativity, feasibility and benefit make 100 %.",
    )
    _idea_months_valid = models.Constraint(
        "CHECK(idea_months BETWEEN 1 AND 24)", "A hold lasts 1 to 24 months."
    )
