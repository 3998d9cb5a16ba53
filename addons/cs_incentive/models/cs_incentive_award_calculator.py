from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from odoo import api, models

from ..engine import awards, deals, ranks
from ..engine.outcome import Outcome, money, shown
from ..engine.table import parse_bands, parse_table
from .cs_incentive_calculator import exact


class CsIncentiveCalculator(models.AbstractModel):
    """Awards, what refunds take back, and the free formula (INC-06, INC-10 to 14)."""

    _inherit = "cs.incentive.calculator"

    # Ranks of the appraisal (INC-10 to INC-12)

    def _calculate_rank(self, line, who, facts):
        """INC-10: the first of each group; who is ranked alone is first of nobody."""
        amounts = tuple(row.value for row in parse_table(line.bands))
        rule = ranks.RankPrizes((ranks.Prize(1, 1, amounts),), line.tie)
        return self._prizes(rule, who, facts, facts.results)

    def _calculate_quarter_rank(self, line, who, facts):
        """INC-12: of the appraisal of the quarter that ends in the month."""
        rule = ranks.RankPrizes(_prize_places(parse_table(line.bands)), line.tie)
        return self._prizes(rule, who, facts, facts.quarter_results)

    def _prizes(self, rule, who, facts, results):
        """The groups are those of the appraisal, whoever has another scheme."""
        groups, found = defaultdict(list), {}
        for row in results.values():
            if row["rank"] and row["rank_of"] > 1:
                groups[row["department_id"], row["template_id"]].append(row)
        for rows in groups.values():
            scores = {row["employee_id"]: row["score"] for row in rows}
            running = {row["employee_id"]: max(row["best_streak"], 1) for row in rows}
            given = ranks.rank_prizes(rule, ranks.RankFacts(scores, running))
            found |= {one: outcome for one, outcome in given.items() if one in who}
        return found

    def _calculate_streak(self, line, who, facts):
        """INC-11: once, when the months first running are full."""
        rule, found = awards.Held(line.months, exact(line.amount)), {}
        for one in who:
            result_of = facts.results.get(one)
            if result_of and result_of["rank"] and result_of["rank_of"] > 1:
                marks = [True] * result_of["best_streak"] or [False]
                found[one] = awards.held(rule, marks)
        return found

    # Figures (INC-13, INC-14)

    def _calculate_growth(self, line, who, facts):
        """INC-13: of the department; each of its people gets the award."""
        rule, found = awards.Growth(parse_bands(line.bands)), {}
        before = facts.days_of(facts.earlier(1))
        for department, members in self._groups(who, facts):
            everybody = facts.groups[department]
            sums = [
                self._sum(line.metric_id, everybody, facts, *days)
                for days in ((), before)
            ]
            found |= dict.fromkeys(members, awards.growth(rule, *sums))
        return found

    def _sum(self, metric, people, facts, *days):
        """Of those whose figure is known; None: of nobody."""
        values = facts.values(metric, *days)
        known = [values[one] for one in people if values.get(one) is not None]
        return sum(known) if known else None

    def _calculate_threshold(self, line, who, facts):
        """INC-14: a share in per cent; any other figure, an average say, as it is."""
        needed, amount = exact(line.base), exact(line.amount)
        is_share, found = line.metric_id.unit == "ratio", {}
        measures = facts.figures(line.metric_id)
        share = cache(partial(awards.threshold, awards.Threshold(needed, amount)))
        figure = cache(partial(awards.figure_reached, needed, amount))
        for one in who:
            measure = measures.get(one)
            if measure and is_share:
                found[one] = share(measure.numerator, measure.denominator)
            elif measure and measure.denominator:
                found[one] = figure(measure.value)
        return found

    def _calculate_most(self, line, who, facts):
        """INC-14: nobody is best with nothing."""
        found, least = {}, max(exact(line.base), Decimal(0))
        for _department, members in self._groups(who, facts):
            scores = {
                one: self._value(line.metric_id, one, facts) or None for one in members
            }
            found |= ranks.most_of(exact(line.amount), scores, least, line.tie)
        return found

    def _calculate_held(self, line, who, facts):
        """INC-14: the figure reached in so many months in a row."""
        rule = awards.Held(line.months, exact(line.amount))
        # One month more tells whether the award of the run was given before.
        days = [
            facts.days_of(facts.earlier(back)) for back in range(line.months, 0, -1)
        ]
        needed, found = Fraction(exact(line.base)), {}
        if line.metric_id.unit == "ratio":
            needed /= 100
        for one in who:
            values = [self._value(line.metric_id, one, facts, *own) for own in days]
            values.append(self._value(line.metric_id, one, facts))
            marks = [None if value is None else value >= needed for value in values]
            found[one] = awards.held(rule, marks)
        return found

    # Refunds (INC-06)

    def _calculate_back(self, line, who, facts):
        """INC-06: at the rate that was paid for the month in which the deal counted."""
        found = {}
        for refund in facts.refunds:
            if refund.employee_id not in who:
                continue
            rate = facts.paid_rates(line.back_code).get(
                (refund.employee_id, refund.month)
            )
            if rate:
                back = deals.take_back(100 * rate, refund.amount)
                key = f":{refund.refund_id}"
                found.setdefault(refund.employee_id, {})[key] = back
        return found

    # The rare rest

    def _calculate_formula(self, line, who, facts):
        """Figures that are not known, or do not apply, make the item not applicable."""
        formula = line._formula("formula")
        metrics = self.env["cs.metric"].sudo().search([])
        used = {one.code: one for one in metrics if one.code in formula.used_names}
        found = {}
        for one in who:
            values = {
                code: self._value(metric, one, facts) for code, metric in used.items()
            }
            if None not in values.values():
                exactly = {code: shown(value) for code, value in values.items()}
                found[one] = self._formula_outcome(formula, exactly)
        return found

    @api.model
    def _formula_outcome(self, formula, values):
        amount = money("amount", formula.evaluate(values))
        return Outcome(
            key="inc.formula.value",
            amount=amount[1],
            values=(*((name, value, "") for name, value in values.items()), amount),
            formula=(amount,),
        )


def _prize_places(rows):
    """``1: 1500; 4: 1000; 9: 0``: each row up to the rank before the next."""
    firsts = [int(row.low) for row in rows]
    lasts = [first - 1 for first in firsts[1:]] + [firsts[-1]]
    places = zip(rows, firsts, lasts, strict=True)
    return tuple(
        ranks.Prize(first, last, (row.value,))
        for row, first, last in places
        if row.value
    )
