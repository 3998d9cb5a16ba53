from collections import defaultdict

from odoo.addons.cs_payroll.tests.company_case import MONTHS, CompanyCase
from odoo.tests import tagged

from .book_case import make_chart


@tagged("cs_payroll_account", "cs_payroll_company")
class TestCompany(CompanyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts, _journal = make_chart(cls.env, cls.company)
        cls.env["cs.payroll.account"]._propose(cls.company)

    def test_inc_31_statement_is_payslip_is_entry(self):
        """300 people over six months, to the cent: each statement, line by line, is on
        the slip, and all slips are the entry."""
        for month in MONTHS:
            run = self.settled(month)
            with self.subTest(month=month):
                self.assertGreaterEqual(len(run.slip_ids), 270)
                for slip in run.slip_ids:
                    self.check_slip(slip)
                self.check_entry(run)
        back = self.env["cs.incentive.item"].search(
            [("employee_id", "=", self.people["agent"].id), ("month", "=", MONTHS[2])]
        )
        # Carried from February, when there was no pay to take it from, and taken back.
        self.assertEqual(sorted(back.mapped("amount")), [-50, 50])

    def check_slip(self, slip):
        statement = slip.cs_statement_id
        self.assertEqual(slip.cs_statement_total, statement.total)
        by_code = defaultdict(int)
        for item in statement.item_ids:
            by_code[item.code] += self.money(item.amount)
        lines = {line.code: self.money(line.total) for line in slip.line_ids}
        for code, amount in by_code.items():
            self.assertEqual(lines.get(code, 0), amount, code)
        net = sum(
            self.money(line.total)
            for line in slip.line_ids
            if line.category_id.cs_counts in ("gross", "net")
        )
        self.assertEqual(net, self.money(slip.cs_net))

    def check_entry(self, run):
        """What is owed to people is their net pay, with the insurance that the employer
        pays for them; the whole is balanced, once."""
        [entry] = run.cs_entry_ids
        self.assertEqual(entry._differences(), [])
        sums = defaultdict(int)
        for line in entry.move_id.line_ids:
            sums[line.account_id] += self.money(line.balance)
        self.assertEqual(sum(sums.values()), 0)
        net = sum(self.money(slip.cs_net) for slip in run.slip_ids)
        employer = sum(
            self.money(line.total)
            for line in run.slip_ids.line_ids
            if line.code == "ER_INSURANCE"
        )
        self.assertEqual(-sums[self.accounts["2211"]], net + employer)
        entry.move_id.action_post()
        self.assertEqual(entry.move_id.date, run.date_end)
