from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr, format_amount

from ..engine.discipline import Effect

KINDS = [
    ("points", "Points only"),
    ("spoken", "Spoken warning"),
    ("criticism", "Notice of criticism"),
    ("warning", "Warning"),
    ("minor", "Minor demerit"),
    ("major", "Major demerit"),
    ("compensation", "Compensation"),
    ("fine", "Fine"),
    ("dismissal", "Dismissal"),
    ("absence", "Counts as absence"),
    ("award", "Reward"),
]
CLASSES = [("c1", "C1"), ("b1", "B1"), ("a1", "A1"), ("a2", "A2")]
AMOUNTS = [
    ("none", "None"),
    ("fixed", "Fixed"),
    ("range", "To be chosen from a range"),
    ("free", "To be entered"),
]


def exact(number):
    """A stored amount or number of points as a Decimal."""
    return Decimal(float_repr(float(number), 2))


class CsDisciplineEffectMixin(models.AbstractModel):
    """What follows from a rule, or from a step of it (INC-20, INC-21, INC-25)."""

    _name = "cs.discipline.effect.mixin"
    _description = "Effect of a Discipline Rule"

    kind = fields.Selection(
        KINDS,
        required=True,
        default="points",
        help="INC-20: what the person gets. An award gives, all others take.",
    )
    points_class = fields.Selection(
        CLASSES, help="INC-21: points of this class; the incentive policy values it."
    )
    points_text = fields.Char("Points by Class", compute="_compute_points_text")
    amount_mode = fields.Selection(
        AMOUNTS,
        "Kind of Amount",
        required=True,
        default="none",
        help="INC-25: fixed amounts count for every event.",
    )
    amount_from = fields.Monetary(help="INC-25: the amount, or the least one.")
    amount_to = fields.Monetary(help="INC-25: the highest amount of the range.")
    amount_text = fields.Char("Money", compute="_compute_amount_text")
    consequence_ids = fields.Many2many(
        "cs.discipline.consequence",
        string="Besides",
        help="INC-20: what is proposed or pointed out besides.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # Concrete models say where the company comes from.
    company_id = fields.Many2one("res.company")

    _amounts_within_reason = models.Constraint(
        "CHECK(amount_from BETWEEN 0 AND 999999999"
        " AND amount_to BETWEEN 0 AND 999999999)",
        "Amounts are not negative.",
    )
    _amounts_fit = models.Constraint(
        "CHECK(amount_mode NOT IN ('fixed', 'range') OR amount_from > 0"
        " AND (amount_mode = 'fixed' OR amount_to >= amount_from))",
        "A fixed amount is above zero, and a range ends where it begins or above.",
    )
    _money_has_an_amount = models.Constraint(
        "CHECK(kind NOT IN ('fine', 'compensation') OR amount_mode <> 'none')",
        "A fine or a compensation needs an amount.",
    )

    @api.depends("kind", "points_class")
    def _compute_points_text(self):
        for effect in self:
            sign = "+" if effect.kind == "award" else "−"
            name = (effect.points_class or "").upper()
            effect.points_text = name and sign + name

    @api.depends_context("lang")
    @api.depends("amount_mode", "amount_from", "amount_to", "currency_id")
    def _compute_amount_text(self):
        modes = dict(self._fields["amount_mode"]._description_selection(self.env))
        ends = {"fixed": ["amount_from"], "range": ["amount_from", "amount_to"]}
        for effect in self:
            # sudo: the currency of the company is no secret
            currency = effect.sudo().currency_id
            names = ends.get(effect.amount_mode, ()) if currency else ()
            amounts = [format_amount(self.env, effect[n], currency) for n in names]
            is_free = effect.amount_mode == "free"
            text = modes["free"] if is_free else " – ".join(amounts)
            effect.amount_text = text or False

    def _as_effect(self):
        self.ensure_one()
        return Effect(
            kind=self.kind,
            points_class=self.points_class or "",
            amount_mode=self.amount_mode,
            low=exact(self.amount_from),
            high=exact(self.amount_to),
            consequences=tuple(self.consequence_ids.ids),
        )
