from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_source import NOT_APPLICABLE, ZERO
from odoo.tools import SQL

IDEA = "cs.staff.idea"
#: code -> measure of who had none adopted
CODES = {"idea_best": NOT_APPLICABLE, "idea_count": ZERO}


class CsMetricIdea(models.AbstractModel):
    """Figures from adopted suggestions of the staff (INC-14, the best suggestion).

    By the day on which a suggestion was adopted at first, as its points stand now: what
    is decided anew after an appeal counts nowhere until then, and stays in its month.
    """

    _name = "cs.metric.idea"
    _inherit = ["cs.metric.source"]
    _description = "Staff Suggestions"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[IDEA].flush_model()
        rows = self._rows(
            SQL(
                """
                SELECT employee_id, count(*) AS idea_count,
                       round(max(score)::numeric, 2)::text AS idea_best
                  FROM cs_staff_idea
                 WHERE company_id = %s AND state IN ('adopted', 'done')
                   AND counts_on BETWEEN %s AND %s AND employee_id = ANY(%s)
                 GROUP BY employee_id
                """,
                company.id,
                first,
                last,
                employees.ids,
            )
        )
        found = {}
        for code in CODES.keys() & codes:
            found |= self._measures(employees, rows, code, code, missing=CODES[code])
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        return {
            "res_model": IDEA,
            "domain": [
                ("employee_id", "=", employee.id),
                ("company_id", "=", employee.sudo().company_id.id),
                ("state", "in", ("adopted", "done")),
                ("counts_on", ">=", first),
                ("counts_on", "<=", last),
            ],
        }
