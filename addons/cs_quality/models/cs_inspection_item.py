from odoo import fields, models

from ..engine.scorecard import FULL
from .cs_quality_card_item import KINDS as CARD_KINDS

KINDS = [CARD_KINDS[0], ("score", "Scored")]


class CsInspectionItem(models.Model):
    """What is looked at in an inspection, and what it weighs (HD-30)."""

    _name = "cs.inspection.item"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Item of a Checklist"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "cs.inspection.plan", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(
        help="Items with the same section stand together: appearance, discipline, daily"
        " norms."
    )
    name = fields.Char(required=True)
    note = fields.Char("What Is Looked At")
    kind = fields.Selection(KINDS, "Judged By", required=True, default="check")
    max_points = fields.Integer(
        "Full Points",
        default=FULL,
        required=True,
        unit="point",
        help="HD-30: so many points are the whole weight; of what is scored only.",
    )
    weight = fields.Float(
        digits=(16, 2),
        unit="percent",
        help="HD-30: part of the whole score; the weights of all items make 100 %.",
    )
    is_serious = fields.Boolean(
        "Serious",
        help="HD-30: not met, or without any point, it is reported to the superior at"
        " once, and the inspection is not passed.",
    )
    fault_code = fields.Char(
        "Clause It Breaks",
        help="Number of the clause of the reward and penalty rules that a fault may"
        " break. It is only shown: nothing is booked by itself.",
    )

    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two items cannot have the same name."
    )
    _weight_is_a_share = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 100)", "A weight runs from 0 to 100 %."
    )
    _points_in_bounds = models.Constraint(
        "CHECK(max_points BETWEEN 1 AND 100)", "Full points run from 1 to 100."
    )
