from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .payroll_case import JUNE, PayrollMonthCase


@tagged("cs_payroll", "cs_payroll_run")
class TestPayRun(PayrollMonthCase):
    """From approved statements to final slips (INC-30, INC-31)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme(
            ("BASE", "fixed", {"amount": 3800, "by_days": True}),
            ("STAR", "fixed", {"amount": 50}, "award"),
        )
        cls.book(cls)
        cls.pay_run = cls.env["hr.payslip.run"]

    def hand_over(self):
        return self.pay_run.with_user(self.users["hr"]).action_cs_hand_over(
            self.company.id, JUNE
        )

    def computed(self):
        for role in ("agent", "agent2"):
            self.approve(role)
        run = self.hand_over()
        run.with_user(self.users["payroll"]).action_cs_receive()
        run.with_user(self.users["payroll"]).action_cs_compute()
        self.background()
        self.assertEqual(run.cs_state, "computed", run.sudo().cs_error)
        return run

    def background(self):
        cron = self.env.ref("cs_payroll.cs_payroll_run_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def lines(self, run, role="agent"):
        [slip] = run.sudo().slip_ids.filtered(
            lambda slip: slip.employee_id == self.people[role]
        )
        return {line.code: line.total for line in slip.line_ids}

    def test_inc_31_a_statement_becomes_a_slip(self):
        run = self.computed()
        self.assertEqual(
            self.lines(run),
            {"BASE": 3800, "STAR": 50, "GROSS": 3850, "NET": 3850},
        )
        self.assertEqual(run.cs_statement_total, 7700)
        self.assertEqual(run.cs_slip_statement_total, 7700)
        self.assertEqual(run.cs_net, 7700)
        run.with_user(self.users["gm"]).action_cs_approve()
        self.assertEqual(set(run.sudo().slip_ids.mapped("state")), {"done"})

    def test_inc_31_computing_again_changes_nothing(self):
        run = self.computed()
        before = run.sudo().slip_ids.line_ids.ids
        run.with_user(self.users["payroll"]).action_cs_compute()
        self.background()
        self.assertEqual(run.sudo().slip_ids.line_ids.ids, before)

    def test_three_people(self):
        for role in ("agent", "agent2"):
            self.approve(role)
        with self.assertRaises(AccessError):
            self.pay_run.with_user(self.users["payroll"]).action_cs_hand_over(
                self.company.id, JUNE
            )
        run = self.hand_over()
        with self.assertRaises(AccessError):
            run.with_user(self.users["hr"]).action_cs_receive()
        with self.assertRaises(UserError):
            run.with_user(self.users["gm"]).action_cs_approve()

    def test_three_people_over_rpc_too(self):
        """Who has two roles has one of them in a run, whichever button is shown."""
        for role in ("agent", "agent2"):
            self.approve(role)
        accountant = "cs_base.group_payroll_accountant"
        for name, group in (("both", "hr_officer"), ("boss", "general_manager")):
            self._create_role(name, f"cs_base.group_{group},{accountant}")
        run = self.pay_run.with_user(self.users["both"]).action_cs_hand_over(
            self.company.id, JUNE
        )
        run.with_user(self.users["payroll"]).action_cs_receive()
        with self.assertRaisesRegex(AccessError, "three people"):
            run.with_user(self.users["both"]).action_cs_compute()
        run.with_user(self.users["boss"]).action_cs_compute()
        self.background()
        self.assertFalse(run.with_user(self.users["boss"]).cs_can_approve)
        with self.assertRaisesRegex(AccessError, "three people"):
            run.with_user(self.users["boss"]).action_cs_approve()
        run.with_user(self.users["gm"]).action_cs_approve()

    def test_nothing_approved(self):
        with self.assertRaisesRegex(UserError, "INC-30"):
            self.hand_over()

    def test_what_is_approved_later_is_added(self):
        self.approve("agent")
        run = self.hand_over()
        self.assertEqual(run.cs_statement_count, 1)
        self.approve("agent2")
        self.assertEqual(self.hand_over(), run)
        self.assertEqual(run.cs_statement_count, 2)

    def test_an_approved_run_is_reopened_with_a_reason(self):
        run = self.computed()
        gm = run.with_user(self.users["gm"])
        gm.action_cs_approve()
        with self.assertRaisesRegex(UserError, "Say why"):
            gm.action_cs_reopen("  ")
        with self.assertRaises(AccessError):
            run.with_user(self.users["payroll"]).action_cs_reopen("A fault")
        gm.action_cs_reopen("A wrong tax table")
        self.assertEqual(set(run.sudo().slip_ids.mapped("state")), {"verify"})
        self.assertEqual((run.cs_state, run.state), ("received", "draft"))

    def test_figures_that_changed_are_not_approved(self):
        """The approved figure is the computed one."""
        run = self.computed()
        self.monthly_input("tax", 100)
        with self.assertRaisesRegex(UserError, "changed"):
            run.with_user(self.users["gm"]).action_cs_approve()

    def test_inc_28_no_net_pay_below_nothing(self):
        self.monthly_input("tax", 4000)
        run = self.computed()
        with self.assertRaisesRegex(UserError, "INC-28"):
            run.with_user(self.users["gm"]).action_cs_approve()

    def test_later_statements_come_in_a_further_run(self):
        self.approve("agent")
        run = self.hand_over()
        payroll = run.with_user(self.users["payroll"])
        payroll.action_cs_receive()
        payroll.action_cs_compute()
        self.background()
        self.assertEqual(run.sudo().slip_ids.employee_id, self.people["agent"])
        run.with_user(self.users["gm"]).action_cs_approve()
        self.approve("agent2")
        other = self.hand_over()
        self.assertEqual((other.cs_number, other.cs_statement_count), (2, 1))
