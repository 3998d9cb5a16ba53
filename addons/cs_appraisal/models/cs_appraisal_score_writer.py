from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .appraisal_rows import upsert

_RESULT = {
    "appraisal_id": "int",
    "cycle_id": "int",
    "company_id": "int",
    "employee_id": "int",
    "department_id": "int",
    "superior_id": "int",
    "month": "date",
    "score": "numeric",
    "is_scored": "boolean",
    "computed_grade_id": "int",
    "grade_id": "int",
    "rank": "int",
    "rank_of": "int",
    "people_rank": "int",
    "people_of": "int",
    "people_until": "int",
    "best_streak": "int",
    "failing_streak": "int",
}
_LINE = {
    "result_id": "int",
    "item_id": "int",
    "company_id": "int",
    "position": "int",
    "section": "varchar",
    "name": "varchar",
    "numerator": "numeric",
    "denominator": "numeric",
    "is_applicable": "boolean",
    "is_known": "boolean",
    "points": "numeric",
    "full_score": "numeric",
    "weight": "numeric",
    "weight_given": "numeric",
    "contribution": "numeric",
    "parts": "jsonb",
}
#: A grade that people moved stays where they moved it, whatever the score becomes.
_MOVED = SQL(
    """coalesce((SELECT s.grade_after_id FROM cs_appraisal_shift s
                  WHERE s.result_id = old.id ORDER BY s.id DESC LIMIT 1),
                EXCLUDED.grade_id)"""
)


class ItemKind(NamedTuple):
    """An item of a template: its source, by what its figure is found, and the columns
    that all its lines share."""

    source: str
    figure: object
    row: dict


class CsAppraisalScorer(models.AbstractModel):
    """Writing scores and their lines; what stays the same is not touched."""

    _inherit = "cs.appraisal.scorer"

    @api.model
    def _score(self, cycle):
        """Write the scores of a cycle in calibration; the same facts write nothing."""
        self.env.flush_all()
        cycle.appraisal_ids.fetch()  # else a thousand at a time
        appraisals = cycle._taking_part()
        outcomes = self._evaluate(appraisals)
        month = cycle.date_to.replace(day=1)
        upsert(
            self.env,
            "cs_appraisal_result",
            _RESULT,
            ("appraisal_id",),
            [self._result_row(one, outcomes[one.id], month) for one in appraisals],
            keep={
                "grade_id": _MOVED,
                "best_streak": SQL("old.best_streak"),
                "failing_streak": SQL("old.failing_streak"),
            },
        )
        self._write_lines(appraisals, outcomes)
        cycle._decision_write({"computed_at": fields.Datetime.now()})
        self._forget()

    def _forget(self):
        for name in ("result", "line", "change"):
            self.env[f"cs.appraisal.{name}"].invalidate_model(flush=False)
        self.env["cs.appraisal"].invalidate_model(flush=False)

    def _result_row(self, one, outcome, month):
        place, score = outcome.place, outcome.card.total
        return {
            "appraisal_id": one.id,
            "cycle_id": one.cycle_id.id,
            "company_id": one.company_id.id,
            "employee_id": one.employee_id.id,
            "department_id": one.department_id.id or None,
            "superior_id": one.superior_id.id or None,
            "month": month,
            "score": score or 0,
            "is_scored": score is not None,
            "computed_grade_id": outcome.grade,
            "grade_id": outcome.grade,
            "rank": outcome.rank,
            "rank_of": outcome.rank_of,
            "people_rank": place.rank if place else 0,
            "people_of": place.of if place else 0,
            "people_until": place.until or 0 if place else 0,
            "best_streak": 0,
            "failing_streak": 0,
        }

    def _write_lines(self, appraisals, outcomes):
        results = dict(
            self.env.execute_query(
                SQL(
                    "SELECT appraisal_id, id FROM cs_appraisal_result"
                    " WHERE appraisal_id = ANY(%s)",
                    appraisals.ids,
                )
            )
        )
        kinds = {one: self._item_kinds(one) for one in appraisals.template_id}
        rows = []
        for one in appraisals:
            outcome, items = outcomes[one.id], kinds[one.template_id]
            place = {"result_id": results[one.id], "company_id": one.company_id.id}
            for line in outcome.card.lines:
                kind = items[line.item.key]
                rows.append({**kind.row, **place, **_line_row(kind, line, outcome)})
        upsert(self.env, "cs_appraisal_line", _LINE, ("result_id", "item_id"), rows)

    def _item_kinds(self, template):
        """What the lines of an item have in common: dict item id -> ItemKind"""
        return {
            item.id: ItemKind(
                item.source,
                item._figure_key(),
                {
                    "item_id": item.id,
                    "position": position,
                    "section": item.section or None,
                    "name": item.name,
                    "full_score": item.full_score,
                },
            )
            for position, item in enumerate(template.item_ids, 1)
        }


def _line_row(kind, line, outcome):
    measure = outcome.figures.get(kind.figure)
    parts, is_known = None, line.points is not None
    if kind.source == "metric":
        is_known = measure is not None
    elif kind.source == "deduction":
        parts = _parts(outcome.deduction)
    # Never the parts of a rating: who is rated reads the line (APP-05).
    return {
        "numerator": measure.numerator if measure else 0,
        "denominator": measure.denominator if measure else 0,
        "is_applicable": line.points is not None,
        "is_known": is_known,
        "points": line.points or 0,
        "weight": line.item.weight,
        "weight_given": line.weight_given,
        "contribution": line.contribution or 0,
        "parts": parts,
    }


def _parts(deduction):
    """What was taken off, as kept: rows of the template's table."""
    return [
        {
            "row": key,
            "each": f"{each:f}",
            "count": f"{float(count):g}",
            "off": f"{off:f}",
        }
        for key, each, count, off in deduction.parts
        if count
    ]
