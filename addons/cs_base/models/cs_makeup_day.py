from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_CACHE_KEY = "cs.makeup.day"


class _Makeup(NamedTuple):
    """One make-up working day; empty sets and no country mean everybody's."""

    day: object
    weekday: int
    name: str
    country_id: int | bool
    state_ids: frozenset
    calendar_ids: frozenset

    def applies(self, calendar, country, state):
        return (
            (not self.country_id or self.country_id == country.id)
            and (not self.state_ids or state.id in self.state_ids)
            and (not self.calendar_ids or calendar.id in self.calendar_ids)
        )


class CsMakeupDay(models.Model):
    """A make-up working day (调休): a date that is worked with the hours of another
    weekday (ATT-18).

    Every employee reads them, HR officers keep them. Working calendars respect
    them everywhere: `resource.calendar` adds their hours to its own.
    """

    _name = "cs.makeup.day"
    _description = "Make-up Working Day"
    _inherit = ["cs.holiday.origin.mixin"]
    _order = "date, id"

    name = fields.Char(required=True)
    date = fields.Date(required=True, index=True)
    public_holiday_id = fields.Many2one(
        "calendar.public.holiday",
        string="Calendar Year",
        required=True,
        index=True,
        ondelete="cascade",
    )
    country_id = fields.Many2one(related="public_holiday_id.country_id")
    state_ids = fields.Many2many(
        "res.country.state",
        string="Related States",
        # Or a day for some would become one for all.
        ondelete="restrict",
        help="Only in these states. Empty: in the whole country.",
    )
    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Working Hours",
        ondelete="restrict",
        help="Only for these working hours. Empty: for all of them.",
    )
    replaced_date = fields.Date(
        string="Replaces",
        help="The day off that is worked on this date instead.",
    )
    dayofweek = fields.Selection(
        selection=lambda self: self.env["resource.calendar.attendance"]
        ._fields["dayofweek"]
        ._description_selection(self.env),
        string="Hours Of",
        compute="_compute_dayofweek",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        help="Working hours that do not work on this date take those of this"
        " weekday; the others keep their own.",
    )

    @api.depends("replaced_date")
    def _compute_dayofweek(self):
        for makeup in self:
            if makeup.replaced_date:
                makeup.dayofweek = str(makeup.replaced_date.weekday())
            elif not makeup.dayofweek:
                makeup.dayofweek = "0"

    @api.constrains("date", "public_holiday_id")
    def _check_year(self):
        for makeup in self:
            if makeup.date.year != makeup.public_holiday_id.year:
                raise ValidationError(
                    self.env._(
                        "%(date)s is not in %(year)s. Enter the make-up day under its"
                        " own year.",
                        date=makeup.date,
                        year=makeup.public_holiday_id.year,
                    )
                )

    @api.constrains("date", "public_holiday_id", "state_ids", "calendar_ids")
    def _check_clash(self):
        """A date is a make-up day once, and never a public holiday as well."""
        for makeup in self:
            for model in ("cs.makeup.day", "calendar.public.holiday.line"):
                clashes = self._find_clashes(model, makeup)
                if model == self._name:
                    clashes = clashes.filtered(makeup._shares_calendar)
                for clash in clashes[:1]:
                    raise ValidationError(
                        self.env._(
                            "%(date)s cannot be the make-up day %(name)s: it already"
                            " is %(other)s there.",
                            date=makeup.date,
                            name=makeup.name,
                            other=clash.name,
                        )
                    )

    def _shares_calendar(self, other):
        return (
            not self.calendar_ids
            or not other.calendar_ids
            or self.calendar_ids & other.calendar_ids
        )

    @api.model
    def _find_clashes(self, model, record):
        """Other records of ``model`` on the date of a holiday line or make-up day
        that hold where it holds."""
        country = record.public_holiday_id.country_id
        others = self.env[model].sudo().search([("date", "=", record.date)])
        return others.filtered(
            lambda other: (other._name, other.id) != (record._name, record.id)
            and (
                not country
                or not other.public_holiday_id.country_id
                or other.public_holiday_id.country_id == country
            )
            and (
                not record.state_ids
                or not other.state_ids
                or record.state_ids & other.state_ids
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        makeups = super().create(vals_list)
        self._clear_cache()
        return makeups

    def write(self, vals):
        result = super().write(vals)
        self._clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self._clear_cache()
        return result

    @api.model
    def _clear_cache(self):
        self.env.cr.cache.pop(_CACHE_KEY, None)

    @api.model
    def _all(self):
        """Every make-up day, read once per transaction.

        Not an ormcache: what another transaction of this process read before our
        commit must not survive it. The cursor's cache ends with the transaction and
        with every rollback.
        """
        cache = self.env.cr.cache
        if _CACHE_KEY not in cache:
            self.flush_model()
            cache[_CACHE_KEY] = [
                _Makeup(
                    makeup.date,
                    int(makeup.dayofweek),
                    makeup.name,
                    makeup.country_id.id,
                    frozenset(makeup.state_ids.ids),
                    frozenset(makeup.calendar_ids.ids),
                )
                # Which days are worked is no secret, and calendars are computed
                # for people who may read little.
                for makeup in self.sudo().search([], order="date, id")
            ]
        return cache[_CACHE_KEY]

    @api.model
    def _applying(self, calendar, country, state, first=None, last=None):
        """Make-up days of a calendar in a country and state, by date.

        :return: list with ``day``, ``weekday`` (0 = Monday) and ``name``
        """
        if calendar.flexible_hours:
            return []
        return [
            makeup
            for makeup in self._all()
            if (first is None or first <= makeup.day <= last)
            and makeup.applies(calendar, country, state)
        ]
