"""What rule code reads as ``payslips``, ``inputs`` and ``worked_days``."""

from odoo.addons.payroll.models.base_browsable import (
    InputLine,
    Payslips,
    WorkedDays,
)
from odoo.fields import Date
from odoo.tools import SQL


class Sums:
    """Sums of the confirmed slips of a person as they are now: what waits to be written
    is written first; of the slip's company; refunds count against."""

    def __init__(self, slip, values):
        super().__init__(slip.employee_id.id, values, slip.env)
        self.__dict__["cs_company"] = slip.company_id.id

    def _total(self, model, slip_field, column, code, from_date, to_date):
        self.env["hr.payslip"].flush_model()
        self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT sum(CASE WHEN s.credit_note THEN -p.%(column)s
                                ELSE p.%(column)s END)::float8
                  FROM hr_payslip s JOIN %(table)s p ON p.%(slip)s = s.id
                 WHERE s.employee_id = %(employee)s AND s.company_id = %(company)s
                   AND s.state = 'done' AND p.code = %(code)s
                   AND s.date_from >= %(first)s AND s.date_to <= %(last)s
                """,
                column=SQL.identifier(column),
                table=SQL.identifier(self.env[model]._table),
                slip=SQL.identifier(slip_field),
                employee=self.employee_id,
                company=self.__dict__["cs_company"],
                code=code,
                first=from_date,
                last=to_date or Date.today(),
            )
        )
        return rows[0][0] or 0.0


class SummedPayslips(Sums, Payslips):
    def __init__(self, slip):
        super().__init__(slip, slip)

    def sum(self, code, from_date, to_date=None):
        return self._total(
            "hr.payslip.line", "slip_id", "total", code, from_date, to_date
        )


class SummedInputs(Sums, InputLine):
    def sum(self, code, from_date, to_date=None):
        return self._total(
            "hr.payslip.input", "payslip_id", "amount", code, from_date, to_date
        )


class SummedDays(Sums, WorkedDays):
    def _sum(self, code, from_date, to_date=None):
        return tuple(
            self._total(
                "hr.payslip.worked_days", "payslip_id", column, code, from_date, to_date
            )
            for column in ("number_of_days", "number_of_hours")
        )
