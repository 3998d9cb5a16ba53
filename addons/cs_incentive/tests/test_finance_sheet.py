import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pay_case import JULY, JUNE, PayCase


@tagged("cs_incentive", "cs_incentive_statement")
class TestFinanceSheet(PayCase):
    """INC-32: a row a person, a column a code, totals and details."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200.5}),
            ("CHECK", "event", {"metric_id": "sets_sold", "amount": 5}, "deduction"),
        )
        cls.people["agent"].name = "=HYPERLINK(1)"

    def sheets(self, role, months=(JUNE,)):
        statements = self.env["cs.incentive.statement"].search(
            [("company_id", "=", self.company.id), ("month", "in", months)]
        )
        action = statements.with_user(self.users[role]).action_export_finance()
        [token] = [int(part) for part in action["url"].split("/") if part.isdigit()]
        content = self.env["cs.sheet.download"].sudo().browse(token).content
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)))
        return [list(sheet.iter_rows(values_only=True)) for sheet in book]

    def test_people_and_details(self):
        self.sold("agent", 2)
        self.book()
        people, details = self.sheets("payroll")
        head = next(row for row in people if "Employee" in row)
        own = next(row for row in people if row[1] == "=HYPERLINK(1)")
        figures = dict(zip(head, own, strict=True))
        self.assertEqual(figures["Base (BASE)"], 1200.5)
        self.assertEqual(figures["Check (CHECK)"], -10)
        self.assertEqual(figures["In All"], 1190.5)
        amounts = [row[-1] for row in details if row[4] in ("BASE", "CHECK")]
        self.assertEqual(round(sum(amounts), 2), 2391)

    def test_entries_share_a_column(self):
        """One column a code, called alike whatever the rules of its entries."""
        items = self.env["cs.incentive.item"]
        fines = items.new({"code": "FINE", "section": "deduction", "name": "SV-1"})
        codes = self.env["cs.incentive.statement"]._finance_codes(fines)
        self.assertEqual(codes, {"FINE": "Fines"})

    def test_who_and_what(self):
        self.book(JUNE)
        self.book(JULY)
        for role in ("agent", "leader", "supervisor", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.sheets(role)
        with self.assertRaisesRegex(UserError, "INC-32"):
            self.sheets("hr", (JUNE, JULY))
