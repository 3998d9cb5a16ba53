from odoo import api, fields, models
from odoo.tools import SQL

from ..models.cs_appraisal_template import KINDS


class CsAppraisalReport(models.Model):
    """Scores and grades as they stand now, for graphs and dashboards (APP-06, APP-07).

    One row a result that has a score, with what was corrected later. Grades of the
    same name in a company are one, also where a later policy has its own.

    Access as for ``cs.appraisal.result``: the person once it is given; leaders,
    supervisors, HR officers and the general manager those of their people, but nobody
    the own one before.
    """

    _name = "cs.appraisal.report"
    _description = "Appraisal Figures"
    _auto = False
    _order = "month desc, department_id, id"
    _rec_name = "cycle_id"
    _depends = {
        "cs.appraisal.result": [
            "best_streak",
            "failing_streak",
            "grade_id",
            "is_scored",
            "score",
        ],
        "cs.appraisal.change": ["grade_after_id", "result_id", "score_after"],
        "cs.appraisal.policy.grade": ["name", "policy_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    cycle_id = fields.Many2one("cs.appraisal.cycle", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    superior_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    job_id = fields.Many2one("hr.job", "Post", readonly=True)
    month = fields.Date(readonly=True, help="Month of the last day")
    released_at = fields.Datetime("Given On", readonly=True)
    grade_id = fields.Many2one("cs.appraisal.policy.grade", readonly=True)
    score = fields.Float(digits=(16, 2), readonly=True, aggregator="avg")
    failing_count = fields.Integer("Failing", readonly=True)
    failing_streak_count = fields.Integer(
        "Failing Streaks",
        readonly=True,
        help="APP-07: failing for as many months in a row as the policy says.",
    )
    best_streak_count = fields.Integer(
        "First-Place Streaks",
        readonly=True,
        help="APP-07: first for as many months in a row as the policy says.",
    )
    training_count = fields.Integer("Training Needs", readonly=True)
    promotion_count = fields.Integer("On the Promotion List", readonly=True)

    @property
    def _table_query(self):
        return SQL(_QUERY)

    @api.readonly
    def action_open(self):
        """The result behind a row, which has its id."""
        self.ensure_one()
        return self.env["cs.appraisal.result"].browse(self.id).get_formview_action()


_QUERY = """
    SELECT r.id, r.company_id, r.cycle_id, c.kind, r.employee_id, r.superior_id,
           r.department_id, a.job_id, r.month, r.released_at,
           coalesce(same.id, g.id) AS grade_id,
           coalesce(change.score_after, r.score) AS score,
           (g.is_failing IS TRUE)::int AS failing_count,
           (r.failing_streak >= policy.failing_streak_months)::int
             AS failing_streak_count,
           (r.best_streak >= policy.best_streak_months)::int AS best_streak_count,
           (g.is_trained IS TRUE)::int AS training_count,
           (g.is_promoted IS TRUE)::int AS promotion_count
      FROM cs_appraisal_result r
      JOIN cs_appraisal a ON a.id = r.appraisal_id
      JOIN cs_appraisal_cycle c ON c.id = r.cycle_id
      LEFT JOIN cs_appraisal_policy policy ON policy.id = a.policy_id
      LEFT JOIN LATERAL (
           SELECT one.score_after, one.grade_after_id FROM cs_appraisal_change one
            WHERE one.result_id = r.id ORDER BY one.id DESC LIMIT 1) change ON TRUE
      LEFT JOIN cs_appraisal_policy_grade g
        ON g.id = coalesce(change.grade_after_id, r.grade_id)
      LEFT JOIN LATERAL (
           SELECT max(other.id) AS id
             FROM cs_appraisal_policy_grade other
             JOIN cs_appraisal_policy its ON its.id = other.policy_id
            WHERE other.name = g.name AND its.company_id = r.company_id
              AND its.state IN ('approved', 'superseded')) same ON g.id IS NOT NULL
     WHERE r.is_scored
"""
