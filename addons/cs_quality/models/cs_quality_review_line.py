from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.scorecard import FULL
from .cs_quality_card_item import KINDS

#: what a reviewer enters
ENTERED = {"outcome", "points", "remark"}
MAX_REMARK = 500
NOT_APPLICABLE = "na"
POINTS = [(str(number), str(number)) for number in range(FULL, -1, -1)]


class CsQualityReviewLine(models.Model):
    """An item of the scorecard and how one conversation was marked (HD-32).

    The item as it was in force, with what the words propose. Access as the review.
    """

    _name = "cs.quality.review.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Mark of a Conversation"
    _order = "sequence, id"

    review_id = fields.Many2one(
        "cs.quality.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    name = fields.Char("Item", required=True, readonly=True)
    item_note = fields.Char("What Is Looked At", readonly=True)
    kind = fields.Selection(KINDS, "Judged By", required=True, readonly=True)
    weight = fields.Float("Weight (%)", digits=(16, 2), readonly=True)
    is_knock_out = fields.Boolean("Knock-Out", readonly=True)
    proposal = fields.Selection(
        [("pass", "Met"), ("fail", "Not met")],
        "Words Propose",
        readonly=True,
        help="By the words that were found. You judge.",
    )
    outcome = fields.Selection(
        [("pass", "Met"), ("fail", "Not met"), (NOT_APPLICABLE, "Does not apply")],
        "Judgement",
    )
    points = fields.Selection(
        [*POINTS, (NOT_APPLICABLE, "Does not apply")], "Points (0 to 5)"
    )
    remark = fields.Char(
        help="Why: needed for what is not met, and for 0 to 2 points.", size=MAX_REMARK
    )
    gained = fields.Float(
        "Adds",
        digits=(5, 2),
        readonly=True,
        help="Points of the whole score, with its part of the weight of what does not"
        " apply.",
    )

    _marked_by_its_kind = models.Constraint(
        "CHECK(kind = 'check' AND points IS NULL"
        " OR kind = 'score' AND outcome IS NULL)",
        "An item is either met or not met, or has points.",
    )

    def _kept_text(self):
        return self.env._(
            "HD-32: items come from the scorecard. The reviewer gives the mark and the"
            " remark."
        )

    def write(self, vals):
        if not set(vals) <= ENTERED:
            self._kept_refuse()
        if len(vals.get("remark") or "") > MAX_REMARK:
            raise UserError(self.env._("Please use at most %s characters.", MAX_REMARK))
        self.review_id._check_judge()
        return self._kept_write(vals)

    def _mark(self):
        """:return: points from 0 to 5; None: does not apply; False: no mark yet"""
        mark = self.outcome if self.kind == "check" else self.points
        if mark == NOT_APPLICABLE:
            return None
        if not mark:
            return False
        if self.kind == "score":
            return int(mark)
        return FULL if mark == "pass" else 0

    def _needs_remark(self):
        """As a rating of 1 or 2 does (APP-04)."""
        mark = self._mark()
        return mark is not None and mark is not False and mark <= 2
