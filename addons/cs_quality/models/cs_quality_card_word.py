from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cs_quality_card_item import WORD_KINDS

LONGEST = 60


class CsQualityCardWord(models.Model):
    """A word, or a few, that agents never say or should say (HD-32)."""

    _name = "cs.quality.card.word"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Word of a Scorecard"
    _order = "kind desc, id"
    _policy_row_key = ("word",)
    _rec_name = "word"

    policy_id = fields.Many2one(
        "cs.quality.card", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(WORD_KINDS, required=True, default="forbidden")
    word = fields.Char("Word or Phrase", required=True)

    _word_uniq = models.Constraint(
        "UNIQUE(policy_id, word)", "The same words are listed already."
    )

    @api.constrains("word")
    def _check_word(self):
        for one in self:
            if not 0 < len(one.word.strip()) <= LONGEST:
                raise ValidationError(
                    self.env._("HD-32: words have between 1 and %s letters.", LONGEST)
                )
