from odoo.addons.cs_payroll.tests.payroll_case import PayrollMonthCase
from odoo.tests import tagged

from .book_case import JUNE, make_chart


@tagged("cs_payroll_account")
class TestMonth(PayrollMonthCase):
    """INC-31: a month from statements to the books and back, as the roles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make_chart(cls.env, cls.company)
        cls.env["cs.payroll.account"]._propose(cls.company)
        cls.scheme(
            ("BASE", "fixed", {"amount": 3800, "by_days": True}),
            ("STAR", "fixed", {"amount": 50.05}, "award"),
        )
        cls.book(cls)

    def computed(self):
        for role in ("agent", "agent2"):
            self.approve(role)
        runs = self.env["hr.payslip.run"].with_user(self.users["hr"])
        run = runs.action_cs_hand_over(self.company.id, JUNE)
        run = run.with_user(self.users["payroll"])
        run.action_cs_receive()
        self.compute(run)
        return run

    def compute(self, run):
        run.action_cs_compute()
        cron = self.env.ref("cs_payroll.cs_payroll_run_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def tie(self, run):
        action = run.action_cs_tie_out()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_approved_reopened_approved(self):
        self.monthly_input(rule="tax", amount=45.5)
        run = self.computed()
        manager = run.with_user(self.users["gm"])
        manager.action_cs_approve()
        entry = run.sudo()._cs_entry()
        debits = sum(entry.move_id.line_ids.mapped("debit"))
        self.assertEqual(round(debits, 2), round(run.sudo().cs_gross, 2))
        tie = self.tie(run)
        self.assertEqual((tie.is_booked, tie.difference_count), (True, 0))
        entry.move_id.sudo().action_post()
        manager.action_cs_reopen("A bonus was missing")
        self.assertEqual(entry.reversal_id.state, "posted")
        self.monthly_input(rule="pension", amount=300)
        self.compute(run)
        manager.action_cs_approve()
        again = run.sudo()._cs_entry()
        self.assertEqual(again.number, 2)
        self.assertEqual(self.tie(run).difference_count, 0)
        final = self.env["ir.module.module"]._cs_final_records({"cs_payroll_account"})
        self.assertTrue(any("1" in text for text in final))
