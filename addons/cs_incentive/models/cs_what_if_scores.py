from decimal import Decimal

from odoo import models
from odoo.addons.cs_appraisal.engine.streak import streak

from .cs_incentive_calculator import exact
from .what_if import APPRAISAL, TEMPLATE, ScoreChange


class CsWhatIfScores(models.AbstractModel):
    """What if, second step: scores, grades and ranks (ALL-03, APP-03 to APP-07).

    Of the cycles that were given out and end in the months; who took part and what
    people rated stays as it was, and so does a grade that people gave.
    """

    _name = "cs.what.if.scores"
    _description = "What If: Scores"

    def _try(self, what_if):
        if not (what_if.changes or what_if.of(TEMPLATE) or what_if.of(APPRAISAL)):
            return
        cycles = self.env["cs.appraisal.cycle"].search(
            [
                ("company_id", "=", what_if.company.id),
                ("state", "in", ("released", "closed")),
                ("date_to", ">=", what_if.first),
                ("date_to", "<=", what_if.last),
            ],
            order="date_to, id",
        )
        for cycle in cycles:
            self._try_cycle(what_if, cycle)

    def _try_cycle(self, what_if, cycle):
        cycle.appraisal_ids.fetch()
        appraisals = cycle._taking_part()
        as_if = self._as_if(what_if, cycle, appraisals)
        scorer = self.env["cs.appraisal.scorer"]
        now, then = scorer._evaluate(appraisals), scorer._evaluate(appraisals, **as_if)
        results = self.env["cs.appraisal.result"].search([("cycle_id", "=", cycle.id)])
        results.fetch()
        results = results.filtered(lambda one: one.appraisal_id in appraisals)
        streaks = self._streaks(what_if, cycle, results, now, then)
        for result in results:
            key = result.appraisal_id.id
            change = self._change(result, now[key], then[key], as_if["policies"][key])
            if change:
                what_if.scores.append(change)
            columns = self._columns(change, streaks.get(result.employee_id.id))
            if columns:
                place = cycle.kind, result.month
                what_if.results[place][result.employee_id.id] = columns

    # As if

    def _as_if(self, what_if, cycle, appraisals):
        """What the scorer takes instead of what was in force."""
        templates = self._ruling(
            what_if, TEMPLATE, "template_id", cycle, appraisals, cycle_kind=cycle.kind
        )
        policies = self._ruling(what_if, APPRAISAL, "policy_id", cycle, appraisals)
        return {
            "templates": templates,
            "policies": policies,
            "changes": what_if.changes,
        }

    def _ruling(self, what_if, model, name, cycle, appraisals, **key):
        """dict appraisal id -> the draft that would rule it, or its own"""
        own = {one.id: one[name] for one in appraisals}
        drafts = what_if.of(model)
        if not drafts:
            return own
        people = appraisals.employee_id
        ruling = what_if.ruling(model, people, cycle.date_to, **key)
        return {
            one.id: drafts & ruling[one.employee_id.id] or own[one.id]
            for one in appraisals
        }

    # What differs

    def _change(self, result, now, then, policy):
        """``ScoreChange``, or None"""
        grade = self._grade(result, now, then, policy)
        score = Decimal(f"{result.score:.2f}") if result.is_scored else None
        if then.card.total != now.card.total:
            score = then.card.total
        rank = result.rank, result.rank_of
        if (then.rank, then.rank_of) != (now.rank, now.rank_of):
            rank = then.rank, then.rank_of
        same = (
            then.card.total == now.card.total
            and _worth(grade) == _worth(result.current_grade_id)
            and rank == (result.rank, result.rank_of)
        )
        if same:
            return None
        why = self._why(result, now, then) + self._coefficients(result, grade)
        return ScoreChange(result, score, grade, rank, why)

    def _grade(self, result, now, then, policy):
        """Only a grade that the drafts change, and that people did not give."""
        grades = self.env["cs.appraisal.policy.grade"]
        stood, would = grades.browse(now.grade), grades.browse(then.grade)
        given = result.current_grade_id
        if result._is_decided():
            as_named = policy.grade_ids.filtered(lambda one: one.name == given.name)
            return as_named[:1] or given
        return given if _worth(stood) == _worth(would) else would

    def _columns(self, change, running):
        """What ``MonthFacts.results`` would say otherwise."""
        columns = {} if running is None else {"best_streak": running}
        if change:
            grade = change.grade
            columns |= {
                "score": change.score or Decimal(0),
                "rank": change.rank[0],
                "rank_of": change.rank[1],
                "coefficient": str(exact(grade.coefficient)) if grade else None,
            }
        return columns

    # Months first running (APP-07)

    def _streaks(self, what_if, cycle, results, now, then):
        """dict employee id -> months first running, of whom it would be another"""
        if cycle.kind != "month":
            return {}
        marks = self.env["cs.appraisal.maker"]._marks(cycle)
        found = {}
        for result in results:
            one, key = result.employee_id.id, result.appraisal_id.id
            stood = would = _first(result)
            if _first(then[key]) != _first(now[key]):
                would = _first(then[key])
            best = [best for best, _failing in marks[one]][:-1]
            before = streak(best)
            running = _running(what_if.streaks.pop(one, before), would)
            if running != _running(before, stood):
                what_if.streaks[one] = found[one] = running
        return found

    # Why

    def _why(self, result, now, then):
        """Figures and items that would be others, a text each."""
        return [*self._figures(now, then), *self._items(result, now, then)]

    def _coefficients(self, result, grade):
        """What the grade is worth in merit pay (INC-09)."""
        pair = result.current_grade_id.coefficient, grade.coefficient
        if pair[0] == pair[1]:
            return []
        Format = self.env["cs.value.format"]
        was, would = (Format._format_number(exact(one)) for one in pair)
        return [
            self.env._("Coefficient %(before)s → %(after)s", before=was, after=would)
        ]

    def _figures(self, now, then):
        Format = self.env["cs.value.format"]
        texts = []
        for key, measure in then.figures.items():
            before = now.figures.get(key)
            if type(key) is int and before and measure and before != measure:
                pair = [
                    Format._format_number(one.numerator) for one in (before, measure)
                ]
                name = self.env["cs.metric"].browse(key).name
                texts.append(f"{name}: {pair[0]} → {pair[1]}")
        return texts

    def _items(self, result, now, then):
        Item = self.env["cs.appraisal.template.item"]
        Format = self.env["cs.value.format"]
        before = {Item.browse(one.item.key).name: one for one in now.card.lines}
        texts = []
        for line in then.card.lines:
            name = Item.browse(line.item.key).name
            added = [
                one.contribution if one else None for one in (before.get(name), line)
            ]
            if added[0] != added[1]:
                was, would = (
                    "–" if one is None else Format._format_number(one, 2)
                    for one in added
                )
                text = self.env._(
                    "%(item)s adds %(before)s → %(after)s",
                    item=name,
                    before=was,
                    after=would,
                )
                texts.append(text)
        return texts


def _first(place):
    """Whether somebody was first; None: not ranked. Alone, first of nobody."""
    return place.rank == 1 and place.rank_of > 1 if place.rank else None


def _running(before, mark):
    """Months first running with one more; None: left out of it."""
    return before if mark is None else before + 1 if mark else 0


def _worth(grade):
    """What a grade is, in whatever version of the policy."""
    return grade.name, grade.coefficient
