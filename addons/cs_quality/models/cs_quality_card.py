from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .ready_card import ready_values


class CsQualityCard(models.Model):
    """What conversations are reviewed by, and how many (HD-32); access as in the mixin.

    Without a card in force for somebody nothing of that person is drawn.
    """

    _name = "cs.quality.card"
    _inherit = ["cs.policy.mixin"]
    _description = "Conversation Scorecard"

    previous_id = fields.Many2one("cs.quality.card")
    sample_count = fields.Integer(
        "Conversations Drawn a Week",
        default=2,
        unit="time",
        help="HD-32: so many closed tickets of each person are drawn every week.",
    )
    review_days = fields.Integer(
        "Reviewed Within",
        default=7,
        unit="day",
        help="HD-32: from the draw to the finished review.",
    )
    pass_score = fields.Float(
        "Passed From",
        default=80,
        digits=(16, 2),
        unit="point",
        help="HD-32: a score that reaches it is passed.",
    )
    double_percent = fields.Float(
        "Scored by Two Reviewers",
        default=20,
        digits=(16, 2),
        unit="percent",
        help="HD-32: share of the drawn conversations that a second reviewer scores,"
        " without seeing the first one's marks, for calibration.",
    )
    item_ids = fields.One2many(
        "cs.quality.card.item",
        "policy_id",
        "Items",
        copy=True,
        help="HD-32: what is looked at. The weights make 100 %; that of an item that"
        " does not apply is spread over the others.",
    )
    word_ids = fields.One2many(
        "cs.quality.card.word",
        "policy_id",
        "Word Lists",
        copy=True,
        help="HD-32: forbidden and courtesy words that are looked for in what the agent"
        " wrote to the customer. They only propose a mark.",
    )

    _sample_in_bounds = models.Constraint(
        "CHECK(sample_count BETWEEN 0 AND 50)",
        "Between 0 and 50 conversations are drawn a week.",
    )
    _days_in_bounds = models.Constraint(
        "CHECK(review_days BETWEEN 1 AND 60)",
        "Reviews have between 1 and 60 days.",
    )
    _score_in_bounds = models.Constraint(
        "CHECK(pass_score BETWEEN 0 AND 100)", "A score runs from 0 to 100 points."
    )
    _double_is_a_share = models.Constraint(
        "CHECK(double_percent BETWEEN 0 AND 100)",
        "The share that is scored twice runs from 0 to 100 %.",
    )

    @api.model
    def action_ready(self):
        """Start a draft from the ready card (ALL-04) and open it.

        :raise AccessError: for who may not write scorecards
        """
        values = {"company_id": self.env.company.id, **ready_values(self.env)}
        return self._policy_open(self.create(values))

    def _decision_check_submit(self):
        super()._decision_check_submit()
        self._check_weights()
        self._check_words()

    def _check_weights(self):
        total = sum((Decimal(str(one.weight)) for one in self.item_ids), Decimal(0))
        if total != 100:
            raise UserError(
                self.env._(
                    "The weights of the items make %(total)s %% (HD-32). Please let"
                    " them make 100 %%.",
                    total=f"{total.normalize():f}",
                )
            )

    def _check_words(self):
        known = set(self.word_ids.mapped("kind"))
        for item in self.item_ids:
            if item.word_kind and item.word_kind not in known:
                raise UserError(
                    self.env._(
                        "%(item)s is proposed by words, and there are none of that kind"
                        " (HD-32). Please list them, or let people judge it alone.",
                        item=item.name,
                    )
                )
