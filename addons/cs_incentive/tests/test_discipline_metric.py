from datetime import date
from decimal import Decimal

from odoo.addons.cs_appraisal.engine.measure import Measure
from odoo.tests import freeze_time, tagged

from .discipline_case import NOW, DisciplineCase

JUNE = date(2025, 6, 1), date(2025, 6, 30)


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineMetric(DisciplineCase):
    """Entries as figures of the appraisal (APP-09, INC-20)."""

    def measured(self, code, people=None, span=JUNE):
        metric = self.env["cs.metric"].search([("code", "=", code)])
        people = people or self.people["agent"]
        found = metric._measure(metric, self.company, people, *span)
        values = [found[metric.id, person.id] for person in people]
        self.assertTrue(all(type(value) is Measure for value in values))
        return [value.value for value in values]

    def test_points_taken_and_given(self):
        """What takes counts as a positive number; awards are not set off."""
        self.approved("LATE", count=2)
        self.approved("LIGHT")
        self.approved("PRAISE")
        self.submitted("LIGHT")
        self.assertEqual(self.measured("discipline_points"), [Decimal(3)])
        self.assertEqual(self.measured("award_points"), [Decimal(5)])
        self.assertEqual(self.measured("discipline_awards"), [Decimal(1)])

    def test_days_both_included(self):
        for day in ("2025-05-31", "2025-06-01", "2025-06-20"):
            self.approved("LIGHT", date=day)
        self.assertEqual(self.measured("discipline_points"), [Decimal(2)])
        span = date(2025, 6, 1), date(2025, 6, 19)
        self.assertEqual(self.measured("discipline_points", span=span), [Decimal(1)])

    def test_joint_fines_are_none_of_the_own(self):
        """INC-26."""
        entry = self.approved("UNPAID")
        people = self.people["agent"] | self.people["leader"]
        self.assertEqual(self.measured("discipline_fines", people), [1, 0])
        self.appeal(entry)
        self.assertEqual(self.measured("discipline_fines", people), [0, 0])

    def test_cancelled_counts_nowhere(self):
        first = self.approved("AGAIN", date="2025-06-01")
        self.approved("AGAIN")
        self.assertEqual(self.measured("discipline_points"), [Decimal(4)])
        self.appeal(first)
        self.assertEqual(self.measured("discipline_points"), [Decimal(1)])

    def test_records(self):
        """The entries behind a figure are those that it counts."""
        kept = self.approved("LIGHT")
        self.approved("PRAISE")
        cancelled = self.approved("LIGHT", date="2025-06-11")
        self.appeal(cancelled)
        source = self.env["cs.metric.discipline"]
        agent = self.people["agent"]
        action = source._metric_records("discipline_points", agent, *JUNE)
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, kept)

    def test_one_query_for_all(self):
        self.approved("LIGHT")
        self.approved("LIGHT", "agent2")
        source, people = self.env["cs.metric.discipline"], self.env["hr.employee"]
        for role in self.people:
            people |= self.people[role]
        codes = {"discipline_points", "award_points", "discipline_fines"}
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = source._metric_measure(codes, self.company, people, *JUNE)
        self.assertEqual(found.keys(), codes)
