import base64
import io
from decimal import Decimal

import openpyxl

from odoo.tests import tagged
from odoo.tools import SQL

from .book_case import EMPLOYER, GROSS, JUNE, NET, BookCase


@tagged("cs_payroll_account")
class TestTieOut(BookCase):
    """INC-31: statement = payslip = entry, by code and in total; a cent is seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement(
            "agent", ("COMMISSION", "earning", "1234.56"), ("FINE", "deduction", -100)
        )
        cls.statement(
            "agent2", ("COMMISSION", "earning", "0.10"), ("FINE", "deduction", "-0.20")
        )
        cls.env.cr.execute(
            SQL(
                "UPDATE hr_payslip SET struct_id = %s WHERE payslip_run_id = %s",
                cls.structure.id,
                cls.pay_run.id,
            )
        )
        cls.env.invalidate_all()

    @classmethod
    def statement(cls, role, *items):
        """A statement in payroll, past the guards."""
        parts = {section: Decimal(amount) for _code, section, amount in items}
        [[statement]] = cls.env.execute_query(
            SQL(
                """INSERT INTO cs_incentive_statement (company_id, employee_id, month,
                       state, earning, award, deduction, carried_in, carried_out, total,
                       approved_at, payslip_run_id)
                   VALUES (%s, %s, %s, 'paid', %s, 0, %s, 0, 0, %s, now(), %s)
                   RETURNING id""",
                cls.company.id,
                cls.people[role].id,
                JUNE,
                parts["earning"],
                parts["deduction"],
                sum(parts.values()),
                cls.pay_run.id,
            )
        )
        for code, section, amount in items:
            cls.item(statement, role, code, section, amount)

    @classmethod
    def item(cls, statement, role, code, section, amount):
        cls.env.cr.execute(
            SQL(
                """INSERT INTO cs_incentive_item (company_id, employee_id, statement_id,
                       month, for_month, section, code, name, rule, key, version,
                       amount, booked_at)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'INC-05', %s, 1,
                           %s, now())""",
                cls.company.id,
                cls.people[role].id,
                statement,
                JUNE,
                JUNE,
                section,
                code,
                code,
                f"{code}:{statement}",
                amount,
            )
        )

    def tie(self, role="payroll"):
        action = self.pay_run.with_user(self.users[role]).action_cs_tie_out()
        return self.env[action["res_model"]].browse(action["res_id"])

    def row(self, tie, code):
        [line] = tie.line_ids.filtered(lambda line: code in (line.code, line.name))
        return line

    def test_before_it_is_booked(self):
        tie = self.tie()
        self.assertFalse(tie.is_booked)
        self.assertFalse(tie.difference_count)
        line = self.row(tie, "COMMISSION")
        self.assertEqual((line.statement, line.payslip), (1234.66, 1234.66))
        self.assertFalse(line.has_entry)
        self.assertFalse(self.row(tie, "WAGE").has_statement)

    def test_before_it_is_approved(self):
        """Payroll sees that the computed slips agree."""
        run = self.pay_run.id
        self.force(
            "UPDATE hr_payslip SET state = 'verify' WHERE payslip_run_id = %s", run
        )
        self.force("UPDATE hr_payslip_run SET cs_state = 'computed' WHERE id = %s", run)
        tie = self.tie()
        self.assertFalse(tie.difference_count)
        self.assertEqual(self.row(tie, "COMMISSION").payslip, 1234.66)

    def test_booked(self):
        self.book()
        tie = self.tie("gm")
        self.assertEqual(tie.difference_count, 0)
        for name, amount in (("Gross pay", GROSS), ("Net pay", NET)):
            line = self.row(tie, name)
            self.assertEqual((line.payslip, line.entry), (float(amount),) * 2)
        total = self.row(tie, "Statements")
        self.assertEqual((total.statement, total.payslip, total.entry), (1134.46,) * 3)
        expense = self.row(tie, "6601")
        self.assertEqual(expense.entry, float(GROSS + EMPLOYER))

    def test_a_cent_on_a_payslip(self):
        self.book()
        self.force(
            "UPDATE hr_payslip_line SET total = total + 0.01 WHERE code = 'COMMISSION'"
            " AND slip_id = %s",
            self.pay_run.slip_ids[:1].id,
        )
        tie = self.tie()
        line = self.row(tie, "COMMISSION")
        self.assertEqual(line.statement_difference, 0.01)
        self.assertEqual(line.entry_difference, -0.01)
        self.assertFalse(line.is_even)
        self.assertFalse(self.row(tie, "6601").is_even)
        self.assertTrue(self.row(tie, "FINE").is_even)

    def test_a_cent_in_the_books(self):
        move = self.book().move_id
        line = move.line_ids.filtered(lambda line: line.account_id.code == "6601")
        self.force(
            "UPDATE account_move_line SET balance = balance + 0.01 WHERE id = %s",
            line.id,
        )
        row = self.row(self.tie(), "6601")
        self.assertEqual(row.entry_difference, 0.01)

    def test_codes_that_no_rule_has(self):
        """They stand in the rest of their section."""
        statement = self.pay_run.cs_statement_ids[:1]
        role = statement.employee_id.name
        self.item(statement.id, role, "STRANGE", "earning", 5)
        line = self.row(self.tie(), "REST_EARNING")
        self.assertEqual((line.statement, line.payslip), (5, 0))
        self.assertFalse(line.is_even)

    def test_sheet(self):
        self.book()
        tie = self.tie().with_user(self.users["payroll"])
        [token] = [p for p in tie.action_export()["url"].split("/") if p.isdigit()]
        content = self.env["cs.sheet.download"].sudo().browse(int(token)).content
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)))
        [sheet] = book
        rows = list(sheet.iter_rows(values_only=True))
        [line] = [row for row in rows if row[1] == "COMMISSION"]
        self.assertEqual(line[3:6], (1234.66,) * 3)
        self.assertEqual(line[-1], "Equal")
