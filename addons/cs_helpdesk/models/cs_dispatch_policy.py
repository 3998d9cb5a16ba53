from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..engine.dispatch import (
    Band,
    Caps,
    DayInYear,
    DispatchError,
    Peak,
    check_bands,
    is_peak,
)

#: Levels of staff, by the orders they take (HD-23).
LEVELS = [
    ("junior", "Junior (small orders)"),
    ("director", "Director (medium orders)"),
    ("chief", "Chief (large orders)"),
]
#: the regulations': small below 30 000, medium up to 50 000 inclusive, large above
BANDS = [("junior", 0), ("director", 30000), ("chief", 50000.01)]
#: ours, as the regulations name none: the seasons of decoration
PEAKS = [("Spring", 3, 1, 5, 31), ("Autumn", 9, 1, 11, 30)]
#: a leap year, so that the 29th of February is a day
LEAP_YEAR = 2024


class CsDispatchPolicy(models.Model):
    """How orders are dispatched (派单, HD-23); access as in the mixin."""

    _name = "cs.dispatch.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Dispatch Policy"

    previous_id = fields.Many2one("cs.dispatch.policy")
    is_automatic = fields.Boolean(
        "Dispatch by Itself",
        default=True,
        help="HD-23: waiting orders are dispatched every ten minutes. Otherwise who"
        " leads the team presses the button.",
    )
    pending_off_season = fields.Integer(
        "Pending Orders a Week, Off Season",
        default=2,
        help="HD-23: who has so many orders of this week that are not finished gets no"
        " more.",
    )
    pending_peak = fields.Integer(
        "Pending Orders a Week, in Peak Season",
        default=4,
        help="HD-23: the same, in the seasons below.",
    )
    day_cap = fields.Integer(
        "Orders a Day", default=2, help="HD-23: nobody gets more in a day."
    )
    week_cap = fields.Integer(
        "Orders a Week",
        default=6,
        help="HD-23: nobody gets more in a week, Monday to Sunday.",
    )
    season_champion_exempt = fields.Boolean(
        "Champion of a Season May Exceed",
        default=True,
        help="HD-23: all of the next season, a quarter.",
    )
    year_champion_exempt = fields.Boolean(
        "Champion of a Year May Exceed", default=True, help="HD-23: all of next year."
    )
    band_ids = fields.One2many(
        "cs.dispatch.band",
        "policy_id",
        "Who Takes Which Orders",
        copy=True,
        default=lambda self: self._default_band_ids(),
        help="HD-23: a level takes orders from its amount up to, but without, the"
        " amount of the next one. The lowest begins at 0.",
    )
    peak_ids = fields.One2many(
        "cs.dispatch.peak",
        "policy_id",
        "Peak Seasons",
        copy=True,
        default=lambda self: self._default_peak_ids(),
        help="HD-23: days of every year, both included.",
    )

    _caps_not_negative = models.Constraint(
        "CHECK(pending_off_season > 0 AND pending_peak >= pending_off_season"
        " AND day_cap > 0 AND week_cap >= day_cap)",
        "Caps begin at 1, in peak season no lower than off season, and a week allows"
        " no less than a day.",
    )

    def _default_band_ids(self):
        return [
            Command.create({"level": level, "amount_from": amount})
            for level, amount in BANDS
        ]

    def _default_peak_ids(self):
        names = {"Spring": self.env._("Spring"), "Autumn": self.env._("Autumn")}
        columns = ("month_from", "day_from", "month_to", "day_to")
        return [
            Command.create(
                {"name": names[name], **dict(zip(columns, days, strict=True))}
            )
            for name, *days in PEAKS
        ]

    def _decision_check_submit(self):
        super()._decision_check_submit()
        try:
            check_bands(self._bands())
        except DispatchError:
            raise UserError(
                self.env._(
                    "HD-23: some orders would be for nobody. Please give each level"
                    " one row with an amount of its own, and let the lowest begin at"
                    " 0."
                )
            ) from None

    def _bands(self):
        return [
            Band(band.level, Decimal(str(band.amount_from))) for band in self.band_ids
        ]

    def _is_peak(self, day):
        return is_peak(day, [peak._as_peak() for peak in self.peak_ids])

    def _caps(self, day):
        """The caps on a local date, by season."""
        pending = self.pending_peak if self._is_peak(day) else self.pending_off_season
        return Caps(pending, self.day_cap, self.week_cap)

    def _champion_kinds(self):
        """Kinds of champions who may exceed the caps."""
        kinds = {
            "season": self.season_champion_exempt,
            "year": self.year_champion_exempt,
        }
        return [kind for kind, exempt in kinds.items() if exempt]


class CsDispatchBand(models.Model):
    """From which amount on a level takes orders (HD-23)."""

    _name = "cs.dispatch.band"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Band of Orders"
    _order = "amount_from, id"
    _policy_row_key = ("level",)

    policy_id = fields.Many2one(
        "cs.dispatch.policy", required=True, ondelete="cascade", index=True
    )
    level = fields.Selection(LEVELS, required=True)
    amount_from = fields.Monetary(currency_field="currency_id")
    currency_id = fields.Many2one(related="policy_id.company_id.currency_id")

    _level_uniq = models.Constraint(
        "UNIQUE(policy_id, level)", "Each level has one row."
    )
    _amount_uniq = models.Constraint(
        "UNIQUE(policy_id, amount_from)", "Two levels cannot begin at the same amount."
    )
    _amount_is_money = models.Constraint(
        "CHECK(amount_from >= 0 AND amount_from < 1e12)",
        "Amounts are not negative, and below a trillion.",
    )

    @api.depends_context("lang")
    @api.depends("level")
    def _compute_display_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for band in self:
            band.display_name = labels.get(band.level, "")


class CsDispatchPeak(models.Model):
    """A peak season of every year (HD-23); it may cross the new year."""

    _name = "cs.dispatch.peak"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Peak Season"
    _order = "month_from, day_from, id"

    policy_id = fields.Many2one(
        "cs.dispatch.policy", required=True, ondelete="cascade", index=True
    )
    name = fields.Char("Season", required=True)
    month_from = fields.Integer("From Month", required=True, default=3)
    day_from = fields.Integer("From Day", required=True, default=1)
    month_to = fields.Integer("To Month", required=True, default=5)
    day_to = fields.Integer("To Day", required=True, default=31)

    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two seasons cannot have the same name."
    )

    @api.constrains("month_from", "day_from", "month_to", "day_to")
    def _check_days(self):
        for peak in self:
            for month, day in peak._as_peak():
                try:
                    date(LEAP_YEAR, month, day)
                except ValueError:
                    raise ValidationError(
                        self.env._(
                            "%(season)s: there is no day %(day)s in month %(month)s.",
                            season=peak.name,
                            day=day,
                            month=month,
                        )
                    ) from None

    def _as_peak(self):
        return Peak(
            DayInYear(self.month_from, self.day_from),
            DayInYear(self.month_to, self.day_to),
        )
