from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import pre_init_hook, uninstall_hook
from .payroll_case import JUNE, PayrollCase

INDEXES = {
    "hr_payslip_line": {"slip_id", "parent_line_id"},
    "hr_payslip": {"payslip_run_id", "cs_statement_id", "cs_sheet_id"},
    "hr_payslip_input": {"payslip_id"},
    "hr_payslip_worked_days": {"payslip_id"},
}


@tagged("cs_payroll")
class TestPayrollHooks(PayrollCase):
    """What installing promises, and what uninstalling leaves."""

    def indexes(self, table):
        self.cr.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", (table,)
        )
        return dict(self.cr.fetchall())

    def test_indexes_are_there(self):
        """c5: without them deleting a line scans the table."""
        for table, columns in INDEXES.items():
            found = self.indexes(table).values()
            for column in columns:
                with self.subTest(table=table, column=column):
                    self.assertTrue(
                        any(f"USING btree ({column})" in one for one in found)
                    )
        self.assertIn("hr_payslip_cs_person_index", self.indexes("hr_payslip"))

    def test_once_is_a_promise_of_the_database(self):
        once = self.indexes("hr_payslip")["hr_payslip_cs_once"]
        self.assertIn("UNIQUE", once)
        self.cr.execute(
            "SELECT conname FROM pg_constraint WHERE conname IN %s",
            (
                (
                    "hr_payslip_run_cs_once",
                    "hr_payslip_run_cs_whole",
                    "cs_payroll_input_once",
                    "cs_payroll_input_month_first",
                    "cs_payroll_input_not_negative",
                    "cs_payroll_input_finite",
                ),
            ),
        )
        self.assertEqual(self.cr.rowcount, 6)

    def test_installing_over_two_slips_is_refused(self):
        pre_init_hook(self.env)
        self.cr.execute("DROP INDEX hr_payslip_cs_once")
        self.slip()
        self.slip()
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "agent"):
            pre_init_hook(self.env)

    def test_cancelled_slips_are_in_nobodys_way(self):
        self.slip().action_payslip_cancel()
        self.env.flush_all()
        self.slip()
        self.env.flush_all()
        pre_init_hook(self.env)

    def test_uninstalling_is_refused_while_there_are_approved_slips(self):
        final = self.env["ir.module.module"]._cs_final_records
        self.assertFalse([one for one in final({"cs_payroll"}) if "payslips" in one])
        self.slip()._cs_write({"cs_month": JUNE, "state": "done"})
        self.assertIn(
            "payslips that are confirmed: 1", final({"cs_payroll", "cs_incentive"})
        )
        self.assertFalse([one for one in final({"cs_helpdesk"}) if "payslips" in one])

    def test_uninstalling_leaves_nothing(self):
        """No row of ours stands in the way of rules and structures that go."""
        self.monthly_input("tax", 10)
        slip = self.slip()
        self.input_of(slip, "TYPED", 1)
        self.env["hr.payslip.line"]._cs_create(
            [
                {
                    "slip_id": slip.id,
                    "salary_rule_id": self.env.ref("cs_payroll.rule_tax").id,
                    "name": "Tax",
                    "code": "TAX",
                    "amount": -1,
                    "amount_select": "cs_input",
                }
            ]
        )
        self.env.flush_all()
        uninstall_hook(self.env)
        self.assertFalse(self.env["cs.payroll.input"].search([]))
        self.assertFalse(
            self.env["hr.payslip.line"].search(
                [("salary_rule_id", "in", self.our_rules().ids)]
            )
        )
