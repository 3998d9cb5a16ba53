from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.steps import plain

#: Kinds of cycles (APP-01).
KINDS = [
    ("month", "Monthly"),
    ("quarter", "Quarterly"),
    ("half", "Half-yearly"),
    ("year", "Yearly"),
    ("event", "For an event"),
]
#: Who rates (APP-05), in the order in which they are shown.
GROUPS = [
    ("superior", "Superior"),
    ("peer", "Peers"),
    ("self", "Self"),
    ("subordinate", "Subordinates"),
    ("customer", "Customers"),
]


def exact(value):
    """A float field's number, exactly as it is shown and stored."""
    return Decimal(str(value))


class CsAppraisalTemplate(models.Model):
    """What people of a post are appraised by (APP-03 to APP-05, APP-09).

    In force from its first day for its scope, as policies are; access as there.
    """

    _name = "cs.appraisal.template"
    _inherit = ["cs.policy.mixin"]
    _description = "Appraisal Template"

    #: monthly and yearly appraisals of a post may differ
    _policy_key = ("cycle_kind",)

    cycle_kind = fields.Selection(
        KINDS,
        "For Cycles",
        required=True,
        default="month",
        help="APP-01: a post may have another template for each kind of cycle.",
    )
    previous_id = fields.Many2one("cs.appraisal.template")
    item_ids = fields.One2many(
        "cs.appraisal.template.item",
        "policy_id",
        "Items",
        copy=True,
        help="APP-03: what is scored, from which source and with which weight. The"
        " weights make 100 %; that of an item that does not apply is spread over the"
        " others.",
    )
    deduction_ids = fields.One2many(
        "cs.appraisal.template.deduction",
        "policy_id",
        "Deductions",
        copy=True,
        help="APP-09: what is taken off the full score of the item for attendance and"
        " discipline, never below 0.",
    )
    weight_superior = fields.Float(
        "Part of the Superior",
        default=100,
        digits=(16, 2),
        unit="percent",
        help="APP-05: part of the superior in every rating item.",
    )
    weight_peer = fields.Float(
        "Part of the Peers",
        digits=(16, 2),
        unit="percent",
        help="APP-05: part of the peers, anonymous.",
    )
    weight_self = fields.Float(
        "Part of the Person Rated",
        digits=(16, 2),
        unit="percent",
        help="APP-05: part of the person rated.",
    )
    weight_subordinate = fields.Float(
        "Part of the Subordinates",
        digits=(16, 2),
        unit="percent",
        help="APP-05: part of the subordinates, anonymous.",
    )
    weight_customer = fields.Float(
        "Part of the Customers",
        digits=(16, 2),
        unit="percent",
        help="APP-05: part of the customers, from their ratings and callbacks.",
    )
    peer_count = fields.Integer(
        "Peers Asked",
        default=3,
        unit="person",
        help="APP-05: how many peers are asked.",
    )
    subordinate_count = fields.Integer(
        "Subordinates Asked",
        default=3,
        unit="person",
        help="APP-05: how many subordinates are asked.",
    )
    has_metric = fields.Boolean(compute="_compute_has")
    has_rating = fields.Boolean(compute="_compute_has")
    has_deduction = fields.Boolean(compute="_compute_has")
    has_section = fields.Boolean(compute="_compute_has")

    _rater_weights_are_shares = models.Constraint(
        "CHECK(weight_superior BETWEEN 0 AND 100 AND weight_peer BETWEEN 0 AND 100"
        " AND weight_self BETWEEN 0 AND 100 AND weight_subordinate BETWEEN 0 AND 100"
        " AND weight_customer BETWEEN 0 AND 100)",
        "The part of each group of raters runs from 0 to 100 %.",
    )
    _rater_counts_in_bounds = models.Constraint(
        "CHECK(peer_count BETWEEN 0 AND 50 AND subordinate_count BETWEEN 0 AND 50)",
        "Between 0 and 50 peers and subordinates can be asked.",
    )

    @api.depends("item_ids.source", "item_ids.section")
    def _compute_has(self):
        for template in self:
            sources = template.item_ids.mapped("source")
            template.has_metric = "metric" in sources
            template.has_rating = "rating" in sources
            template.has_deduction = "deduction" in sources
            template.has_section = any(template.item_ids.mapped("section"))

    # Decision hooks

    def _decision_check_submit(self):
        super()._decision_check_submit()
        self._check_item_weights()
        self._check_rater_weights()
        self._check_deductions()
        self._check_team_figures()

    def _check_item_weights(self):
        if not self.item_ids:
            raise UserError(
                self.env._(
                    "%(name)s has no items yet (APP-03). Please add what is scored.",
                    name=self.name,
                )
            )
        total = self._item_weight_sum()
        if total != 100:
            raise UserError(
                self.env._(
                    "The weights of the items make %(total)s %% (APP-03). Please let"
                    " them make 100 %%.",
                    total=plain(total),
                )
            )

    def _check_rater_weights(self):
        weights = [exact(self[f"weight_{group}"]) for group, _label in GROUPS]
        if self.has_rating and sum(weights) != 100:
            raise UserError(
                self.env._(
                    "Items are rated, and the parts of the raters make %(total)s %%"
                    " (APP-05). Please let them make 100 %%.",
                    total=plain(sum(weights)),
                )
            )

    def _check_team_figures(self):
        never = self.item_ids.filtered(
            lambda item: item.of_team and item.metric_id.team == "never"
        )
        if never:
            raise UserError(
                self.env._(
                    "%(items)s: such a figure cannot be taken together over a team"
                    " (APP-03). Please choose another metric, or each person's own.",
                    items=", ".join(never.mapped("name")),
                )
            )

    def _check_deductions(self):
        if self.has_deduction and not self.deduction_ids:
            raise UserError(
                self.env._(
                    "Nothing is taken off for attendance and discipline (APP-09)."
                    " Please fill the table of deductions, or remove the item."
                )
            )
        if self.deduction_ids and not self.has_deduction:
            raise UserError(
                self.env._(
                    "Deductions need an item from attendance and discipline that they"
                    " are taken off (APP-09). Please add one, or empty the table."
                )
            )

    def _item_weight_sum(self):
        return sum((exact(item.weight) for item in self.item_ids), Decimal(0))
