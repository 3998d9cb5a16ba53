from decimal import Decimal
from fractions import Fraction

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .template_case import TemplateCase


@tagged("cs_appraisal", "cs_appraisal_template")
class TestAppraisalTemplateScore(TemplateCase):
    """Scoring by a template, and trying it out."""

    def simulate(self, template, *figures, role="hr"):
        """The panel's answer for figures of the inputs in order."""
        template = template.with_user(self.users[role])
        lines = template.simulate({})["lines"]
        keys = [entry["key"] for line in lines for entry in line["inputs"]]
        return template.simulate(dict(zip(keys, figures, strict=False)))

    def test_sold_above_the_target(self):
        """APP-03: target 10, 13 sold: 13 points."""
        template = self.template(self.item(target=10))
        card, deduction = template._score({self.sets.id: Fraction(13)}, {})
        self.assertEqual((card.lines[0].points, card.total), (13, 130))
        self.assertIsNone(deduction)

    def test_no_inquiries_no_conversion(self):
        """APP-03: not applicable, its weight goes to the others."""
        template = self.template(self.item(weight=50), self.conversion_item(50))
        figures = {self.sets.id: Fraction(8), self.conversion.id: None}
        card, _deduction = template._score(figures, {})
        self.assertEqual([line.weight_given for line in card.lines], [100, 0])
        self.assertEqual(card.total, 80)

    def test_ratings_and_deductions(self):
        """APP-04, APP-09: 4 of 5, and three times late at 0.5 each."""
        template = self.template(self.rating_item(), self.deduction_item(), late=0.5)
        rated = template.item_ids[0]
        figures, given = {self.late.id: Fraction(3)}, {rated.id: Decimal(4)}
        card, deduction = template._score(figures, given)
        self.assertEqual(
            [line.contribution for line in card.lines], [40, Decimal("42.5")]
        )
        off = [(key, part) for key, _each, _count, part in deduction.parts]
        self.assertEqual(off, [(template.deduction_ids.id, Decimal("1.5"))])

    def test_metrics_needed(self):
        template = self.template(self.item(50), self.deduction_item(), late=1)
        self.assertEqual(template._metrics(), self.sets | self.late)

    def test_simulation_shows_what_the_engine_says(self):
        template = self.template(
            self.item(weight=50, target=10),
            self.conversion_item(25),
            self.rating_item(25),
        )
        view = self.simulate(template, "13", "", "4")
        self.assertEqual(view["total"], "113.33")
        sets, conversion, rating = view["lines"]
        self.assertEqual((sets["points"], sets["weight_given"]), ("13", "66.67"))
        self.assertEqual((conversion["points"], conversion["weight_given"]), ("", "0"))
        self.assertEqual((rating["contribution"], rating["chart"]), ("26.66", False))
        self.assertEqual(sets["inputs"][0]["target"], "10")
        self.assertEqual(sets["chart"]["dot"], [1.0, 1.0])
        self.assertFalse(conversion["chart"]["dot"])

    def test_simulation_reads_shares_as_per_cent(self):
        view = self.simulate(self.template(self.conversion_item(100)), "69.99")
        self.assertEqual(view["lines"][0]["points"], "4")
        self.assertEqual(view["lines"][0]["how"], "From 50%, below 70%")
        self.assertEqual(view["lines"][0]["inputs"][0]["unit"], "%")
        view = self.simulate(self.template(self.conversion_item(100)), "70 %")
        self.assertEqual(view["total"], "100")

    def test_simulation_says_what_is_wrong(self):
        template = self.template(self.item(weight=45), self.rating_item(45))
        view = self.simulate(template, "<b>", "6")
        errors = [line["inputs"][0]["error"] for line in view["lines"]]
        self.assertRegex(errors[0], "enter a number")
        self.assertEqual(errors[1], "Please enter points from 1 to 5.")
        self.assertEqual(view["total"], "")
        self.assertIn("make 90 %", view["weight_note"])
        with self.assertRaises(UserError):
            template.simulate(["13"])
        self.assertEqual(template.simulate({"x": "1", "m1": {}})["total"], "")

    def test_simulation_of_a_draft_is_for_its_readers(self):
        template = self.template(self.item())
        for role in ("leader", "supervisor", "payroll", "gm"):
            self.assertEqual(self.simulate(template, "5", role=role)["total"], "50")
        for role in ("agent", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                template.with_user(self.users[role]).simulate({})
        template.action_submit()
        template.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.simulate(template, "5", role="agent")["total"], "50")
