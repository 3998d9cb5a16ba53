import json
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

#: A line as it counts: to the cent, turned round on a refund.
_AMOUNT = SQL(
    "round(line.total::numeric, 2) * CASE WHEN slip.credit_note THEN -1 ELSE 1 END"
)


class HrPayslipRun(models.Model):
    """Sums of a run's confirmed payslips, in one statement for any number of people.

    Exact: lines are rounded to the cent, here and nowhere else, and summed in the
    database as decimal numbers.
    """

    _inherit = "hr.payslip.run"

    def _cs_rule_sums(self):
        """dict rule id -> Decimal, of rules with any amount, in their order

        Before approval of the slips as they are computed, so that payroll sees whether
        they agree with the statements.
        """
        self._cs_flush_slips()
        rows = self.env.execute_query(
            SQL(
                """SELECT line.salary_rule_id, sum(%(amount)s)::text
                     FROM hr_payslip slip
                     JOIN hr_payslip_line line ON line.slip_id = slip.id
                     JOIN hr_salary_rule rule ON rule.id = line.salary_rule_id
                    WHERE slip.payslip_run_id = %(run)s
                      AND slip.state IN ('verify', 'done')
                    GROUP BY line.salary_rule_id, rule.sequence
                   HAVING bool_or(round(line.total::numeric, 2) != 0)
                    ORDER BY rule.sequence, line.salary_rule_id""",
                amount=_AMOUNT,
                run=self.id,
            )
        )
        return {rule: Decimal(amount) for rule, amount in rows}

    def _cs_book_sums(self, sides):
        """Balances of accounts.

        :param sides: as of ``cs.payroll.entry.line._sides``
        :return: list of (account id, distribution or False, partner id or False,
            Decimal above 0 for debit), without those of 0
        """
        distribution = self.env["cs.payroll.analytic"]._of_departments(self.company_id)
        totals = {}
        for account, department, partner, amount in self._cs_side_rows(sides):
            key = (account, distribution(department), partner)
            totals[key] = totals.get(key, Decimal(0)) + Decimal(amount)
        return [
            (account, json.loads(text) if text else False, partner or False, amount)
            for (account, text, partner), amount in totals.items()
            if amount
        ]

    def _cs_side_rows(self, sides):
        if not sides:
            return []
        self._cs_flush_slips()
        return self.env.execute_query(
            SQL(
                """SELECT side.account,
                          CASE WHEN side.spread THEN slip.cs_department_id END,
                          CASE WHEN side.whose THEN person.work_contact_id END,
                          sum(%(amount)s * side.sign)::text
                     FROM (VALUES %(sides)s)
                          AS side (rule, account, sign, spread, whose)
                     JOIN hr_payslip_line line ON line.salary_rule_id = side.rule
                     JOIN hr_payslip slip ON slip.id = line.slip_id
                     JOIN hr_employee person ON person.id = slip.employee_id
                    WHERE slip.payslip_run_id = %(run)s AND slip.state = 'done'
                    GROUP BY 1, 2, 3
                    ORDER BY 1, 2, 3""",
                amount=_AMOUNT,
                sides=SQL(", ").join(SQL("%s", side) for side in sides),
                run=self.id,
            )
        )

    def _cs_flush_slips(self):
        self.env["hr.payslip"].flush_model()
        self.env["hr.payslip.line"].flush_model()
        self.env["hr.employee"].flush_model(["work_contact_id"])
