from collections import defaultdict

from odoo.tests import tagged

from .company_case import MONTHS, CompanyCase


@tagged("cs_payroll", "cs_payroll_company")
class TestCompany(CompanyCase):
    def test_inc_31_statement_is_payslip_to_the_cent(self):
        """300 people over six months: each statement, line by line, is on the slip."""
        for month in MONTHS:
            run = self.settled(month)
            with self.subTest(month=month):
                self.check(run)

    def check(self, run):
        self.assertEqual(
            self.money(run.cs_statement_total), self.money(run.cs_slip_statement_total)
        )
        self.assertGreaterEqual(len(run.slip_ids), 270)
        for slip in run.slip_ids:
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
