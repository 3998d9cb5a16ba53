from datetime import date, timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain

ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Local days from ``first`` up to, not including, ``end``."""

    first: date
    end: date

    def month(self):
        return self.first.replace(day=1)


class CsServiceFigures(models.AbstractModel):
    """A manager's figures of a month (HD-03, HD-04, HD-06, HD-07), each beside that of
    the month before; of a month that has not ended, beside the same days of it.

    A ticket that was closed as a duplicate counts nowhere. The figures live until they
    are frozen by the monthly statistics; nothing here is kept.

    Access: supervisors, of their departments; the general manager of the company.
    """

    _name = "cs.service.figures"
    _inherit = ["cs.service.screen"]
    _description = "Service Figures"

    @api.model
    @api.readonly
    def get_figures(self, month=None):
        """The figures of a month. The number of queries does not depend on tickets.

        :param month: number like 202610; None for the current one
        :return: dict for the client action ``cs_helpdesk.service_figures``
        """
        self._check_groups("cs_base.group_supervisor", "cs_base.group_general_manager")
        span, before = self._spans(month)
        scope = self._scope()
        return {
            **self._frame_of_screen(),
            **self._frame(span),
            "scope": self._scope_label(),
            "volumes": self._volumes(scope, span, before),
            "closing": self._closing(scope, span, before),
            "complaints": self._complaints(scope, span, before),
            "satisfaction": self._satisfaction(scope, span, before),
            "coverage": self._coverage(span, before),
        }

    # Which month

    @api.model
    def _spans(self, month):
        """:return: (Span of the month, Span that it is compared with)"""
        today = self.env.company._cs_today()
        first = self._first_day(month) if month else today.replace(day=1)
        end = following(first)
        previous = (first - ONE_DAY).replace(day=1)
        if first <= today < end:
            # As many days of the month before, as far as it has them.
            same = min(previous + (today + ONE_DAY - first), first)
            return Span(first, today + ONE_DAY), Span(previous, same)
        return Span(first, end), Span(previous, first)

    @api.model
    def _first_day(self, month):
        year, number = divmod(month, 100) if type(month) is int else (0, 0)
        if not (2000 <= year < 2100 and 1 <= number <= 12):
            raise UserError(self.env._("There is no month %s.", month))
        return date(year, number, 1)

    @api.model
    def _frame(self, span):
        today = self.env.company._cs_today()
        next_month = following(span.first)
        is_running = span.first <= today < next_month
        return {
            "month": _number(span.first),
            "month_label": words.month_name(self.env, span.first),
            "previous": _number((span.first - ONE_DAY).replace(day=1)),
            "next": _number(next_month) if next_month <= today else False,
            "compared": (
                self.env._("compared with the same days of last month")
                if is_running
                else self.env._("compared with the month before")
            ),
        }

    # Whose tickets

    @api.model
    def _managed(self):
        """Departments of which the figures are shown; None for the whole company."""
        user = self.env.user
        if user.has_group("cs_base.group_general_manager"):
            return None
        return user.cs_managed_department_ids

    @api.model
    def _scope(self):
        """Domain of the tickets that count."""
        scope = Domain("company_id", "=", self.env.company.id)
        scope &= Domain("duplicate_id", "=", False)
        units = self._managed()
        if units is None:
            return scope
        own = Domain("cs_department_id", "in", units.ids)
        return scope & (own | Domain("team_id.cs_department_id", "in", units.ids))

    @api.model
    def _scope_label(self):
        units = self._managed()
        if units is None:
            return self.env.company.name
        # sudo: names of the own departments
        tops = units.sudo().filtered(lambda one: one.parent_id not in units)
        return ", ".join(tops.mapped("name")) or self.env._("No department")

    @api.model
    def _within(self, field, span):
        company = self.env.company
        low, high = (words.to_utc(company, day) for day in span)
        return Domain(field, ">=", low) & Domain(field, "<", high)

    @api.model
    def _received(self, scope, span):
        return scope & self._within("create_date", span)

    @api.model
    def _closed(self, scope, span):
        return scope & Domain("closed", "=", True) & self._within("closed_date", span)


def _number(day):
    return day.year * 100 + day.month


def following(first):
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)
