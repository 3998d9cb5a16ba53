from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models import item_rows
from ..models.incentive_facts import MonthFacts
from .pay_case import JUNE, PayCase

#: All that COPY could take for a sign of its own.
NASTY = 'Pay\t"a"\\N \\. \n\r × 奖金 \\'


@tagged("cs_incentive", "cs_incentive_statement")
class TestItemRows(PayCase):
    """Whatever way rows of the ledger are stored, they are the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200, "name": NASTY}),
            ("TIERS", "bands", {"metric_id": "sales_amount", "bands": "0: 1.5%"}),
        )

    def setUp(self):
        super().setUp()
        self.figure("sales_amount", "agent", 1234.56)
        self.book()

    def items(self, prefix):
        """What was booked, once more, under other keys."""
        person, facts = self.people["agent"], MonthFacts(self.env, self.company, JUNE)
        wanted = self.maker._wanted_pay(facts, person.ids)[person.id]
        place = {
            "company_id": self.company.id,
            "employee_id": person.id,
            "statement_id": self.statement().id,
            "month": JUNE,
            "for_month": JUNE,
            "booked_at": fields.Datetime.now(),
        }
        return [
            item_rows.Booked(place, f"{prefix}{key}", 1, row | {"owed_since": JUNE})
            for key, row in wanted.items()
        ]

    def stored(self, prefix):
        self.cr.execute(
            "SELECT to_jsonb(i) - 'id' - 'key' FROM cs_incentive_item i"
            " WHERE starts_with(key, %s) ORDER BY id",
            [prefix],
        )
        return [row for [row] in self.cr.fetchall()]

    def test_many_are_stored_as_few_are(self):
        self.assertEqual(item_rows.insert_items(self.env, self.items("few:")), 2)
        with patch.object(item_rows, "MANY", 1):
            self.assertEqual(item_rows.insert_items(self.env, self.items("many:")), 2)
        few = self.stored("few:")
        self.assertEqual(few[0]["name"], NASTY)
        self.assertEqual(few[1]["quantity"], 1234.56)
        self.assertEqual(self.stored("many:"), few)

    def test_what_is_there_is_told(self):
        """Who counts fewer rows than it gave books the whole again (INC-30)."""
        with patch.object(item_rows, "MANY", 1):
            item_rows.insert_items(self.env, self.items("x:"))
            again = [*self.items("x:"), *self.items("y:")]
            self.assertEqual(item_rows.insert_items(self.env, again), 2)
        self.assertEqual(len(self.stored("x:")), 2)
