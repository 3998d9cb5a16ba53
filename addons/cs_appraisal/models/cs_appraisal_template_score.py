from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from odoo import api, models

from ..engine.scoring import CardItem, deduct, score_card
from .cs_appraisal_template import exact


class ScorePlan(NamedTuple):
    """A template as it is read to score many people.

    :param items: (item id, source, key of the figure) of each item
    :param full: full score of the item of deductions
    :param deductions: (deduction id, points off each, metric id)
    """

    card: list
    items: list
    full: Decimal | None
    deductions: list


class CsAppraisalTemplate(models.Model):
    """Scoring by a template: the card, the metrics it needs, and trying it out."""

    _inherit = "cs.appraisal.template"

    def _card(self):
        """The items as the engine reads them, in order; keys are ids of items."""
        self.ensure_one()
        return [
            CardItem(item.id, exact(item.weight), exact(item.full_score), item._curve())
            for item in self.item_ids.sorted()
        ]

    def _metrics(self):
        """Every metric that is needed to score by these templates."""
        return self.item_ids.metric_id | self.deduction_ids.metric_id

    def _plan(self):
        taken_off = self.item_ids.filtered(lambda item: item.source == "deduction")
        return ScorePlan(
            self._card(),
            [(item.id, item.source, item._figure_key()) for item in self.item_ids],
            exact(taken_off.full_score) if taken_off else None,
            [
                (row.id, exact(row.points_each), row.metric_id.id)
                for row in self.deduction_ids
            ],
        )

    def _score(self, figures, given, plan=None):
        """Score one card.

        :param figures: key of a figure, see ``_figure_key`` of the item, -> Fraction or
            None; missing: not known
        :param given: item id -> points (Decimal) or None, for items that are rated or
            given by the superior; missing: not applicable
        :param plan: what ``_plan`` said, for many people
        :return: ``engine.scoring`` Card with item ids as keys, and Deduction with
            deduction ids as keys (None without such an item)
        """
        plan = plan or self._plan()
        found, deduction = {}, None
        for item, source, metric in plan.items:
            if source == "metric":
                found[item] = figures.get(metric)
            elif source == "deduction":
                deduction = deduct(plan.full, _counts(plan.deductions, figures))
                found[item] = deduction.points
            else:
                found[item] = given.get(item)
        return score_card(plan.card, found), deduction

    @api.readonly
    def simulate(self, samples):
        """Score sample figures; nothing is stored. For who may read the template.

        :param dict samples: key of an input -> text as typed; empty or missing: not
            applicable. Keys come with the answer.
        :return: what the panel in the form shows, texts in the caller's language
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["cs.appraisal.simulation"]._show(self, samples)


def _counts(deductions, figures):
    """The rows of the deduction with what was counted; None: not known."""
    return [
        (key, each, None if (value := figures.get(metric)) is None else Fraction(value))
        for key, each, metric in deductions
    ]
