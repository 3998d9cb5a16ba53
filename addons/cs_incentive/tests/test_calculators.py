from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .deal_case import DealCase
from .pay_case import JULY, JUNE, PayCase


@tagged("cs_incentive", "cs_incentive_calculator")
class TestCalculators(DealCase, PayCase):
    """Each calculator on facts as they lie in the database (INC-01 to INC-14)."""

    def paid(self, *line, role="agent", month=JUNE, section="earning"):
        """What one pay item gives a role; None: there is no such line."""
        code, calculator, vals = line
        self.scheme((code, calculator, vals, section))
        self.book(month)
        return self.amounts(role, month).get(code)

    def test_pool(self):
        """INC-02: 100 000 × 0.5 % by heads of the group, to the cent."""
        self.figure("sales_amount", "agent", 100_000)
        agent3 = self._create_role("agent3", "cs_base.group_agent")
        self.assertEqual(agent3.job_id, self.job)
        self.paid("POOL", "pool", {"metric_id": "sales_amount", "rate": 0.5})
        shares = [self.amounts(role)["POOL"] for role in ("agent", "agent2", "agent3")]
        self.assertEqual(shares, [166.67, 166.67, 166.66])

    def test_per_contract(self):
        """INC-03."""
        self.figure("deals", "agent", 3)
        paid = self.paid("DEALS", "event", {"metric_id": "deals", "amount": 50})
        self.assertEqual(paid, 150)
        self.assertNotIn("DEALS", self.amounts("agent2"), "no figure: no line")

    def test_points(self):
        """INC-04: 20 points with an incident count 18; each above 17 gives 270."""
        self.figure("service_points", "agent", 20)
        self.figure("safety_incidents", "agent", 1)
        self.figure("service_points", "agent2", 17)
        vals = {
            "metric_id": "service_points",
            "other_metric_id": "safety_incidents",
            "base": 17,
            "amount": 270,
            "off": -2,
        }
        self.assertEqual(self.paid("POINTS", "points", vals), 270)
        self.assertEqual(self.amounts("agent2")["POINTS"], 0)

    def test_quarter(self):
        """INC-05: April to June are paid in July, and in no other month."""
        for month in (4, 5, 6):
            self.figure("sales_amount", "agent", 1000, date(2025, month, 1))
        self.scheme(("PARTS", "quarter", {"metric_id": "sales_amount", "rate": 3}))
        self.book(JUNE)
        self.book(JULY)
        self.assertNotIn("PARTS", self.amounts(month=JUNE))
        self.assertEqual(self.amounts(month=JULY)["PARTS"], 90)

    def test_tiers(self):
        """INC-07: 100 for each full 2 000 above 10 000."""
        self.figure("sales_amount", "agent", 11_999.99)
        self.figure("sales_amount", "agent2", 14_000)
        vals = {"metric_id": "sales_amount", "bands": "10000: 100/2000"}
        self.assertEqual(self.paid("TIERS", "bands", vals), 0)
        self.assertEqual(self.amounts("agent2")["TIERS"], 200)

    def test_marginal_bands(self):
        self.figure("sales_amount", "agent", 15_000)
        bands = "0: 1%; 10000: 2%"
        vals = {"metric_id": "sales_amount", "bands": bands, "reading": "marginal"}
        self.assertEqual(self.paid("BANDS", "bands", vals), 200)

    def test_seniority(self):
        """INC-08: after one full year; the month in which it is full is the last one
        without."""
        self.people["agent"].version_id.contract_date_start = "2024-06-02"
        self.people["agent2"].version_id.contract_date_start = "2024-06-01"
        vals = {"amount": 100, "years": 1}
        self.assertIsNone(self.paid("SENIOR", "seniority", vals))
        self.assertEqual(self.amounts("agent2")["SENIOR"], 100)
        self.book(JULY)
        self.assertEqual(self.amounts(month=JULY)["SENIOR"], 100)

    def test_joiner_and_leaver(self):
        """INC-08: base pay by working days: June 2025 has 21, from the 16th on 11."""
        self.people["agent"].version_id.contract_date_start = "2025-06-16"
        vals = {"amount": 2100, "by_days": True}
        self.assertEqual(self.paid("BASE", "fixed", vals), 1100)
        self.assertEqual(self.amounts("agent2")["BASE"], 2100)

    def test_birthday(self):
        self.people["agent"].birthday = "1996-06-30"
        self.assertEqual(self.paid("BIRTHDAY", "birthday", {"amount": 100}), 100)
        self.assertNotIn("BIRTHDAY", self.amounts("agent2"))

    def test_growth_of_the_team(self):
        """INC-13: 24.99 %, 25 % and 50 % of the month before; each of the team."""
        self.figure("sales_amount", "agent", 10_000, date(2025, 5, 1))
        self.figure("sales_amount", "agent2", 12_500)
        vals = {"metric_id": "sales_amount", "bands": "25%: 50; 50%: 100"}
        self.assertEqual(self.paid("GROWTH", "growth", vals, section="award"), 50)
        self.assertEqual(self.amounts("agent2")["GROWTH"], 50)

    def test_most(self):
        """INC-14: nobody is best with nothing."""
        self.figure("deals", "agent", 0)
        self.figure("deals", "agent2", 0)
        vals = {"metric_id": "deals", "amount": 100}
        self.assertIsNone(self.paid("MOST", "most", vals, section="award"))

    def test_held_three_months(self):
        """INC-14: the third month in a row, once."""
        for month in (4, 5, 6, 7):
            self.figure("conversion", "agent", 9, date(2025, month, 1), denominator=10)
        vals = {"metric_id": "conversion", "base": 90, "amount": 300, "months": 3}
        self.assertEqual(self.paid("HELD", "held", vals, section="award"), 300)
        self.book(JULY)
        self.assertEqual(self.amounts(month=JULY)["HELD"], 0)

    def test_formula(self):
        self.figure("deals", "agent", 10)
        paid = self.paid("FREE", "formula", {"formula": "min(deals * 7, 50)"})
        self.assertEqual(paid, 50)

    def test_best_of_the_group(self):
        """INC-10, INC-11: first, by the appraisal that was given."""
        self.sold("agent", 13)
        self.sold("agent2", 9)
        self.released()
        self.scheme(
            ("BEST", "rank", {"bands": "1: 50; 2: 100; 3: 200"}, "award"),
            ("THREE", "streak", {"amount": 200, "months": 3}, "award"),
        )
        self.book()
        self.assertEqual(self.amounts(), {"BEST": 50, "THREE": 0})
        self.assertEqual(self.amounts("agent2"), {"BEST": 0, "THREE": 0})

    # Refusals

    def test_a_scheme_says_what_is_missing(self):
        scheme = self.env["cs.incentive.scheme"].create(
            {
                "name": "New",
                "company_id": self.company.id,
                "line_ids": [self.line("RATIO", "ratio", {"bands": "0: 1%"})],
            }
        )
        with self.assertRaisesRegex(UserError, "Figure.*INC-01"):
            scheme.with_user(self.users["hr"]).action_submit()

    def test_a_table_that_cannot_be_read(self):
        for bands in ("70", "70%: 1; 60%: 2", "70: 1; 70: 2", "=1+1: 2"):
            with self.subTest(bands=bands), self.assertRaises(ValidationError):
                self.scheme(("FREE", "bands", {"metric_id": "deals", "bands": bands}))

    def test_codes_of_others_are_refused(self):
        for code in ("FINE", "CARRIED_IN"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.scheme((code, "fixed", {"amount": 1}))

    def test_a_formula_reaches_nothing_but_figures(self):
        """TRUST.md."""
        for formula in ("deals.__class__", "env", "10**10**10", "__import__('os')"):
            with self.subTest(formula=formula), self.assertRaises(ValidationError):
                self.scheme(("FREE", "formula", {"formula": formula}))

    def test_no_slip_no_commission_and_refunds(self):
        """INC-06: a deal counts once it is proven; a refund is taken back at the rate
        that was paid for it, in its own month."""
        deal = self.deal(amount=10_000)
        self.unproven(number="4712", amount=5_000)
        self.scheme(
            ("BASE", "fixed", {"amount": 1000}),
            ("SALES", "bands", {"metric_id": "deal_sales", "bands": "0: 1.5%"}),
            ("BACK", "back", {"back_code": "SALES"}, "deduction"),
        )
        self.book()
        self.assertEqual(self.amounts()["SALES"], 150)
        self.refund(deal, "2025-07-02", 1280)
        self.book(JULY)
        self.assertEqual(
            self.amounts(month=JULY), {"BASE": 1000, "SALES": 0, "BACK": -19.2}
        )

    def test_public_deals_of_the_group(self):
        """INC-02: 60 000 × 0.5 % for two people."""
        vals = {"kind": "public", "department_id": self.group_one.id}
        self.deal(None, amount=60_000, **vals)
        self.assertEqual(self.paid("POOL", "pool", {"rate": 0.5}), 150)
        self.assertEqual(self.amounts("agent2")["POOL"], 150)

    def test_ready_schemes_are_complete(self):
        """ALL-04: what a ready scheme makes can be proposed as it is."""
        for key in ("shop", "decoration", "field", "merit"):
            with self.subTest(scheme=key):
                wizard = self.env["cs.incentive.ready.scheme"].with_user(
                    self.users["hr"]
                )
                action = wizard.create(
                    {"scheme": key, "company_id": self.company.id}
                ).action_create()
                scheme = self.env["cs.incentive.scheme"].browse(action["res_id"])
                self.assertTrue(scheme.with_user(self.users["hr"]).action_submit())
                scheme.with_user(self.users["hr"]).action_withdraw()

    def test_merit_pay_has_lines_of_its_own(self):
        """INC-09: 70 % basic for who is not appraised; with grade C also 30 %."""
        self.sold("agent", 13)
        self.released()
        vals = {"amount": 3000, "rate": 30, "withheld": 30}
        self.assertEqual(self.paid("PAY", "merit", vals), 2100)
        lines = self.statement().line_ids
        self.assertEqual(set(lines.mapped("code")), {"PAY", "PAY_MERIT"})
        names = dict(zip(lines.mapped("code"), lines.mapped("label"), strict=True))
        self.assertEqual(names, {"PAY": "Pay: basic", "PAY_MERIT": "Pay: by appraisal"})
        grade = (
            self.env["cs.appraisal.result"]
            .search([("employee_id", "=", self.people["agent"].id)])
            .grade_id
        )
        merit = lines.filtered(lambda line: line.code == "PAY_MERIT")
        self.assertEqual(merit.amount, round(900 * grade.coefficient, 2))
