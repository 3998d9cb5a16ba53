from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class CsPayrollStatutory(models.AbstractModel):
    """Social insurance, income tax and other amounts besides the statement (INC-31).

    Here they are what payroll entered or imported (``cs.payroll.input``). A
    localisation extends :meth:`_amounts`; it finds the statements and wages of the
    month in ``facts``.
    """

    _name = "cs.payroll.statutory"
    _description = "Social Insurance and Tax"

    @api.model
    def _amounts(self, facts, people):
        """Amounts of a month by code of the salary rule that places them.

        :param facts: ``PayFacts``
        :param people: hr.employee
        :return: dict employee id -> dict code -> (name, Decimal); what is taken off is
            below 0
        """
        self.env["cs.payroll.input"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.employee_id, r.code, coalesce(i.note, ''),
                       (CASE WHEN r.cs_is_withheld THEN -i.amount
                             ELSE i.amount END)::text
                  FROM cs_payroll_input i JOIN hr_salary_rule r ON r.id = i.rule_id
                 WHERE i.month = %s AND i.employee_id = ANY(%s)
                """,
                facts.month,
                people.ids,
            )
        )
        found = defaultdict(dict)
        for employee, code, note, amount in rows:
            found[employee][code] = (note, Decimal(amount))
        return found
