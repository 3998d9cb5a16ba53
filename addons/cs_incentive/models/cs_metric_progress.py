from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_source import NOT_APPLICABLE
from odoo.addons.cs_base.engine.period import month_start
from odoo.tools import SQL

RESULT = "cs.appraisal.result"


class CsMetricProgress(models.AbstractModel):
    """How much better the monthly appraisal became (INC-14, the most improved).

    The score of the last month of the period less that of the month before the period,
    both as given to the people; 0 for who did not improve. Who has only one of the two,
    because of APP-02 say, has no figure.
    """

    _name = "cs.metric.progress"
    _inherit = ["cs.metric.source"]
    _description = "Results of Appraisals"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        for model in (RESULT, "cs.appraisal.cycle", "cs.appraisal.change"):
            self.env[model].flush_model()
        before, now = self._months(first, last)
        rows = self._rows(
            SQL(
                """
                SELECT employee_id,
                       greatest(sum(score) FILTER (WHERE month = %(now)s)
                              - sum(score) FILTER (WHERE month = %(before)s), 0)::text
                       AS gain
                  FROM (SELECT r.employee_id, r.month,
                               round(coalesce(later.score_after, r.score)::numeric, 2)
                               AS score
                          FROM cs_appraisal_result r
                          JOIN cs_appraisal_cycle c ON c.id = r.cycle_id
                          LEFT JOIN LATERAL (
                               SELECT score_after FROM cs_appraisal_change h
                                WHERE h.result_id = r.id ORDER BY h.id DESC LIMIT 1
                               ) later ON TRUE
                         WHERE c.company_id = %(company)s AND c.kind = 'month'
                           AND c.state IN ('released', 'closed') AND r.is_scored
                           AND r.month IN (%(now)s, %(before)s)
                           AND r.employee_id = ANY(%(people)s)) AS given
                 GROUP BY employee_id HAVING count(*) = 2
                """,
                now=now,
                before=before,
                company=company.id,
                people=employees.ids,
            )
        )
        found = {}
        for code in codes & {"appraisal_gain"}:
            found |= self._measures(
                employees, rows, code, "gain", missing=NOT_APPLICABLE
            )
        return found

    @api.model
    def _months(self, first, last):
        """:return: (month before the period, its last month)"""
        return month_start(first) - relativedelta(months=1), month_start(last)

    @api.model
    def _metric_records(self, code, employee, first, last):
        return {
            "res_model": RESULT,
            "domain": [
                ("employee_id", "=", employee.id),
                ("cycle_id.kind", "=", "month"),
                ("month", "in", list(self._months(first, last))),
            ],
        }
