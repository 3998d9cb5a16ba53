from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from odoo import api, models

from ..engine import earning, merit, rates, wage
from ..engine.months import ALL, settled_quarter
from ..engine.table import parse_bands


def exact(value):
    """A float field's number, exactly as it is shown and stored."""
    return Decimal(str(value or 0))


class CsIncentiveCalculator(models.AbstractModel):
    """Hands the facts of a month to the engine, one calculator after the other.

    ``_calculate_<calculator>(line, who, facts)`` takes the ids of the people whom the
    line is for and returns dict employee id -> Outcome, or dict of suffix -> Outcome
    where a calculator makes several items. Nothing is written.
    """

    _name = "cs.incentive.calculator"
    _description = "Calculation of Pay Items"

    @api.model
    def _outcomes(self, line, who, facts):
        """:return: dict employee id -> dict suffix of the code -> ``Outcome``"""
        found = getattr(self, f"_calculate_{line.calculator}")(line, who, facts)
        return {
            employee: outcome if isinstance(outcome, dict) else {"": outcome}
            for employee, outcome in found.items()
        }

    # Parts of the wage (INC-08, INC-09)

    def _share(self, line, employee, facts):
        return facts.share(employee) if line.by_days else ALL

    def _calculate_fixed(self, line, who, facts):
        pay = cache(partial(wage.fixed, exact(line.amount)))
        return {one: pay(self._share(line, one, facts)) for one in who}

    def _calculate_seniority(self, line, who, facts):
        begins = wage.PRORATED if line.by_days else wage.NEXT
        rule = wage.Seniority(exact(line.amount), line.years, begins)
        pay = cache(partial(wage.seniority, rule))
        found = {}
        for one in who:
            hired = facts.hired.get(one)
            if not hired:
                continue
            of = facts.share(one, rule.paid_from(hired)) if line.by_days else ALL
            found[one] = pay(wage.SeniorityFacts(hired, facts.month, of))
        return found

    def _calculate_full(self, line, who, facts):
        bonus = cache(partial(wage.full_attendance, exact(line.amount)))
        return {one: bonus(facts.sheets.get(one, (None, 0))[0]) for one in who}

    def _calculate_birthday(self, line, who, facts):
        facts.people.fetch(["birthday"])
        born = dict(zip(facts.people.ids, facts.people.mapped("birthday"), strict=True))
        amount = exact(line.amount)
        return {
            one: wage.birthday(amount, born[one] or None, facts.month) for one in who
        }

    def _calculate_year_end(self, line, who, facts):
        """INC-08: the low end; who is to get more gets the rest as an award."""
        rule = wage.YearEnd(exact(line.amount), exact(line.amount_high))
        return {
            one: wage.year_end(
                rule,
                wage.YearEndFacts(facts.month, facts.has_major_demerit(one)),
            )
            for one in who
        }

    def _calculate_merit(self, line, who, facts):
        rule = merit.Merit(exact(line.rate), exact(line.withheld))
        found = {}
        for one in who:
            pay = wage.fixed(exact(line.amount), self._share(line, one, facts)).amount
            grade = facts.results.get(one, {}).get("coefficient")
            split = merit.merit_split(
                rule,
                merit.MeritFacts(
                    pay or Decimal(0),
                    None if grade is None else Fraction(str(grade)),
                    facts.is_disciplinary(one),
                ),
            )
            found[one] = {"": split.basic, "_MERIT": split.merit}
            if split.withheld:
                found[one]["_WITHHELD"] = split.withheld
        return found

    # Sales and events (INC-01 to INC-07)

    def _value(self, metric, employee, facts, first=None, last=None):
        """A figure as the engine takes it; None: not known, or nothing to divide by."""
        return facts.values(metric, first, last).get(employee)

    def _calculate_ratio(self, line, who, facts):
        rule = rates.RatioRate(parse_bands(line.bands), line.at_edge)
        ratios = facts.figures(line.ratio_metric_id)
        bases = facts.values(line.metric_id)
        found = {}
        for one in who:
            ratio = ratios.get(one)
            part, whole = (ratio.numerator, ratio.denominator) if ratio else (0, 0)
            facts_of = rates.RatioFacts(bases.get(one), part, whole)
            found[one] = rates.rate_by_ratio(rule, facts_of)
        return found

    def _calculate_bands(self, line, who, facts):
        rule = rates.Tiers(parse_bands(line.bands), line.reading)
        amounts = facts.values(line.metric_id)
        return {one: rates.tiers(rule, amounts.get(one)) for one in who}

    def _calculate_pool(self, line, who, facts):
        """INC-02: the people of the line who are in one department share its sales."""
        rule, found = earning.Pool(exact(line.rate), line.by_days), {}
        for department, members in self._groups(who, facts):
            days = {one: exact(facts.sheets.get(one, ("", 0))[1]) for one in members}
            total = self._pool_total(line, department, facts)
            found |= earning.pool(rule, earning.PoolFacts(total, days))
        return found

    def _pool_total(self, line, department, facts):
        """Public deals of the department, or what its people's figures add up to."""
        if not line.metric_id:
            return facts.public_sales.get(department, Decimal(0))
        return sum(
            self._value(line.metric_id, one, facts) or 0
            for one in facts.groups[department]
        )

    def _groups(self, who, facts):
        """(department id, those of ``who`` who are in it), in order"""
        groups = {}
        for one in sorted(who):
            groups.setdefault(facts.place(one).department, []).append(one)
        return groups.items()

    def _calculate_event(self, line, who, facts):
        rule = earning.PerEvent(exact(line.amount))
        return {
            one: earning.per_event(rule, self._value(line.metric_id, one, facts))
            for one in who
        }

    def _calculate_points(self, line, who, facts):
        rule = earning.PointsAbove(
            exact(line.base), exact(line.amount), exact(line.off), line.below
        )
        found = {}
        for one in who:
            incidents = 0
            if line.other_metric_id:
                incidents = self._value(line.other_metric_id, one, facts) or 0
            points = self._value(line.metric_id, one, facts)
            found[one] = earning.points_above(
                rule, earning.PointsFacts(points, incidents)
            )
        return found

    def _calculate_quarter(self, line, who, facts):
        rule, months = (
            earning.QuarterRate(exact(line.rate)),
            settled_quarter(facts.month),
        )
        found = {}
        for one in who:
            sold = {
                month: self._value(line.metric_id, one, facts, *facts.days_of(month))
                for month in months
            }
            found[one] = earning.quarter_rate(
                rule, earning.QuarterFacts(facts.month, sold)
            )
        return found
