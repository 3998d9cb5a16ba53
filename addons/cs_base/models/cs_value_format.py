import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from odoo import api, models
from odoo.addons.base.models.res_lang import intersperse
from odoo.tools.misc import (
    babel_locale_parse,
    format_date,
    format_datetime,
    get_lang,
    posix_to_ldml,
)

MINUS = "\N{MINUS SIGN}"
#: Marks that let a text reorder or hide its neighbours, and control characters.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DECIMALS = 6
_EXACT = Context(prec=200)
_PERCENT_DECIMALS = 4


class CsValueFormat(models.AbstractModel):
    """Values of explanations as the reader writes them: language, zone, currency."""

    _name = "cs.value.format"
    _description = "Values as Text"

    @api.model
    def _format_value(self, value, unit="", terms=None):
        """One value as plain text.

        :param value: what ``Param.value`` of the explanation engine may be
        :param unit: what ``Param.unit`` may be
        :param dict terms: texts for the unit ``term``, by key
        """
        if value is None:
            return self.env._("none")
        kind, _colon, currency = unit.partition(":")
        if kind == "money":
            return self._format_money(value, currency)
        if kind == "term":
            return (terms or {}).get(value, self._humanize(value))
        if kind:
            return getattr(self, f"_format_{kind}")(value)
        return self._format_plain(value)

    @api.model
    def _humanize(self, name):
        """Stand-in for a text that nobody wrote: att.late_grace -> late grace."""
        return name.rpartition(".")[2].replace("_", " ")

    def _format_plain(self, value):
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, int | Decimal):
            return self._format_number(value)
        if isinstance(value, datetime):
            return self._format_moment(value)
        if isinstance(value, date):
            return format_date(self.env, value)
        return _STEERING.sub("", value)

    def _format_moment(self, value):
        """A naive UTC datetime in the reader's zone; seconds only if there are."""
        lang = get_lang(self.env)
        time_format = lang.time_format
        if not value.second:
            time_format = re.sub(r"\W?%S", "", time_format)
        return format_datetime(
            self.env,
            value,
            tz=self.env.tz.zone,
            dt_format=self._babel_format(f"{lang.date_format} {time_format}"),
        )

    def _babel_format(self, pattern):
        return posix_to_ldml(pattern, babel_locale_parse(get_lang(self.env).code))

    def _format_number(self, value, decimals=_DECIMALS):
        """Grouped, without trailing zeros; ≈ says that digits were left out."""
        with localcontext(_EXACT):
            number = Decimal(value)
            rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{rounded:f}".rstrip("0").rstrip(".")
        return ("" if rounded == number else "≈") + self._localize(text)

    def _localize(self, text):
        """Digits such as -1234.50 with the separators of the language."""
        lang = get_lang(self.env)
        whole, point, fraction = text.lstrip("-").partition(".")
        groups = [int(size) for size in re.findall(r"-?\d+", lang.grouping)]
        whole = intersperse(whole, groups, lang.thousands_sep or "")[0]
        negative = text.startswith("-") and text.strip("-0.")
        return (
            (MINUS if negative else "")
            + whole
            + (lang.decimal_point + fraction if point else "")
        )

    def _format_money(self, value, code):
        """Rounded to the currency; the sign stands before the symbol."""
        # sudo: names and symbols of currencies are no secret, archived or not
        Currency = self.env["res.currency"].sudo().with_context(active_test=False)
        currency = Currency.search([("name", "=", code)], limit=1)
        places = currency.decimal_places if currency else 2
        with localcontext(_EXACT):
            amount = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        digits = self._localize(f"{amount:f}")
        sign, digits = (MINUS, digits[1:]) if digits[0] == MINUS else ("", digits)
        symbol = currency.symbol or code
        if currency.position == "before":
            return f"{sign}{symbol}\N{NO-BREAK SPACE}{digits}"
        return f"{sign}{digits}\N{NO-BREAK SPACE}{symbol}"

    def _format_ratio(self, value):
        with localcontext(_EXACT):
            percent = Decimal(value).scaleb(2)
        return f"{self._format_number(percent, _PERCENT_DECIMALS)}%"

    def _format_second(self, value):
        """h:mm, and seconds only if there are some left."""
        minutes, seconds = divmod(abs(value), 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{MINUS if value < 0 else ''}{hours}:{minutes:02}"
        return f"{text}:{seconds:02}" if seconds else text

    def _format_minute(self, value):
        return self.env._("%(number)s min", number=self._format_number(value))

    def _format_hour(self, value):
        return self.env._("%(number)s h", number=self._format_number(value))

    def _format_day(self, value):
        if value == 1:
            return self.env._("1 day")
        return self.env._("%(number)s days", number=self._format_number(value))
