from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .discipline_case import NOW, DisciplineCase


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineRepetition(DisciplineCase):
    """Repetition, counts within a period, and judging anew (INC-29, ALL-02)."""

    def standing(self, code, person="agent"):
        """(day, which time, points) of what counts, in order."""
        self.env.invalidate_all()
        entries = self.env["cs.discipline.entry"].search(
            self.env["cs.discipline.judge"]._standing_domain()
            & Domain("rule_id", "=", self.rules[code].id)
            & Domain("employee_id", "=", self.people[person].id)
        )
        return [
            (f"{one.date:%m-%d}", one.repetition, one.points)
            for one in entries.sorted(lambda one: (one.date, one.place))
        ]

    def total(self, code):
        entries = self.env["cs.discipline.entry"].search(
            [("rule_id", "=", self.rules[code].id), ("state", "=", "approved")]
        )
        return sum(entries.mapped("points"))

    def test_second_time_within_three_months(self):
        """Exactly three months later no longer counts; the day before does."""
        self.approved("AGAIN", date="2025-03-10")
        self.assertEqual(self.approved("AGAIN", date="2025-06-10").points, -1)
        other = {"person": "agent2"}
        self.approved("AGAIN", date="2025-03-11", **other)
        again = self.approved("AGAIN", date="2025-06-10", **other)
        self.assertEqual((again.repetition, again.points), (2, -3))

    def test_others_do_not_count(self):
        """Neither other people, nor other rules, nor what was refused or waits."""
        self.approved("AGAIN", "agent2")
        self.approved("LIGHT")
        refused = self.submitted("AGAIN", date="2025-06-01")
        refused.with_user(self.users["supervisor"]).action_refuse("No.")
        self.submitted("AGAIN", date="2025-06-02")
        self.assertEqual(self.approved("AGAIN").points, -1)

    def test_more_than_three_in_a_month(self):
        """The third late has no consequence, the fourth has (ATT-16); next month
        counts anew."""
        besides = []
        for day in ("05-28", "06-01", "06-02", "06-03", "06-04"):
            entry = self.approved("LATE", date=f"2025-{day}")
            besides.append((entry.repetition, entry.consequence_ids.code))
        expected = [(1, False), (1, False), (2, False), (3, False)]
        self.assertEqual(besides, [*expected, (4, "full_attendance")])

    def test_four_at_once(self):
        entry = self.approved("LATE", count=4)
        self.assertEqual((entry.points, entry.repetition), (-4, 4))
        self.assertEqual(entry.consequence_ids.code, "full_attendance")

    def test_by_count_the_highest_only(self):
        """CA-04: 3 → C1, 5 → B1, 11 → A1 for the whole month."""
        found = []
        for number, day in ((2, 1), (1, 2), (1, 3), (1, 4), (5, 5), (1, 6)):
            entry = self.approved("SCANS", date=f"2025-06-{day:02}", count=number)
            found.append((entry.repetition, entry.points))
        expected = [(2, 0), (3, -1), (4, 0), (5, -2), (10, 0), (11, -2)]
        self.assertEqual(found, expected)
        self.assertEqual(self.total("SCANS"), -5)

    def test_approved_later_for_an_earlier_day(self):
        """By day, then by making: what comes before changes what came after, and that
        stands again in another entry."""
        second = self.approved("AGAIN", date="2025-06-10")
        self.assertEqual(second.points, -1)
        first = self.approved("AGAIN", date="2025-06-01")
        self.assertEqual((first.points, first.repetition), (-1, 1))
        expected = [("06-01", 1, -1), ("06-10", 2, -3)]
        self.assertEqual(self.standing("AGAIN"), expected)
        again = self.env["cs.discipline.entry"].search(
            [("corrects_id", "=", second.id)]
        )
        self.assertEqual(second.reversal_ids.points, 1)
        self.assertEqual(
            (again.reporter_id, again.state), (second.reporter_id, "approved")
        )
        self.assertIn("INC-29", str(again.get_explanation()))
        self.assertEqual(self.total("AGAIN"), -4)

    def test_one_day_in_the_order_of_making(self):
        first = self.submitted("AGAIN")
        second = self.submitted("AGAIN", description="In the afternoon")
        self.decided(second, "supervisor")
        self.decided(first, "supervisor")
        self.assertEqual(first.repetition, 1)
        self.assertTrue(second.is_cancelled)
        expected = [("06-10", 1, -1), ("06-10", 2, -3)]
        self.assertEqual(self.standing("AGAIN"), expected)

    def test_an_appeal_makes_the_second_the_first(self):
        first = self.approved("AGAIN", date="2025-06-01")
        second = self.approved("AGAIN", date="2025-06-10")
        third = self.approved("AGAIN", date="2025-06-12")
        self.appeal(first)
        self.assertTrue(second.is_cancelled)
        self.assertFalse(third.is_cancelled)
        expected = [("06-10", 1, -1), ("06-12", 3, -3)]
        self.assertEqual(self.standing("AGAIN"), expected)
        again = self.env["cs.discipline.entry"].search(
            [("corrects_id", "=", second.id)]
        )
        self.assertTrue(again.with_user(self.users["agent"]).can_appeal)
        self.appeal(again)
        self.assertEqual(self.standing("AGAIN"), [("06-12", 1, -1)])

    def test_an_appeal_in_a_count(self):
        """What is left of the month comes to what it would have come to alone."""
        first = self.approved("SCANS", date="2025-06-01", count=3)
        self.approved("SCANS", date="2025-06-02", count=2)
        self.assertEqual(self.total("SCANS"), -3)
        self.appeal(first)
        self.assertEqual(self.standing("SCANS"), [("06-02", 2, 0)])
        self.assertEqual(self.total("SCANS"), 0)

    def test_cases_count_apart(self):
        """A special case is chosen; it counts with its like."""
        entry = self.submitted(
            "LEAK", case_id=self.case("LEAK", "serious"), amount_chosen=20000
        )
        for role in ("hr", "gm"):
            entry.with_user(self.users[role]).action_approve()
        plain = self.submitted("LEAK")
        self.assertEqual((plain.repetition, plain.amount), (1, -1000))

    def test_a_new_version_of_the_book_counts_on(self):
        """The same code in the next version is the same rule."""
        self.approved("AGAIN", date="2025-06-01")
        rules = self.rules_vals()
        later = self.in_force(
            "cs.discipline.book", {"rule_ids": rules}, date_from="2025-06-05"
        )
        rule = later.rule_ids.filtered(lambda rule: rule.code == "AGAIN")
        self.assertEqual(self.approved("AGAIN", rule_id=rule.id).points, -3)

    def test_queries_do_not_grow(self):
        """Many entries are judged with the queries of a few."""
        Judge, entries = (
            self.env["cs.discipline.judge"],
            self.env["cs.discipline.entry"],
        )
        for day in range(1, 7):
            for person in ("agent", "agent2"):
                self.approved("AGAIN", person, date=f"2025-06-{day:02}")
                entries |= self.submitted("AGAIN", person, date="2025-06-15")

        def queries(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Judge._judge(some)
            return self.env.cr.sql_log_count - before

        queries(entries)
        self.assertEqual(queries(entries), queries(entries[:2]))
