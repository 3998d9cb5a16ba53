from datetime import date

from odoo.addons.cs_attendance.tests.day_common import day_vals, insert_days
from odoo.fields import Command
from odoo.tests import freeze_time

from .discipline_case import NOW, DisciplineCase

SUGGESTION = "cs.discipline.suggestion"
DAY = date(2025, 6, 10)
#: code -> what suggests it
SUGGESTED = {
    "S-LATE": "late",
    "S-EARLY": "early",
    "S-MISSED": "missed",
    "S-MEAL": "meal",
    "S-PROXY": "proxy",
    "S-RUDE": "complaint",
}


@freeze_time(NOW)
class SuggestionCase(DisciplineCase):
    """A second book, whose rules are suggested; three missed punches are allowed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        counted = {"counting": "each", "period": "month"}
        rules = [
            {
                "code": code,
                "name": code,
                "points_class": "c1",
                "suggested_by": fact,
                "needs_day": fact in ("late", "early", "missed"),
                "needs_ticket": fact == "complaint",
                **counted,
            }
            for code, fact in SUGGESTED.items()
        ]
        cls.service = cls.in_force(
            "cs.discipline.book",
            {"kind": "service", "rule_ids": [Command.create(vals) for vals in rules]},
        )
        cls.rules |= {rule.code: rule for rule in cls.service.rule_ids}
        cls.attendance = cls.in_force("cs.attendance.policy", {"missed_allowance": 3})

    def day(self, verdict="late", person="agent", day=DAY, **vals):
        vals = {"policy_id": self.attendance.id} | vals
        row = day_vals(self.people[person], day, verdict, **vals)
        return insert_days(self.env, [row])

    def find(self):
        """What the daily job makes. :return: all suggestions of the company"""
        self.env["cs.discipline.finder"]._find(
            self.company, date(2025, 5, 1), date(2025, 6, 20)
        )
        return self.found()

    def found(self):
        self.env.invalidate_all()
        return self.env[SUGGESTION].search([("company_id", "=", self.company.id)])

    def kinds(self):
        """What is open: (person, kind, count), in order."""
        found = self.find().filtered(lambda one: one.state == "open")
        return sorted(
            (one.employee_id.name, one.suggested_by, one.count) for one in found
        )

    def as_(self, role, records):
        return records.with_user(self.users[role])
