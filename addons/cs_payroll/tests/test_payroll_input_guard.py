from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .payroll_case import PayrollCase


@tagged("cs_payroll")
class TestPayrollInputGuard(PayrollCase):
    """INC-31, TRUST.md: who enters social insurance and tax, and for whom not."""

    def test_the_accountant_enters_for_others(self):
        entry = self.monthly_input("tax", 100)
        entry.amount = 90
        with self.assertRaises(AccessError):
            entry.employee_id = self.people["payroll"]
            self.env.flush_all()

    def test_nobody_enters_the_own(self):
        for role in ("payroll", "hr"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.monthly_input("tax", 1, role, by=role)

    def test_hr_enters_those_of_accountants_only(self):
        """So that maker, beneficiary and approver are three people."""
        entry = self.monthly_input("tax", 50, "payroll", by="hr")
        mine = entry.with_user(self.users["payroll"])
        with self.assertRaises(AccessError):
            mine.write({"amount": 1})
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            self.monthly_input("tax", 50, "agent", by="hr")

    def test_others_enter_nothing(self):
        entry = self.monthly_input("tax", 50)
        for role in ("agent", "leader", "supervisor", "gm", "admin", "hr"):
            own = entry.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(own.has_access("read"), role == "gm")
                self.assertFalse(own.has_access("write"))
                self.assertFalse(own.has_access("unlink"))
                with self.assertRaises(AccessError):
                    self.monthly_input("tax", 5, "agent2", by=role)

    def test_amounts_are_numbers(self):
        entry = self.monthly_input("tax", 50)
        for amount in ("NaN", "Infinity", "1000000000000", "-0.01"):
            with (
                self.subTest(amount),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    "UPDATE cs_payroll_input SET amount = %s WHERE id = %s",
                    (amount, entry.id),
                )

    def test_one_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        entry = self.monthly_input("tax", 50)
        with self.assertRaises(UserError):
            entry.sudo().company_id = other
