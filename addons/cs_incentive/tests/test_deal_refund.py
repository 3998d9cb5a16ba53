from odoo.exceptions import UserError
from odoo.tests import tagged

from .deal_case import FIRST, JULY, LAST, DealCase


@tagged("cs_incentive", "cs_incentive_deal")
class TestDealRefund(DealCase):
    """INC-06: refunds are taken back in the month of the refund."""

    def taken_back(self, span=(FIRST, LAST), people=("agent",), **options):
        employees = self.env["hr.employee"].union(*(self.people[p] for p in people))
        Source = self.env["cs.metric.deal"]
        return Source._refunds(self.company, employees, *span, **options)

    def test_what_is_no_refund(self):
        deal = self.deal()
        for vals in (
            {"amount": 0},
            {"amount": -1},
            {"amount": 0.001},
            {"amount": 1000.01},
            {"amount": float("nan")},
            {"amount": float("inf")},
            {"amount": None},
            {"amount": "much"},
            {"reason": " "},
            {"number": ""},
            {"day": "2025-06-04"},
            {"day": "2999-01-01"},
            {"day": "soon"},
            {"deal_id": False},
            {"deal_id": 10**9},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.refund(deal, **{"day": "2025-06-07", **vals})

    def test_refunds_come_to_at_most_the_deal(self):
        deal = self.deal()
        self.refund(deal, "2025-06-07", 999.99)
        with self.assertRaises(UserError):
            self.refund(deal, "2025-06-08", 0.02, number="R2")
        self.refund(deal, "2025-06-08", 0.01, number="R2")
        self.assertEqual(self.measured("refunds"), 1000)
        with self.assertRaises(UserError):
            self.refund(deal, "2025-06-08", 0.01, number="R3")

    def test_the_deal_shows_its_refunds(self):
        deal = self.deal()
        self.assertEqual(deal.refunded, 0)
        refund = self.refund(deal, "2025-06-07", 0.1)
        self.assertEqual(deal.refund_ids, refund)
        correction = self.corrected(deal, amount=2000)
        self.refund(correction, "2025-06-07", 1500, number="R2")
        self.assertEqual(correction.refunded, 1500.1)

    def test_two_refunds_entered_together(self):
        deal = self.deal()
        vals = {"deal_id": deal.id, "date": "2025-06-07", "reason": "x"}
        both = [{**vals, "number": n, "amount": 500.01} for n in ("R1", "R2")]
        Refund = self.env["cs.incentive.deal.refund"].with_user(self.users["hr"])
        with self.assertRaises(UserError):
            Refund.create(both)

    def test_taken_back_in_its_own_month_when_that_of_the_deal_is_closed(self):
        deal = self.deal()
        self.close()
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.refund(deal, "2025-06-30")
        refund = self.refund(deal, "2025-07-01", 300.5)
        self.assertEqual(self.measured("sales"), 1000)
        self.assertEqual(self.measured("refunds"), 0)
        self.assertEqual(self.measured("refunds", span=JULY), self.money(300.5))
        self.assertEqual(self.taken_back(), [])
        [found] = self.taken_back(JULY)
        expected = self.people["agent"].id, deal.id, refund.id, self.money(300.5), FIRST
        self.assertEqual(tuple(found), expected)

    def test_a_deal_that_never_counted_is_not_taken_back(self):
        refund = self.refund(self.unproven(), "2025-06-07")
        self.assertFalse(refund.counts_on)
        self.assertEqual(self.measured("refunds"), 0)
        self.assertEqual(self.taken_back(), [])

    def test_refunded_before_the_slip_came(self):
        """The deal then counts in full, and what went back is taken back with it."""
        deal = self.unproven()
        self.refund(deal, "2025-06-07", 400)
        self.slip(deal, "2025-07-02")
        self.assertEqual(self.measured("refunds"), 0)
        self.assertEqual(self.measured("sales", span=JULY), 1000)
        self.assertEqual(self.measured("refunds", span=JULY), 400)
        self.assertEqual([one.month for one in self.taken_back(JULY)], [JULY[0]])

    def test_the_deal_keeps_its_id_when_it_is_corrected(self):
        deal = self.deal()
        refund = self.refund(deal, "2025-06-07")
        self.corrected(deal, amount=2000, employee_id=self.people["agent2"].id)
        self.assertEqual(self.taken_back(), [])
        [found] = self.taken_back(people=("agent", "agent2"))
        self.assertEqual((found.deal_id, found.refund_id), (deal.id, refund.id))
        self.assertEqual(found.employee_id, self.people["agent2"].id)

    def test_kinds_and_one_query(self):
        for number, kind in enumerate(("sale", "parts", "design")):
            self.refund(self.deal(number=str(number), kind=kind), "2025-06-07")
        self.assertEqual(len(self.taken_back()), 3)
        self.assertEqual(len(self.taken_back(kinds=("parts",))), 1)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.taken_back(people=("agent", "agent2", "leader"))
