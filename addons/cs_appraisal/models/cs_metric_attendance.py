from odoo import api, models
from odoo.tools import SQL

DAY = "cs.attendance.day"
#: code -> column of the day
COLUMNS = {
    "late_count": "late_count",
    "early_count": "early_count",
    "late_minutes": "late_minutes",
    "missed_punches": "missed_count",
    "absent_days": "absent_days",
    "days_present": "present_days",
}


class CsMetricAttendance(models.AbstractModel):
    """Figures from the verdicts on people's days (APP-09, ATT-01 to ATT-09).

    The days as they stand: what changes them later, an adjustment of a month that was
    handed over, is seen there and not here.
    """

    _name = "cs.metric.attendance"
    _inherit = ["cs.metric.source"]
    _description = "Attendance Verdicts"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[DAY].flush_model()
        sums = [
            SQL(
                "round(coalesce(sum(%s), 0)::numeric, 4)::text AS %s",
                SQL.identifier(column),
                SQL.identifier(code),
            )
            for code, column in COLUMNS.items()
        ]
        rows = self._rows(
            SQL(
                "SELECT employee_id, %s FROM cs_attendance_day"
                " WHERE company_id = %s AND date BETWEEN %s AND %s"
                " AND employee_id = ANY(%s) GROUP BY employee_id",
                SQL(", ").join(sums),
                company.id,
                first,
                last,
                employees.ids,
            )
        )
        found = {}
        for code in codes & COLUMNS.keys():
            found |= self._measures(employees, rows, code, code)
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        return {
            "res_model": DAY,
            "domain": [
                ("employee_id", "=", employee.id),
                ("company_id", "=", employee.sudo().company_id.id),
                ("date", ">=", first),
                ("date", "<=", last),
                (COLUMNS[code], ">", 0),
            ],
        }
