from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine import ratings
from ..engine.ratings import Tally
from .appraisal_rows import insert_new
from .cs_appraisal_rater import CONFIDENTIAL

#: What customers say, on the scale of the ratings; comes with the metrics.
SATISFACTION = "cs_appraisal.metric_satisfaction"
_PLACE = {
    "appraisal_id": "int",
    "company_id": "int",
    "cycle_id": "int",
    "subject_id": "int",
    "department_id": "int",
    "item_id": "int",
    "group": "varchar",
}
_GROUP = _PLACE | {
    "count": "numeric",
    "total": "numeric",
    "average": "numeric",
    "weight": "numeric",
    "weight_given": "numeric",
    "is_hidden": "boolean",
}
_REMARK = _PLACE | {"author_id": "int", "text": "varchar"}


class CsAppraisalRater(models.Model):
    """Closing: answers become what the groups say, all of a cycle at once.

    Only then and never after each answer, so that no difference between two moments
    tells who has answered what.
    """

    _inherit = "cs.appraisal.rater"

    @api.model
    def _close(self, appraisals):
        """Take the answers together. Those closed already stay as they are.

        :return: the new rows of cs.appraisal.rating.group
        """
        appraisals = self._close_claim(appraisals.sudo())
        answers = self.sudo()._close_answers(appraisals)
        customers = self.sudo()._close_customers(appraisals)
        groups, remarks = [], []
        for appraisal in appraisals:
            told = answers[appraisal]
            for item in appraisal.template_id._rated_items("superior"):
                mine = told[item]
                groups += self._prepare_groups(
                    appraisal, item, mine, customers.get(appraisal)
                )
                remarks += self._prepare_remarks(appraisal, item, mine)
        insert_new(self.env, "cs_appraisal_rating_remark", _REMARK, remarks)
        Group = self.env["cs.appraisal.rating.group"].sudo()
        return Group.browse(insert_new(self.env, Group._table, _GROUP, groups))

    @api.model
    def _close_claim(self, appraisals):
        """Whoever answers at this moment is either counted or refused."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE cs_appraisal_rater SET is_closed = TRUE"
                " WHERE appraisal_id = ANY(%s) AND is_closed IS NOT TRUE",
                appraisals.ids,
            )
        )
        self.invalidate_model(flush=False)
        found = (
            self.env["cs.appraisal.rating.group"]
            .sudo()
            ._read_group([("appraisal_id", "in", appraisals.ids)], ["appraisal_id"])
        )
        return appraisals.browse(set(appraisals.ids) - {one.id for (one,) in found})

    @api.model
    def _close_answers(self, appraisals):
        """:return: dict appraisal -> item -> group -> ratings submitted"""
        found = self.env["cs.appraisal.rating"].search_fetch(
            [
                ("rater_id.appraisal_id", "in", appraisals.ids),
                ("rater_id.state", "=", "done"),
            ],
            ["rater_id", "item_id", "score", "reason"],
        )
        found.rater_id.fetch(["appraisal_id", "group"])  # else a thousand at a time
        answers = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for one in found:
            rater = one.rater_id
            answers[rater.appraisal_id][one.item_id][rater.group].append(one)
        return answers

    @api.model
    def _close_customers(self, appraisals):
        """What customers said of each person in the period, where it has a weight.

        :return: dict appraisal -> Tally
        """
        metric = self.env.ref(SATISFACTION, raise_if_not_found=False)
        wanted = appraisals.filtered(lambda one: one.template_id.weight_customer > 0)
        result = {}
        if not metric:
            return result
        for (company, cycle), some in wanted.grouped(
            lambda one: (one.company_id, one.cycle_id)
        ).items():
            measures = self.env["cs.metric"]._measure(
                metric, company, some.employee_id, cycle.date_from, cycle.date_to
            )
            for appraisal in some:
                measure = measures.get((metric.id, appraisal.employee_id.id))
                if measure and measure.denominator:
                    result[appraisal] = self._customer_tally(metric, measure)
        return result

    @api.model
    def _customer_tally(self, metric, measure):
        if not 1 <= measure.value <= 5:
            raise UserError(
                self.env._(
                    "%(metric)s has to be an average from 1 to 5 to count as a rating"
                    " of the customers (APP-05). Please ask your HR officer to check"
                    " it.",
                    metric=metric.name,
                )
            )
        return Tally(measure.denominator, measure.numerator)

    @api.model
    def _minimum(self, appraisal):
        return ratings.least(appraisal.policy_id.minimum_raters)

    @api.model
    def _prepare_groups(self, appraisal, item, told, customers):
        tallies = {
            group: Tally.of(ratings.percent(one.score) for one in some)
            for group, some in told.items()
        }
        if customers and item.source == "rating":
            tallies["customer"] = customers
        weights = appraisal.template_id._group_weights(item)
        minimum = self._minimum(appraisal)
        sealed = ratings.seal_all(tallies, weights, minimum)
        parts = ratings.parts_of(tallies, weights, minimum)
        return [
            {
                **self._prepare_place(appraisal, item, group),
                "count": float(part.count),
                "total": float(sealed[group].total),
                "average": float(part.average or 0),
                "weight": float(part.weight),
                "weight_given": float(part.weight_given),
                "is_hidden": part.is_hidden,
            }
            for group, part in parts.items()
        ]

    @api.model
    def _prepare_remarks(self, appraisal, item, told):
        minimum = self._minimum(appraisal)
        rows = []
        for group in ratings.GROUPS:
            some = told.get(group, [])
            if group in CONFIDENTIAL and len(some) < minimum:
                continue
            for one in sorted(some, key=lambda one: one.reason or ""):
                if not one.reason:
                    continue
                named = group not in CONFIDENTIAL
                author = one.rater_id.employee_id.id if named else None
                place = self._prepare_place(appraisal, item, group)
                rows.append({**place, "author_id": author, "text": one.reason})
        return rows

    @api.model
    def _prepare_place(self, appraisal, item, group):
        return {
            "appraisal_id": appraisal.id,
            "company_id": appraisal.company_id.id,
            "cycle_id": appraisal.cycle_id.id,
            "subject_id": appraisal.employee_id.id,
            "department_id": appraisal.department_id.id or None,
            "item_id": item.id,
            "group": group,
        }

    @api.model
    def _closed_rows(self, appraisals):
        """:return: dict appraisal -> item -> rows of cs.appraisal.rating.group"""
        Group = self.env["cs.appraisal.rating.group"].sudo()
        found = Group.search([("appraisal_id", "in", appraisals.ids)])
        result = defaultdict(lambda: defaultdict(Group.browse))
        for row in found:
            result[row.appraisal_id][row.item_id] |= row
        return result

    @api.model
    def _scores(self, appraisals):
        """Scores of the items that people rate, as closed.

        :return: dict appraisal id -> dict item id -> engine.ratings.Blend, or None
            where nobody whose answer counts has answered. Without closing: no items
        """
        rows = self._closed_rows(appraisals)
        return {
            appraisal.id: {
                item.id: ratings.blend_tallies(some._tallies(), some._weights())
                for item, some in rows[appraisal].items()
            }
            for appraisal in appraisals.sudo()
        }

    @api.model
    def _shown(self, appraisals):
        """What the person rated is told of each item, once the result is given.

        :return: dict appraisal id -> dict item id -> dict ``superior``, ``self``,
            ``colleagues`` (peers and subordinates together, one decimal), ``score``;
            Decimals, None where there is none or it is hidden
        """
        scores = self._scores(appraisals)
        return {
            appraisal: {item: self._shown_item(blend) for item, blend in items.items()}
            for appraisal, items in scores.items()
        }

    @api.model
    def _shown_item(self, blend):
        parts = blend.parts if blend else {}
        alone = {
            group: parts[group].average if group in parts else None
            for group in ("superior", "self")
        }
        together = ratings.colleagues(parts)
        return {
            **alone,
            "colleagues": together,
            "score": blend.score if blend else None,
        }


class CsAppraisalRatingGroup(models.Model):
    _inherit = "cs.appraisal.rating.group"

    def _tallies(self):
        return {
            row.group: Tally(Decimal(repr(row.count)), Decimal(repr(row.total)))
            for row in self
        }

    def _weights(self):
        return {row.group: ratings.percent(row.weight) for row in self}
