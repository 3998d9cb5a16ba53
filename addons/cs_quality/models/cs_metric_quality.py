from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_source import NOT_APPLICABLE, ZERO
from odoo.tools import SQL

REVIEW = "cs.quality.review"
#: code -> numerator, denominator, of whom nothing was reviewed
FIGURES = {
    "qa_score": ("score", "number", NOT_APPLICABLE),
    "qa_passed": ("passed", "number", NOT_APPLICABLE),
    "qa_knock_outs": ("knock_outs", None, ZERO),
}


class CsMetricQuality(models.AbstractModel):
    """Figures from reviews of conversations (HD-32), for APP-03 service attitude.

    A review counts in the period in which its ticket was closed. Second reviews, open
    ones, and those that an appeal made void count nowhere.
    """

    _name = "cs.metric.quality"
    _inherit = ["cs.metric.source"]
    _description = "Conversation QA"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[REVIEW].flush_model()
        rows = self._rows(
            SQL(
                """
                SELECT employee_id, count(*) AS number,
                       count(*) FILTER (WHERE is_passed) AS passed,
                       count(*) FILTER (WHERE is_knocked_out) AS knock_outs,
                       sum(round(score::numeric, 2))::text AS score
                  FROM cs_quality_review
                 WHERE kind = 'main' AND state = 'done' AND company_id = %s
                   AND closed_on BETWEEN %s AND %s AND employee_id = ANY(%s)
                 GROUP BY employee_id
                """,
                company.id,
                first,
                last,
                employees.ids,
            )
        )
        found = {}
        for code in codes & FIGURES.keys():
            column, of, missing = FIGURES[code]
            found |= self._measures(employees, rows, code, column, of, missing)
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        domain = [
            ("employee_id", "=", employee.id),
            ("company_id", "=", employee.sudo().company_id.id),
            ("kind", "=", "main"),
            ("state", "=", "done"),
            ("closed_on", ">=", first),
            ("closed_on", "<=", last),
        ]
        if code == "qa_knock_outs":
            domain.append(("is_knocked_out", "=", True))
        return {"res_model": REVIEW, "domain": domain}
