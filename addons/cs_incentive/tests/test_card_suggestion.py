from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .discipline_case import NOW
from .suggestion_case import SuggestionCase

CARD = "cs.card.replacement"


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestCardSuggestion(SuggestionCase):
    """ATT-17: the fee of a replaced card is suggested as a compensation (INC-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attendance = cls.in_force(
            "cs.attendance.policy", {"card_fee": 12.5}, "2025-02-01"
        )
        rule = {
            "code": "CARD",
            "name": "Punch card",
            "kind": "compensation",
            "amount_mode": "free",
            "suggested_by": "card",
        }
        cls.in_force(
            "cs.discipline.book", {"kind": "other", "rule_ids": [Command.create(rule)]}
        )

    def card(self, person="agent", day="2025-06-10"):
        vals = {"employee_id": self.people[person].id, "date": day}
        card = self.env[CARD].with_user(self.users["hr"]).create(vals)
        return card.with_env(self.env)

    def test_once_for_each_replacement(self):
        card = self.card()
        self.assertEqual(card.fee, 12.5)
        found = self.find()
        self.assertEqual(
            (found.suggested_by, found.res_model, found.res_id), ("card", CARD, card.id)
        )
        self.assertEqual(self.find(), found, "once")
        found.with_user(self.users["supervisor"]).action_confirm()
        entry = found.entry_id
        self.assertEqual((entry.amount_chosen, entry.state), (12.5, "submitted"))
        self.assertFalse(entry.day_id)
        self.decided(entry, "gm")
        self.assertEqual((entry.kind, entry.amount), ("compensation", -12.5))
        self.assertEqual(self.find(), found)
        self.card(day="2025-06-11")
        self.assertEqual(len(self.find()), 2, "each replacement its own")

    def test_taken_back_or_free_of_charge(self):
        """What was entered by mistake ends its suggestion; a fee of 0 makes none."""
        card = self.card()
        found = self.find()
        card.with_user(self.users["hr"]).action_take_back("Found again")
        self.find()
        self.assertEqual(found.state, "void")
        self.env.cr.execute("UPDATE cs_attendance_policy SET card_fee = 0")
        self.env.invalidate_all()
        self.assertEqual(self.card("agent2").fee, 0)
        self.assertEqual(self.find(), found)
