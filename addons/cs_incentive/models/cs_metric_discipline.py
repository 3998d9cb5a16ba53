from odoo import api, models
from odoo.tools import SQL

ENTRY = "cs.discipline.entry"
#: code -> sign of the points
POINTS = {"discipline_points": -1, "award_points": 1}
#: code -> kind of entry
KINDS = {
    "discipline_criticisms": "criticism",
    "discipline_warnings": "warning",
    "discipline_minor": "minor",
    "discipline_major": "major",
    "discipline_fines": "fine",
    "discipline_compensations": "compensation",
    "discipline_awards": "award",
}


class CsMetricDiscipline(models.AbstractModel):
    """Figures from approved entries of the rule book (INC-20, APP-09).

    Entries as they stand now, by the day of the event: what was cancelled counts
    nowhere, and the fine for whom one leads (INC-26) is none of the own.
    """

    _name = "cs.metric.discipline"
    _inherit = ["cs.metric.source"]
    _description = "Discipline and Awards"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[ENTRY].flush_model()
        columns = [
            SQL(
                "round(coalesce(sum(%s * e.points) FILTER (WHERE %s * e.points > 0), 0)"
                "::numeric, 2)::text AS %s",
                sign,
                sign,
                SQL.identifier(code),
            )
            for code, sign in POINTS.items()
        ]
        columns += [
            SQL("count(*) FILTER (WHERE e.kind = %s) AS %s", kind, SQL.identifier(code))
            for code, kind in KINDS.items()
        ]
        rows = self._rows(
            SQL(
                """
                SELECT e.employee_id, %s
                  FROM cs_discipline_entry e
                 WHERE e.company_id = %s AND e.date BETWEEN %s AND %s
                   AND e.employee_id = ANY(%s) AND e.state = 'approved'
                   AND e.joint_of_id IS NULL AND e.reverses_id IS NULL
                   AND NOT EXISTS (SELECT FROM cs_discipline_entry r
                                    WHERE r.reverses_id = e.id)
                 GROUP BY e.employee_id
                """,
                SQL(", ").join(columns),
                company.id,
                first,
                last,
                employees.ids,
            )
        )
        found = {}
        for code in codes & (POINTS.keys() | KINDS.keys()):
            found |= self._measures(employees, rows, code, code)
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        if code in KINDS:
            what = ("kind", "=", KINDS[code])
        else:
            what = ("points", "<" if POINTS[code] < 0 else ">", 0)
        return {
            "res_model": ENTRY,
            "domain": [
                ("employee_id", "=", employee.id),
                ("company_id", "=", employee.sudo().company_id.id),
                ("date", ">=", first),
                ("date", "<=", last),
                ("state", "=", "approved"),
                ("joint_of_id", "=", False),
                ("reverses_id", "=", False),
                ("reversal_ids", "=", False),
                what,
            ],
        }
