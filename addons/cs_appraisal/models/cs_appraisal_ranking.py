from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

_PRINT = "cs_appraisal.cs_appraisal_ranking_print_action"


class RankingRow(NamedTuple):
    """A person in the ranking list of a group; names as texts, 0 where there is none.

    :param score: None where nothing applied
    :param last_score: of the cycle before, None where the reader knows of none
    :param later: score and grade with later differences, as text
    """

    group: str
    rank: int
    rank_of: int
    name: str
    job: str
    score: float | None
    grade: str
    last_rank: int
    last_score: float | None
    best_streak: int
    failing_streak: int
    later: str
    result: object


class CsAppraisalCycle(models.Model):
    """Ranking lists by group: on paper and as workbook (APP-06, APP-07).

    For who leads people, and of those alone whose results the reader may read: nobody
    is put to shame before the others.
    """

    _inherit = "cs.appraisal.cycle"

    @api.readonly
    def action_print_ranking(self):
        """Print the ranking lists of the groups.

        :raise AccessError: for who leads nobody
        :raise UserError: before the scores are computed, or without any readable row
        """
        self._check_ranking()
        return self.env.ref(_PRINT).report_action(self)

    def _check_ranking(self):
        self.ensure_one()
        self.env["cs.appraisal.board"]._check_role()
        self.check_access("read")
        result = self.env["cs.appraisal.result"]
        if not result.search_count([("cycle_id", "=", self.id)], limit=1):
            raise UserError(
                self.env._(
                    "%(name)s has no scores yet that you may see. They are computed"
                    " when the ratings have ended.",
                    name=self.name,
                )
            )

    def _ranking_groups(self):
        """:return: dict name of the group -> list of RankingRow, the best first"""
        rows = self._ranking_rows()
        rows.sort(key=lambda row: (row.group, row.rank == 0, row.rank, row.name))
        groups = {}
        for row in rows:
            groups.setdefault(row.group, []).append(row)
        return groups

    def _ranking_rows(self):
        Result = self.env["cs.appraisal.result"]
        results = Result.search([("cycle_id", "=", self.id)])
        results.fetch()
        last = self._ranking_last(results)
        later = self._ranking_later(results)
        # sudo: names around people whose results the user reads
        results.sudo().appraisal_id.fetch()
        return [
            self._ranking_row(one, last.get(one.employee_id), later.get(one, ""))
            for one in results
        ]

    def _ranking_row(self, one, last, later):
        known = one.sudo()
        return RankingRow(
            group=known.department_id.name or self.env._("Without a department"),
            rank=one.rank,
            rank_of=one.rank_of,
            name=known.employee_id.name,
            job=known.appraisal_id.job_id.name or "",
            score=one.score if one.is_scored else None,
            grade=known.grade_id.name or "",
            last_rank=last.rank if last else 0,
            last_score=last.score if last and last.is_scored else None,
            best_streak=one.best_streak,
            failing_streak=one.failing_streak,
            later=later,
            result=one,
        )

    def _ranking_last(self, results):
        """Results in the cycle of this kind that ended the day before this begins."""
        found = self.env["cs.appraisal.result"].search(
            [
                ("cycle_id.kind", "=", self.kind),
                ("cycle_id.kind", "!=", "event"),
                ("cycle_id.date_to", "=", self.date_from - timedelta(days=1)),
                ("company_id", "=", self.company_id.id),
                ("employee_id", "in", results.employee_id.ids),
            ]
        )
        return {one.employee_id: one for one in found}

    def _ranking_later(self, results):
        changes = self.env["cs.appraisal.change"].search(
            [("result_id", "in", results.ids)], order="id"
        )
        return {
            change.result_id: " ".join(
                (
                    f"{change.score_after:.2f}",
                    change.sudo().grade_after_id.name or "",
                )
            )
            for change in changes
        }

    # What both outputs say

    def _ranking_head(self):
        """Title, and the line below it."""
        states = dict(self._fields["state"]._description_selection(self.env))
        line = [states[self.state]]
        if self.computed_at:
            moment = words.stamp(self.computed_at, self.company_id._cs_zone(), True)
            line.append(self.env._("Scores as of %(moment)s", moment=moment))
        if self.state == "calibration":
            line.append(self.env._("Not approved yet: grades may still change"))
        company = self.sudo().company_id.name
        title = self.env._("Ranking list · %(cycle)s", cycle=self.name)
        return title, " · ".join([company, *line])

    def _ranking_rule(self):
        return self.env._(
            "Rank by score within the group, the best first; equal scores share a rank,"
            " and the next one counts them all. Who has no score has no rank. Only"
            " people whose results you may see are listed."
        )
