from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from odoo import api, models

from ..engine.curve import rounded
from ..engine.grading import Grade, Place, by_bands, by_distribution, ranks
from ..engine.measure import together
from ..engine.scoring import Card, Deduction


class Outcome(NamedTuple):
    """The result of one appraisal as it would be written.

    :param figures: key of a figure -> Measure, or None where nobody entered one
    :param rank: in the department; 0 without a score
    """

    card: Card
    deduction: Deduction | None
    figures: dict
    grade: int | None
    place: Place | None
    rank: int
    rank_of: int


class CsAppraisalScorer(models.AbstractModel):
    """Turns figures and ratings into scores, ranks and grades (APP-03 to APP-09).

    ``_evaluate`` writes nothing, so that drafts can be tried on past cycles (ALL-03).
    A number of queries that does not grow with people.
    """

    _name = "cs.appraisal.scorer"
    _description = "Scoring of Appraisals"

    # Evaluating

    @api.model
    def _evaluate(self, appraisals, templates=None, policies=None, changes=None):
        """The outcome of each appraisal by the facts as they are now.

        :param appraisals: cs.appraisal of one cycle, none of them left out
        :param templates: what if: dict appraisal id -> template instead of its own
        :param policies: what if: dict appraisal id -> policy instead of its own
        :param changes: what if: figures that would be others, as ``FigureChanges``
        :return: dict appraisal id -> Outcome
        """
        templates = templates or {one.id: one.template_id for one in appraisals}
        policies = policies or {one.id: one.policy_id for one in appraisals}
        cards = self._cards(appraisals, templates, changes)
        totals = {key: card.total for key, (card, *_rest) in cards.items()}
        totals = {key: total for key, total in totals.items() if total is not None}
        places = self._places(totals, policies)
        group = self._group_ranks(appraisals, totals)
        return {
            one.id: Outcome(
                *cards[one.id],
                places[one.id].grade if one.id in places else None,
                places.get(one.id),
                *group.get(one.id, (0, 0)),
            )
            for one in appraisals
        }

    def _cards(self, appraisals, templates, changes=None):
        """dict appraisal id -> (Card, Deduction or None, figures)"""
        figures = self._figures(appraisals, templates, changes)
        ratings = self.env["cs.appraisal.rater"]._scores(appraisals)
        made, result = {}, {}
        for one in appraisals:
            template = templates[one.id]
            if template not in made:
                made[template] = template._plan()
            own = figures[one.employee_id.id]
            values = {key: found and found.value for key, found in own.items()}
            given = {
                item: blend and blend.score
                for item, blend in ratings.get(one.id, {}).items()
            }
            if template != one.template_id:
                given = self._given_as_if(one.template_id, template, given)
            result[one.id] = (*template._score(values, given, made[template]), own)
        return result

    def _given_as_if(self, own, template, given):
        """What people gave by the own template, for the items of another one that are
        the same: found by their name, as versions of a template are compared.

        Points by another full score keep their share of it.
        """
        items = {(item.name, item.source): item for item in own.item_ids}
        found = {}
        for item in template.item_ids:
            same = items.get((item.name, item.source))
            points = given.get(same.id) if same else None
            if points is not None:
                share = Fraction(str(item.full_score)) / Fraction(str(same.full_score))
                found[item.id] = rounded(Fraction(points) * share)
        return found

    def _figures(self, appraisals, templates, changes=None):
        """dict employee id -> dict key of a figure -> Measure, or None: not known"""
        result = {employee: {} for employee in appraisals.employee_id.ids}
        if not appraisals:
            return result
        cycle = appraisals.cycle_id
        used = self.env["cs.appraisal.template"].union(*templates.values())
        measured = self.env["cs.metric"]._measure(
            used._metrics(),
            cycle.company_id,
            appraisals.employee_id,
            cycle.date_from,
            cycle.date_to,
            changes,
        )
        for (metric, employee), measure in measured.items():
            result[employee][metric] = measure
        of_team = used.item_ids.filtered("of_team").metric_id
        if of_team:
            self._add_teams(cycle, of_team, result, changes)
        return result

    def _add_teams(self, cycle, metrics, result, changes=None):
        """Figures of those whom each person leads, as the cycle found them: who moves
        to another team later changes no score."""
        teams = defaultdict(list)
        for one in cycle.appraisal_ids:
            teams[one.superior_id.id].append(one.employee_id.id)
        measured = self.env["cs.metric"]._measure(
            metrics,
            cycle.company_id,
            cycle.appraisal_ids.employee_id,
            cycle.date_from,
            cycle.date_to,
            changes,
        )
        for metric in metrics:
            for person, own in result.items():
                parts = [measured[metric.id, member] for member in teams[person]]
                own["team", metric.id] = together(parts, metric._is_average())

    @api.model
    def _outcomes_now(self, results):
        """Score and grade of given results by the facts as they are now.

        The others of the cycle keep their place: a grade by distribution goes by the
        rank among their frozen scores.

        :return: dict result id -> (Decimal score or None, grade id or None)
        """
        outcomes = self._evaluate(results.appraisal_id)
        frozen = self._frozen(results.cycle_id)
        answer = {}
        for result in results:
            policy = result.appraisal_id.policy_id
            score = outcomes[result.appraisal_id.id].card.total
            grade = result.computed_grade_id.id or None
            if policy and score not in (None, frozen[policy].get(result.id)):
                scores = frozen[policy] | {result.id: score}
                grade = self._graded(policy, scores)[result.id].grade
            answer[result.id] = (score, grade)
        return answer

    def _frozen(self, cycle):
        """The scores that a cycle gave.

        :return: dict policy -> dict result id -> Decimal
        """
        scored = self.env["cs.appraisal.result"].search(
            [("cycle_id", "=", cycle.id), ("is_scored", "=", True)]
        )
        frozen = defaultdict(dict)
        for one in scored:
            frozen[one.appraisal_id.policy_id][one.id] = Decimal(f"{one.score:.2f}")
        return frozen

    # Ranks and grades

    def _places(self, totals, policies):
        """The place of everybody who has a score, among those of the same policy."""
        groups = defaultdict(dict)
        for key, total in totals.items():
            if policies[key]:
                groups[policies[key]][key] = total
        places = {}
        for policy, scores in groups.items():
            places.update(self._graded(policy, scores))
        return places

    def _graded(self, policy, scores):
        grades = [
            Grade(row.id, Decimal(str(row.score_from)), Decimal(str(row.share)))
            for row in policy.grade_ids
        ]
        judge = by_distribution if policy.grading == "distribution" else by_bands
        return judge(scores, grades)

    def _group_ranks(self, appraisals, totals):
        """Rank among those of a department who are scored by the same template.

        :return: dict appraisal id -> (rank, people ranked)
        """
        groups = defaultdict(dict)
        for one in appraisals:
            if one.id in totals:
                groups[one.department_id, one.template_id][one.id] = totals[one.id]
        return {
            key: (rank, len(scores))
            for scores in groups.values()
            for key, rank in ranks(scores).items()
        }
