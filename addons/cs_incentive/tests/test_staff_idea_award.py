from odoo.tests import freeze_time, tagged

from .pay_case import PayCase

IDEA = "cs.staff.idea"


@tagged("cs_incentive", "cs_staff_idea")
class TestStaffIdeaAward(PayCase):
    """INC-14: the best suggestion of the month is paid by *Most of the group*."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        line = ("IDEA", "most", {"metric_id": "idea_best", "amount": 88}, "award")
        cls.scheme(line)

    def adopt(self, role, *marks, day="2025-06-20 04:00"):
        texts = dict.fromkeys(("name", "problem", "proposal", "expected"), "x")
        with freeze_time(day):
            idea = self.env[IDEA].with_user(self.users[role]).create(texts)
            idea.action_submit()
            judge = idea.with_user(self.users["leader"])
            due_on = self.company._cs_today()
            judge._judge("adopted", "Good", marks, self.people["agent"], due_on)

    def test_the_best_is_paid(self):
        """Neither the sum of several nor one of another month."""
        self.adopt("agent", 80, 80, 80)
        self.adopt("agent", 10, 10, 10)
        self.adopt("agent2", 79, 80, 80)
        self.adopt("agent2", 100, 100, 100, day="2025-07-02 04:00")
        self.book()
        self.assertEqual(self.amounts()["IDEA"], 88)
        self.assertFalse(self.amounts("agent2").get("IDEA"))
        [line] = self.statement().line_ids
        why = line.with_user(self.users["hr"]).get_explanation()
        self.assertIn("INC-14", [one["rule"]["code"] for one in why["reasons"]])

    def test_who_is_level_is_paid_both(self):
        """INC-10 P: ties share the rank, and each gets the award."""
        self.adopt("agent", 80, 80, 80)
        self.adopt("agent2", 80, 80, 80)
        self.book()
        self.assertEqual(self.amounts()["IDEA"], 88)
        self.assertEqual(self.amounts("agent2")["IDEA"], 88)

    def test_none_adopted_pays_nobody(self):
        self.book()
        self.assertFalse(self.amounts().get("IDEA"))
