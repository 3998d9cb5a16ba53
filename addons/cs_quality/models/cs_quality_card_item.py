from odoo import fields, models

KINDS = [("check", "Met or not met"), ("score", "Points from 0 to 5")]
WORD_KINDS = [("forbidden", "Forbidden words"), ("courtesy", "Courtesy words")]


class CsQualityCardItem(models.Model):
    """What is looked at in a conversation, and what it weighs (HD-32)."""

    _name = "cs.quality.card.item"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Item of a Scorecard"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "cs.quality.card", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(help="Items with the same section stand together.")
    name = fields.Char(required=True)
    note = fields.Char("What Is Looked At")
    kind = fields.Selection(KINDS, "Judged By", required=True, default="check")
    weight = fields.Float(
        digits=(16, 2),
        unit="percent",
        help="HD-32: part of the whole score; the weights of all items make 100 %.",
    )
    is_knock_out = fields.Boolean(
        "Knock-Out",
        help="HD-32: not met, it makes the score of the whole conversation 0.",
    )
    word_kind = fields.Selection(
        WORD_KINDS,
        "Proposed By",
        help="HD-32: forbidden words that are found propose “not met”; courtesy words"
        " that are found propose “met”.",
    )

    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two items cannot have the same name."
    )
    _weight_is_a_share = models.Constraint(
        "CHECK(weight BETWEEN 0 AND 100)", "A weight runs from 0 to 100 %."
    )
    _knock_out_is_met_or_not = models.Constraint(
        "CHECK(kind = 'check' OR (is_knock_out IS NOT TRUE AND word_kind IS NULL))",
        "A knock-out item, or one that words propose, is met or not met.",
    )
