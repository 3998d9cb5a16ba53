from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..engine.streak import streak
from .appraisal_rows import insert_new

#: So many months back a streak is looked for.
LOOK_BACK = 24
_CONSEQUENCE = {
    "result_id": "int",
    "company_id": "int",
    "employee_id": "int",
    "department_id": "int",
    "kind": "varchar",
    "month": "date",
    "grade_id": "int",
    "steps": "int",
    "streak": "int",
    "state": "varchar",
}


class CsAppraisalRelease(models.AbstractModel):
    """Gives results out: freezes them, counts streaks, and what follows (APP-06, 07).

    Runs within the general manager's approval; a number of queries that does not grow
    with people.
    """

    _inherit = "cs.appraisal.maker"

    @api.model
    def _release(self, cycle):
        self.env.flush_all()
        self._move(cycle, "released")
        # sudo'd rows without side effects: nothing depends on them but what follows
        self.env.cr.execute(
            SQL(
                "UPDATE cs_appraisal_result SET released_at = %s WHERE cycle_id = %s",
                cycle.released_at,
                cycle.id,
            )
        )
        self.env["cs.appraisal.scorer"]._forget()
        results = self.env["cs.appraisal.result"].search([("cycle_id", "=", cycle.id)])
        results.fetch()  # else a thousand at a time
        if cycle.kind == "month":
            self._write_streaks(cycle, results)
        self._follow(results)
        self.env["cs.appraisal.result"]._wake()

    # Streaks (APP-07)

    def _write_streaks(self, cycle, results):
        marks = self._marks(cycle)
        rows = []
        for one in results:
            best, failing = zip(*marks[one.employee_id.id], strict=True)
            rows.append((one.id, streak(best), streak(failing)))
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE cs_appraisal_result r
                      SET best_streak = new.best, failing_streak = new.failing
                     FROM (VALUES %s) AS new (id, best, failing)
                    WHERE r.id = new.id""",
                SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in rows),
            )
        )
        self.env["cs.appraisal.result"].invalidate_model(flush=False)

    def _marks(self, cycle):
        """Month by month, oldest first, whether a person was first and was failing.

        Months without a result of the person say None: left out, nothing that
        applied, or no appraisal at all. Who is ranked alone is first of nobody.

        :return: dict employee id -> list of (bool or None, bool or None)
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.employee_id,
                       CASE WHEN r.rank > 0 THEN r.rank = 1 AND r.rank_of > 1 END,
                       CASE WHEN g.id IS NOT NULL THEN g.is_failing END
                  FROM cs_appraisal_result r
                  JOIN cs_appraisal_cycle c ON c.id = r.cycle_id
                  LEFT JOIN LATERAL (
                       SELECT grade_after_id FROM cs_appraisal_change h
                        WHERE h.result_id = r.id ORDER BY h.id DESC LIMIT 1) later
                       ON TRUE
                  LEFT JOIN cs_appraisal_policy_grade g
                       ON g.id = coalesce(later.grade_after_id, r.grade_id)
                 WHERE c.kind = 'month' AND c.company_id = %(company)s
                   AND c.state IN ('released', 'closed')
                   AND c.date_from BETWEEN %(first)s AND %(last)s
                 ORDER BY c.date_from
                """,
                company=cycle.company_id.id,
                first=cycle.date_from - relativedelta(months=LOOK_BACK),
                last=cycle.date_from,
            )
        )
        marks = defaultdict(list)
        for employee, best, failing in rows:
            marks[employee].append((best, failing))
        return marks

    # Consequences (APP-06, APP-07)

    def _follow(self, results):
        results.fetch()
        results.appraisal_id.fetch()
        now = self._grades_now(results)
        rows = [row for one in results for row in self._consequences(one, now[one])]
        insert_new(self.env, "cs_appraisal_consequence", _CONSEQUENCE, rows)
        self.env["cs.appraisal.consequence"].invalidate_model(flush=False)

    def _grades_now(self, results):
        """The grade of each result, with later differences."""
        now = {one: one.grade_id for one in results}
        changes = self.env["cs.appraisal.change"].search(
            [("result_id", "in", results.ids)], order="id"
        )
        return now | {change.result_id: change.grade_after_id for change in changes}

    def _consequences(self, result, grade):
        """What follows from one result: rows of ``cs.appraisal.consequence``."""
        policy = result.appraisal_id.policy_id
        follows = {
            "promotion": grade.is_promoted,
            "training": grade.is_trained,
            "pay_step": grade.pay_steps != 0,
            "best": result.best_streak == policy.best_streak_months,
            # A human decides; while it goes on, every further month asks again.
            "dismissal": bool(policy)
            and result.failing_streak >= policy.failing_streak_months,
        }
        streaks = {"best": result.best_streak, "dismissal": result.failing_streak}
        return [
            {
                "result_id": result.id,
                "company_id": result.company_id.id,
                "employee_id": result.employee_id.id,
                "department_id": result.department_id.id or None,
                "kind": kind,
                "month": result.month,
                "grade_id": grade.id or None,
                "steps": grade.pay_steps if kind == "pay_step" else 0,
                "streak": streaks.get(kind, 0),
                "state": "draft",
            }
            for kind, does_follow in follows.items()
            if does_follow
        ]
