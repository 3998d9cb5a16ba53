from odoo.exceptions import UserError
from odoo.tests import tagged

from .payroll_case import JUNE, PayrollCase


@tagged("cs_payroll")
class TestSlipEvaluation(PayrollCase):
    """What rules with program text read (OCA payroll: defects 4–6, 12, 15, 16)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock.rule_ids = False

    def rule(self, code, text, **vals):
        return self.salary_rule(
            code, "code", self.stock, amount_python_compute=text, **vals
        )

    def computed(self, role="agent", **vals):
        slip = self.slip(role, struct_id=self.stock.id, **vals)
        return slip

    def test_inputs_of_one_code_add_up(self):
        """Plain: the last of 100 and 50 wins."""
        self.rule("BONUS", "result = inputs.BONUS.amount")
        self.rule("HEADS", "result = inputs.BONUS.amount_qty")
        slip = self.computed()
        self.input_of(slip, "BONUS", 100, amount_qty=2)
        self.input_of(slip, "BONUS", 50, amount_qty=1)
        slip.compute_sheet()
        self.assertEqual(slip.line_ids.mapped("total"), [150, 3])

    def test_a_condition_leaves_no_amount_behind(self):
        """Plain: the line pays 1.0."""
        self.rule(
            "LEAK",
            "other = 1",
            condition_select="python",
            condition_python="result = True",
        )
        with self.assertRaisesRegex(UserError, "sets no result"):
            self.computed().compute_sheet()

    def two_contracts(self):
        """agent2: 5000 until the 15th, 9000 from the 16th; 10 and 11 days of work."""
        return self.next_contract("agent2", 9000)

    def test_each_contract_has_its_own_days_and_inputs(self):
        """Plain: both have the last one's, and the bonus twice."""
        second = self.two_contracts()
        self.rule("DAYS", "result = worked_days.WORK100.number_of_days")
        self.rule("BONUS", "result = inputs.BONUS.amount")
        slip = self.computed("agent2", contract_id=False)
        self.input_of(slip, "BONUS", 100, contract_id=second.id)
        slip.compute_sheet()
        lines = slip.line_ids.sorted(lambda line: (line.code, line.contract_id.id))
        self.assertEqual(
            [(line.code, line.contract_id == second, line.total) for line in lines],
            [
                ("BONUS", False, 0),
                ("BONUS", True, 100),
                ("DAYS", False, 10),
                ("DAYS", True, 11),
            ],
        )

    def test_a_raise_keeps_the_days_of_the_month(self):
        """Plain: days from the raise only, 11 of 21."""
        self.raised("agent", 8000, "2025-06-16")
        self.rule("DAYS", "result = worked_days.WORK100.number_of_days")
        slip = self.computed(contract_id=self.people["agent"].version_ids[-1].id)
        slip.compute_sheet()
        self.assertEqual(slip.line_ids.total, 21)

    def test_a_rule_skipped_for_one_contract_applies_to_the_next(self):
        self.two_contracts()
        self.rule(
            "RICH",
            "result = contract.wage",
            condition_select="python",
            condition_python="result = contract.wage > 6000",
        )
        slip = self.computed("agent2", contract_id=False)
        slip.compute_sheet()
        self.assertEqual(slip.line_ids.mapped("total"), [9000])

    def test_sums_are_those_of_now(self):
        """Plain: what was confirmed in the same transaction counts 0."""
        self.rule("BASIC", "result = 1000")
        may = self.computed(first="2025-05-01", last="2025-05-31")
        self.input_of(may, "BONUS", 70)
        may.action_payslip_done()
        self.rule("YEAR", "result = payslips.sum('BASIC', '2025-01-01', '2025-12-31')")
        self.rule("GIFT", "result = inputs.sum('BONUS', '2025-01-01', '2025-12-31')")
        self.rule(
            "PAST", "result = worked_days.sum('WORK100', '2025-01-01', '2025-12-31')"
        )
        slip = self.computed()
        slip.compute_sheet()
        totals = {line.code: line.total for line in slip.line_ids}
        self.assertEqual((totals["YEAR"], totals["GIFT"]), (1000, 70))
        self.assertEqual(totals["PAST"], 22)
        may.refund_sheet()
        slip.compute_sheet()
        totals = {line.code: line.total for line in slip.line_ids}
        self.assertEqual([totals[one] for one in ("YEAR", "GIFT", "PAST")], [0, 0, 0])

    def test_sums_are_those_of_the_company(self):
        """Of a person moved between companies."""
        self.rule("BASIC", "result = 1000")
        may = self.computed(first="2025-05-01", last="2025-05-31")
        may.action_payslip_done()
        other = self.env["res.company"].create({"name": "Other"})
        may._cs_write({"company_id": other.id})
        self.rule("YEAR", "result = payslips.sum('BASIC', '2025-01-01', '2025-12-31')")
        slip = self.computed()
        slip.compute_sheet()
        line = slip.line_ids.filtered(lambda one: one.code == "YEAR")
        self.assertEqual(line.total, 0)

    def test_refunds_count_against_in_the_register(self):
        """Plain: the report adds them."""
        register = self.env["hr.contribution.register"].create({"name": "Fund"})
        self.rule("FUND", "result = -80", register_id=register.id)
        slip = self.computed()
        slip.action_payslip_done()
        form = {"date_from": JUNE, "date_to": "2025-06-30"}
        report = self.env["report.payroll.report_contributionregister"]
        report = report.with_context(active_ids=register.ids)
        self.env.flush_all()
        values = report._get_report_values([], {"form": form})
        self.assertEqual(values["lines_total"][register.id], -80)
        slip.refund_sheet()
        self.env.flush_all()
        values = report._get_report_values([], {"form": form})
        self.assertEqual(values["lines_total"][register.id], 0)
