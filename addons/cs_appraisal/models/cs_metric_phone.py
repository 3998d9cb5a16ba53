from odoo import api, models
from odoo.addons.cs_helpdesk.engine.phone_rings import COUNTED
from odoo.tools import SQL

from .cs_metric_source import NOT_APPLICABLE, ZERO

RECORD = "cs.phone.record"
IN_TIME, MISSED = "phone_in_time", "phone_missed"


class CsMetricPhone(models.AbstractModel):
    """Figures from the call log of the telephone system (APP-03, HD-03).

    A call counts on the local day on which it came, for the person whose extension it
    rang at. Who hung up while there was time, and what an appeal excused, counts
    nowhere.
    """

    _name = "cs.metric.phone"
    _inherit = ["cs.metric.source"]
    _description = "Call Log"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self.env[RECORD].flush_model()
        rows = self._rows(
            SQL(
                """
                SELECT employee_id, count(*) AS counted,
                       count(*) FILTER (WHERE verdict = 'in_time') AS in_time,
                       count(*) FILTER (WHERE verdict = 'missed') AS missed
                  FROM cs_phone_record
                 WHERE company_id = %s AND day BETWEEN %s AND %s
                   AND employee_id = ANY(%s) AND verdict = ANY(%s)
                 GROUP BY employee_id
                """,
                company.id,
                first,
                last,
                employees.ids,
                list(COUNTED),
            )
        )
        found = {}
        if IN_TIME in codes:
            found |= self._measures(
                employees, rows, IN_TIME, "in_time", "counted", NOT_APPLICABLE
            )
        if MISSED in codes:
            found |= self._measures(employees, rows, MISSED, "missed", missing=ZERO)
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        verdicts = ("missed",) if code == MISSED else COUNTED
        domain = [
            ("employee_id", "=", employee.id),
            ("company_id", "=", employee.sudo().company_id.id),
            ("day", ">=", first),
            ("day", "<=", last),
            ("verdict", "in", list(verdicts)),
        ]
        return {"res_model": RECORD, "domain": domain, "context": {}}
