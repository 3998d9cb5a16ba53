from odoo import fields, models

from .cs_quality_card_item import WORD_KINDS


class CsQualityHit(models.Model):
    """A word of the scorecard in what the agent wrote, with its place (HD-32).

    Access as the review.
    """

    _name = "cs.quality.hit"
    _inherit = ["cs.kept.mixin"]
    _description = "Word Found in a Conversation"
    _order = "said_at, message_id, place, id"
    _rec_name = "word"

    review_id = fields.Many2one(
        "cs.quality.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(WORD_KINDS, required=True, readonly=True)
    word = fields.Char("Word or Phrase", required=True, readonly=True)
    message_id = fields.Many2one("mail.message", readonly=True, ondelete="set null")
    said_at = fields.Datetime("Written On", required=True, readonly=True)
    place = fields.Integer(
        "Place in the Message", readonly=True, help="Number of letters before it."
    )
    excerpt = fields.Char("Where", required=True, readonly=True)

    def _kept_text(self):
        return self.env._("HD-32: what was found in a conversation stays as it is.")
