from odoo.tests import tagged

from .pay_case import JULY, JUNE, PayCase

AUGUST = JUNE.replace(month=8)


@tagged("cs_incentive", "cs_incentive_statement")
class TestCarry(PayCase):
    """INC-28: a fine takes at most 20 % of the month's pay; the rest is carried."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1000}),
            ("CHECK", "event", {"metric_id": "sets_sold", "amount": 5}, "deduction"),
        )

    def fined(self, amount, month=JUNE):
        self.figure("sets_sold", "agent", amount / 5, month)

    def test_within_the_cap(self):
        self.fined(200)
        self.book()
        self.assertEqual(self.amounts(), {"BASE": 1000, "CHECK": -200})
        self.assertEqual(self.statement().total, 800)

    def test_over_three_months(self):
        """450 of 1 000: 200, 200, 50; visible in each month, nothing lost."""
        self.fined(450)
        for month in (JUNE, JULY, AUGUST):
            self.book(month)
        self.assertEqual(
            self.amounts(), {"BASE": 1000, "CHECK": -450, "CARRIED_OUT": 250}
        )
        self.assertEqual(
            self.amounts(month=JULY),
            {"BASE": 1000, "CARRIED_IN": -250, "CARRIED_OUT": 50},
        )
        self.assertEqual(self.amounts(month=AUGUST), {"BASE": 1000, "CARRIED_IN": -50})
        totals = [self.statement(month=month).total for month in (JUNE, JULY, AUGUST)]
        self.assertEqual(totals, [800, 800, 950])

    def test_computing_again_carries_once(self):
        self.fined(450)
        for _again in range(2):
            self.book(JUNE)
            self.book(JULY)
        self.assertEqual(len(self.statement(month=JULY).item_ids), 3)

    def test_what_is_carried_follows_a_correction(self):
        """Another fine of the same month: what was carried is reversed and anew."""
        self.fined(450)
        self.book()
        self.fined(50, JULY)
        self.book(JULY)
        self.assertEqual(
            self.amounts(month=JULY),
            {"BASE": 1000, "CHECK": -50, "CARRIED_IN": -250, "CARRIED_OUT": 100},
        )
        self.assertEqual(self.statement(month=JULY).total, 800)

    def test_the_cap_is_policy(self):
        self.approved(
            "cs.incentive.policy",
            {"name": "Ten", "date_from": "2024-01-01", "fine_cap": 10},
        )
        self.fined(200)
        self.book()
        self.assertEqual(self.amounts()["CARRIED_OUT"], 100)
