from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models

MINUS = "\N{MINUS SIGN}"
_TENTH = Decimal("0.1")


class CsServiceFigures(models.AbstractModel):
    """How a figure compares with that of the month before: number, sign and word."""

    _inherit = "cs.service.figures"

    @api.model
    def _change(self, now, before):
        """Of counts."""
        if now == before:
            return self.env._("no change")
        number = self._number_text(abs(now - before))
        if now > before:
            return self.env._("+%s, more", number)
        return self.env._("%(minus)s%(number)s, fewer", minus=MINUS, number=number)

    @api.model
    def _change_of_share(self, now, before):
        """Of shares, each as (part, whole); empty when there is nothing to compare."""
        if not (now[1] and before[1]):
            return ""
        difference = _share(*now) - _share(*before)
        if not difference:
            return self.env._("no change")
        number = self._number_text(abs(difference))
        if difference > 0:
            return self.env._("+%s points, higher", number)
        return self.env._(
            "%(minus)s%(number)s points, lower", minus=MINUS, number=number
        )

    @api.model
    def _change_of_time(self, now, before):
        """Of times in seconds; empty when one of them is missing."""
        if now is None or before is None:
            return ""
        minutes = round(now / 60) - round(before / 60)
        if not minutes:
            return self.env._("no change")
        span = timedelta(minutes=abs(minutes))
        text = self.env["helpdesk.ticket"]._cs_span_text(span)
        if minutes > 0:
            return self.env._("+%s, longer", text)
        return self.env._("%(minus)s%(span)s, shorter", minus=MINUS, span=text)

    @api.model
    def _share_text(self, part, whole):
        """``66.7%``; empty where there is nothing."""
        return self._percent_text(_share(part, whole)) if whole else ""

    @api.model
    def _percent_text(self, percent):
        return f"{self._number_text(percent)}%"

    @api.model
    def _number_text(self, number):
        exact = Decimal(str(number))
        return self.env["cs.value.format"]._format_number(exact)


def _share(part, whole):
    """Percent, rounded to tenths; 100 is all of it and nothing less."""
    share = (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_HALF_UP)
    return share if part == whole else min(share, 100 - _TENTH)
