from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_source import NOT_APPLICABLE, ZERO
from odoo.tools import SQL

RESULT = "cs.inspection.result"
#: code -> numerator, denominator, of whom nothing was inspected
FIGURES = {
    "inspection_score": ("score", "number", NOT_APPLICABLE),
    "inspection_serious": ("serious", None, ZERO),
}


class CsMetricInspection(models.AbstractModel):
    """Figures from inspections (HD-30), for the appraisal (APP-03).

    A result counts in the period of its day. Open ones, those that did not take place,
    and those that an appeal made void count nowhere.
    """

    _name = "cs.metric.inspection"
    _inherit = ["cs.metric.source"]
    _description = "Inspection"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[RESULT].flush_model()
        rows = self._rows(
            SQL(
                """
                SELECT employee_id, count(*) AS number,
                       sum(serious_count) AS serious,
                       sum(round(score::numeric, 2))::text AS score
                  FROM cs_inspection_result
                 WHERE state = 'done' AND company_id = %s
                   AND date BETWEEN %s AND %s AND employee_id = ANY(%s)
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
            ("state", "=", "done"),
            ("date", ">=", first),
            ("date", "<=", last),
        ]
        if code == "inspection_serious":
            domain.append(("serious_count", ">", 0))
        return {"res_model": RESULT, "domain": domain}
