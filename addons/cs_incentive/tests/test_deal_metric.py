from odoo.exceptions import UserError
from odoo.tests import tagged

from .deal_case import FIRST, JULY, LAST, DealCase

CODES = {
    "deal_sales",
    "deal_refunds",
    "deal_design_contracts",
    "deal_construction_contracts",
    "deal_parts",
    "deal_parts_refunds",
    "deal_unproven",
}


@tagged("cs_incentive", "cs_incentive_deal")
class TestDealMetric(DealCase):
    """Figures from deals (INC-01 to INC-03, INC-05, INC-06)."""

    def test_every_figure_has_its_metric(self):
        metrics = self.env["cs.metric"].search([("source", "=", "cs.metric.deal")])
        self.assertEqual(set(metrics.mapped("code")), CODES)

    def test_kinds_apart(self):
        self.deal(amount=0.1)
        self.deal(number="2", amount=0.2)
        self.deal(number="3", kind="parts", amount=50)
        self.deal(number="4", kind="design")
        self.deal(number="5", kind="design")
        self.deal(number="6", kind="construction")
        self.deal("agent2", number="7", amount=9)
        self.assertEqual(self.measured("sales"), self.money("0.3"))
        self.assertEqual(self.measured("parts"), 50)
        self.assertEqual(self.measured("design_contracts"), 2)
        self.assertEqual(self.measured("construction_contracts"), 1)
        self.assertEqual(self.measured("sales", "agent2"), 9)
        self.assertEqual(self.measured("sales", "leader"), 0)

    def test_first_and_last_day(self):
        for number, day in enumerate(
            ("2025-05-31", "2025-06-01", "2025-06-30", "2025-07-01")
        ):
            self.deal(number=str(number), date=day, slip_date=day, amount=10**number)
        self.assertEqual(self.measured("sales"), 110)

    def test_in_full_whatever_was_refunded(self):
        self.refund(self.deal(), "2025-06-07", 1000)
        self.refund(self.deal(kind="parts", amount=50), "2025-06-08", 20)
        self.assertEqual(self.measured("sales"), 1000)
        self.assertEqual(self.measured("refunds"), 1000)
        self.assertEqual(self.measured("parts"), 50)
        self.assertEqual(self.measured("parts_refunds"), 20)

    def test_without_proof_nothing_counts(self):
        for number, kind in enumerate(("sale", "design", "parts")):
            self.unproven(number=str(number), kind=kind)
        late = self.deal(number="9", slip_date="2025-07-01")
        for code in ("sales", "design_contracts", "parts"):
            self.assertEqual(self.measured(code), 0)
        self.assertEqual(self.measured("unproven"), 4)
        self.assertEqual(self.measured("unproven", span=(FIRST, JULY[1])), 3)
        self.assertEqual(self.measured("sales", span=JULY), late.amount)

    def test_public_sales_of_groups(self):
        """INC-02: they are nobody's own."""
        public = {"kind": "public", "department_id": self.group_one.id}
        deal = self.deal(None, amount=0.1, **public)
        self.deal(None, number="2", amount=0.2, **public)
        self.deal(None, number="3", slip_date="2025-07-01", **public)
        self.unproven(None, number="4", **public)
        self.refund(deal, "2025-06-07", 0.1)
        Source = self.env["cs.metric.deal"]
        units = self.group_one + self.department
        sums = Source._public_sales(self.company, units, FIRST, LAST)
        expected = {self.group_one.id: self.money("0.3"), self.department.id: 0}
        self.assertEqual(sums, expected)
        back = Source._public_refunds(self.company, units, FIRST, LAST)
        self.assertEqual(back[self.group_one.id], self.money("0.1"))
        self.assertEqual(self.measured("sales"), 0)

    def test_nobody_enters_for_the_own_group(self):
        """The supervisor and the HR officer work in the department itself."""
        own = {"kind": "public", "department_id": self.department.id}
        for role in ("supervisor", "hr"):
            with self.subTest(role), self.assertRaises(UserError):
                self.deal(None, role=role, **own)
        public = own | {"department_id": self.group_one.id}
        self.assertTrue(self.deal(None, role="supervisor", **public))

    def test_another_company_counts_apart(self):
        self.deal()
        other = self.env["res.company"].create({"name": "Other"})
        metric = self.env.ref("cs_incentive.metric_deal_sales")
        person = self.people["agent"]
        found = metric._measure(metric, other, person, FIRST, LAST)
        self.assertEqual(found[metric.id, person.id].numerator, 0)

    def test_one_query_for_all_people_and_figures(self):
        self.refund(self.deal(), "2025-06-07")
        Source = self.env["cs.metric.deal"]
        everybody = self.env["hr.employee"].union(*self.people.values())
        self.env.flush_all()
        for people in (everybody[:1], everybody):
            with self.assertQueryCount(1):
                Source._metric_measure(CODES, self.company, people, FIRST, LAST)

    def test_the_records_behind_a_figure(self):
        self.refund(self.deal(), "2025-06-07")
        self.deal(number="2", slip_date="2025-07-01")
        self.unproven(number="3")
        for code, count in (("sales", 1), ("refunds", 1), ("unproven", 2)):
            metric = self.env.ref(f"cs_incentive.metric_deal_{code}")
            action = metric._records(self.people["agent"], FIRST, LAST)
            Model = self.env[action["res_model"]].with_user(self.users["agent"])
            self.assertEqual(Model.search_count(action["domain"]), count, code)
