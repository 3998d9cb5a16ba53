from odoo import models
from odoo.addons.cs_base.engine.period import month_end, month_start
from odoo.fields import Domain
from odoo.tools import SQL

DAY, RESULT = "cs.attendance.day", "cs.appraisal.result"
ITEM = "cs.incentive.item"


class CsWhatIf(models.TransientModel):
    """What the user may read of the months: nothing else is shown (ALL-03)."""

    _inherit = "cs.what.if"

    def _readable(self, model, date):
        """Query of the records of the months that the user may read.

        :param date: name of the field that says when
        """
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain(date, ">=", month_start(self.month_from))
        domain &= Domain(date, "<=", month_end(self.month_to))
        if self.department_id:
            unit = Domain("department_id", "child_of", self.department_id.id)
            domain &= Domain("statement_id", "any", unit) if model == ITEM else unit
        # As the user, whoever computes: what is read decides what is shown.
        records = self.sudo(False).env[model]
        records.check_access("read")
        return records._search(domain)

    def _people_sql(self):
        queries = [
            self._readable(model, date)
            for model, date in ((DAY, "date"), (RESULT, "month"), (ITEM, "month"))
        ]
        parts = [
            query.select(SQL.identifier(query.table, "employee_id"))
            for query in queries
        ]
        return SQL(
            "SELECT DISTINCT employee_id FROM (%s) AS found ORDER BY 1",
            SQL(" UNION ").join(parts),
        )

    def _only_readable(self, records):
        """Those that the user may read (sudo)."""
        return records.sudo(False)._filtered_access("read").sudo()
