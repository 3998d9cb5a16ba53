import base64
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .payroll_case import JUNE
from .screen_case import ScreenCase

HEADS = ["month", "employee_number", "rule_id", "amount", "note"]


@tagged("cs_payroll", "cs_payroll_screen")
class TestPayrollInput(ScreenCase):
    """Monthly inputs are entered and imported while the slip is open (INC-31)."""

    def values(self, **vals):
        return {
            "employee_id": self.people["agent2"].id,
            "month": JUNE,
            "rule_id": self.env.ref("cs_payroll.rule_tax").id,
            "amount": 10,
            **vals,
        }

    def inputs(self, role="payroll"):
        return self.by(role, self.env["cs.payroll.input"])

    def test_any_day_stands_for_its_month(self):
        one = self.inputs().create(self.values(month="2025-06-30"))
        self.assertEqual(one.month, JUNE)
        one.month = "2025-07-31"
        self.assertEqual(str(one.month), "2025-07-01")
        # It is 8 July: June is paid.
        self.assertEqual(self.inputs().default_get(["month"])["month"], JUNE)

    def test_only_what_payroll_knows_is_entered(self):
        for rule in ("base", "net"):
            with self.subTest(rule=rule), self.assertRaisesRegex(UserError, "INC-31"):
                rule = self.env.ref(f"cs_payroll.rule_{rule}")
                self.inputs().create(self.values(rule_id=rule.id))

    def test_an_approved_slip_closes_the_month(self):
        self.compute()
        other = self.inputs().create(self.values(month="2025-07-01"))
        self.approve_run()
        mine = self.tax.with_env(self.inputs().env)
        for attack in (
            lambda: mine.write({"amount": 1}),
            lambda: mine.unlink(),
            lambda: mine.write({"month": "2025-07-01"}),
            lambda: other.write({"month": "2025-06-15"}),
            lambda: self.inputs().create(self.values()),
        ):
            with self.assertRaises(UserError):
                attack()
        other.amount = 11
        self.by("gm", self.pay_run).action_cs_reopen("Tax came late")
        mine.amount = 46

    def test_import_by_number_and_code(self):
        """Employee number or name, code or name of the pay item."""
        self.people["agent2"].barcode = "0147"
        result = self.inputs().load(
            HEADS, [["2025-06-20", "0147", "PENSION", "80.5", "=1+1"]]
        )
        self.assertFalse(result["messages"])
        one = self.inputs().browse(result["ids"])
        self.assertEqual(one.employee_id, self.people["agent2"])
        self.assertEqual((one.code, one.amount, one.month), ("PENSION", 80.5, JUNE))
        self.assertEqual((one.note, one.employee_number), ("=1+1", "0147"))
        result = self.inputs().load(
            ["month", "employee_id", "rule_id", "amount"],
            [["2025-06-01", "agent2", "Housing fund", "7"]],
        )
        self.assertFalse(result["messages"])

    def test_import_says_what_is_wrong(self):
        self.people["agent2"].barcode = "0147"
        for row, word in (
            (["2025-06-20", "147", "PENSION", "80", ""], "147"),
            (["2025-06-20", "0147", "BASE", "80", ""], "INC-31"),
        ):
            with self.subTest(row=row):
                result = self.inputs().load(HEADS, [row])
                self.assertFalse(result["ids"])
                self.assertIn(word, result["messages"][0]["message"])

    def test_the_template_has_the_headings_of_the_reader(self):
        [template] = self.inputs().get_import_templates()
        download = int(template["template"].split("/")[4])
        content = self.env["cs.sheet.download"].sudo().browse(download).content
        first, items = load_workbook(BytesIO(base64.b64decode(content))).worksheets
        names = [cell.value for cell in next(first.iter_rows())]
        fields = self.inputs().fields_get(attributes=["string", "readonly"])
        importable = {one["string"] for one in fields.values() if not one["readonly"]}
        self.assertEqual(len(names), 6)
        self.assertLessEqual(set(names), importable)
        self.assertIn("PENSION", [row[1].value for row in items.iter_rows()])

    def test_who_enters(self):
        for role in ("agent", "leader", "gm"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.inputs(role).create(self.values())
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.inputs(role).get_import_templates()
        self.assertEqual(self.inputs("gm").search([]), self.tax)
