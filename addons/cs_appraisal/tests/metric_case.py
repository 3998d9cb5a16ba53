from datetime import date
from decimal import Decimal

from odoo.addons.cs_helpdesk.tests.month_case import MonthCase

from ..engine.measure import Measure

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)


def of(numerator, denominator=1):
    return Measure(Decimal(str(numerator)), Decimal(str(denominator)))


class MetricCase(MonthCase):
    """Agents of group one are measured over June 2025, in Shanghai time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent, cls.agent2 = cls.people["agent"], cls.people["agent2"]
        cls.deals = cls.env.ref("cs_appraisal.metric_deals")
        cls.conversion = cls.env.ref("cs_appraisal.metric_conversion")

    def measured(self, code, person=None, first=FIRST, last=LAST):
        metric = self.env.ref(f"cs_appraisal.metric_{code}")
        person = person or self.agent
        found = metric._measure(metric, self.company, person, first, last)
        return found[metric.id, person.id]

    def closed(self, text, received="2025-06-05 09:00", **vals):
        """An inquiry of the agent, or what vals say, closed then."""
        ticket = self.ticket(received, **{"cs_kind": "inquiry", **vals})
        self.move(ticket, text, stage_id=self.done.id)
        return ticket

    def figure_vals(self, person="agent", metric=None, number=12, **vals):
        return {
            "employee_id": self.people[person].id,
            "metric_id": (metric or self.deals).id,
            "date_from": "2025-06-01",
            "date_to": "2025-06-30",
            "numerator": number,
            "origin": "Shop platform",
            **vals,
        }

    def figure(self, *args, role="hr", **vals):
        Figure = self.env["cs.metric.figure"].with_user(self.users[role])
        return Figure.create(self.figure_vals(*args, **vals)).with_env(self.env)
