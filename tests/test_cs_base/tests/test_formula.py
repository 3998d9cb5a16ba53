from decimal import Decimal

from odoo.addons.cs_base.engine.formula import FormulaError, FormulaNotApplicable
from odoo.addons.cs_base.engine.formula_error import FORMULA_CODES
from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import ValidationError
from odoo.tests import tagged

HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "env.cr.execute('select 1')",
    "points.sudo()",
    "10**10**10",
    "open('/etc/passwd')",
    "[x for x in (1, 2)]",
    "lambda: 1",
    "(" * 100_000,
    "9" * 100_000,
    "x" * 1_000_000,
]


@tagged("cs_base", "cs_base_formula")
class TestFormula(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["test.cs.formula"].with_user(cls.users["agent"])

    def test_a_saved_formula_computes(self):
        rule = self.Rule.create(
            {"amount": "max(points - base, 0) * 270", "condition": "passed"}
        )
        facts = {"points": Decimal(92), "base": Decimal(80)}
        self.assertEqual(rule._formula("amount").evaluate(facts), 3240)
        self.assertIs(rule._formula("condition").evaluate({"passed": True}), True)

    def test_no_formula_is_none(self):
        rule = self.Rule.create({"name": "Empty"})
        self.assertIsNone(rule._formula("amount"))

    def test_hostile_text_is_refused_when_saved(self):
        """TRUST "Formulas", over create, write and import alike."""
        rule = self.Rule.create({"amount": "points"})
        for text in HOSTILE:
            with self.subTest(text=text[:30]):
                with self.assertRaises(ValidationError):
                    self.Rule.create({"amount": text})
                with self.assertRaises(ValidationError):
                    rule.write({"condition": text})
                result = self.Rule.load(["amount"], [[text]])
                self.assertFalse(result["ids"])
        self.assertEqual(rule.amount, "points")
        self.assertFalse(rule.condition)

    def test_the_message_names_field_place_and_way_out(self):
        with self.assertRaises(ValidationError) as caught:
            self.Rule.create({"amount": "point * 2"})
        message = str(caught.exception)
        self.assertIn("Amount formula: At character 1", message)
        self.assertIn("base, points", message)
        self.assertIn("Did you mean “points”?", message)

    def test_a_percent_sign_survives_formatting(self):
        with self.assertRaisesRegex(ValidationError, "0.5 or 70%"):
            self.Rule.create({"amount": "7..5"})

    def test_the_kind_of_the_field_is_enforced(self):
        with self.assertRaisesRegex(ValidationError, "must yield a number"):
            self.Rule.create({"amount": "points > base"})
        with self.assertRaisesRegex(ValidationError, "must be a condition"):
            self.Rule.create({"condition": "points"})
        with self.assertRaisesRegex(ValidationError, "“passed” is not known"):
            self.Rule.create({"amount": "if(passed, 1, 2)"})

    def test_every_code_has_a_text_for_its_parameters(self):
        texts = {
            **self.Rule._formula_syntax_texts(),
            **self.Rule._formula_value_texts(),
        }
        self.assertEqual(texts.keys(), FORMULA_CODES.keys())
        for code, params in FORMULA_CODES.items():
            for kind in (FormulaError, FormulaNotApplicable):
                error = kind(code, **dict.fromkeys(params, "7"))
                self.assertTrue(self.Rule._formula_error_text(error))

    def test_not_applicable_is_worded_as_such(self):
        rule = self.Rule.create({"amount": "points / base"})
        with self.assertRaises(FormulaNotApplicable) as caught:
            rule._formula("amount").evaluate({"points": 1, "base": 0})
        text = rule._formula_error_text(caught.exception)
        self.assertEqual(text, "Not applicable: there would be a division by zero.")
