from odoo.exceptions import UserError
from odoo.tests import tagged

from .payroll_case import JUNE
from .screen_case import ScreenCase


@tagged("cs_payroll", "cs_payroll_screen")
class TestPayrollStep(ScreenCase):
    """Month close: statements are paid, to the cent (INC-31, ALL-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls.env["cs.payroll.step"]
        cls.period = cls.env["cs.period"]._open_month(cls.company, JUNE)

    def open(self):
        self.env.invalidate_all()
        lines = self.step._period_open(self.period)
        return [line["count"] for line in lines]

    def test_open_until_the_run_is_approved(self):
        self.assertEqual(self.open(), [0, 1, 0, 0, 0, 0, 0])
        self.compute()
        self.assertEqual(self.open(), [0, 0, 0, 0, 1, 0, 0])
        [waits] = [
            line for line in self.step._period_open(self.period) if line["count"]
        ]
        self.assertEqual(waits["responsible"], self.company.cs_general_manager_id)
        self.approve_run()
        self.assertFalse(any(self.open()))

    def test_differences_and_slips_below_zero_stay_open(self):
        self.compute()
        self.approve_run()
        self.pay_run._cs_write({"cs_slip_statement_total": 1})
        self.env.cr.execute("UPDATE hr_payslip SET cs_net = -0.01")
        self.assertEqual(self.open(), [0, 0, 0, 0, 0, 2, 1])

    def test_a_statement_that_no_run_took(self):
        self.env.cr.execute(
            "UPDATE cs_incentive_statement SET state = 'approved',"
            " payslip_run_id = NULL WHERE id = %s",
            [self.statements[0].id],
        )
        self.assertEqual(self.open()[0], 1)
        action = self.step._period_open(self.period)[0]["action"]
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.statements[0])

    def test_facts_and_windows(self):
        self.compute()
        facts = self.step._period_facts(self.period)
        self.assertEqual(facts[0]["count"], 2)
        self.assertIn("7,700.00", facts[1]["count"])
        self.assertIn("7,655.00", facts[2]["count"])
        window = self.step._period_view(self.period)
        self.assertEqual(
            self.env[window["res_model"]].search(window["domain"]), self.pay_run
        )
        self.assertTrue(all(view for view, _kind in window["views"]))

    def test_an_open_step_is_not_locked(self):
        step = self.period.step_ids.filtered(lambda step: step.code == "payroll")
        self.assertEqual(step.type_id.res_model, "cs.payroll.step")
        with self.assertRaises(UserError):
            step.with_user(self.users["payroll"]).action_lock()
