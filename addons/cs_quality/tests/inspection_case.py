from datetime import date

from odoo.fields import Command

from .quality_case import QualityCase

#: Monday, and a Friday of the week after its rounds
WEEK = date(2025, 6, 2)
MONDAY = "2025-06-02 08:00"
FRIDAY = "2025-06-06 18:00"
FAULT = {
    "outcome": "fail",
    "remark": "Badge forgotten",
    "correction": "Fetched it",
    "is_corrected": True,
}


class InspectionCase(QualityCase):
    """Both agents of group one are inspected by ``inspector`` and ``inspector2``; the
    plan rules the group only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan()
        cls.Round = cls.env["cs.inspection.round"]
        cls.Result = cls.env["cs.inspection.result"]

    @classmethod
    def plan_vals(cls, **vals):
        return {
            "name": "Plan",
            "company_id": cls.company.id,
            "department_id": cls.group_one.id,
            "date_from": "2024-01-01",
            "rounds_per_week": 1,
            "people_count": 1,
            "newcomer_months": 0,
            "item_ids": [
                cls.item("Badge", 40),
                cls.item("No insult", 20, is_serious=True),
                cls.item("Greets", 40, kind="score", max_points=10),
            ],
            **vals,
        }

    @classmethod
    def _plan(cls, **vals):
        plan = cls.env["cs.inspection.plan"].create(cls.plan_vals(**vals))
        plan._decision_write({"state": "approved"})
        return plan

    def rounds(self, week=WEEK, at=MONDAY):
        with self.at(at):
            return self.Round._draw_week(self.company, week)

    def result(self, **vals):
        """The only result of the week's only round, perhaps by another plan."""
        if vals:
            self.plan._decision_write({"state": "withdrawn"})
            self.plan = self._plan(**vals)
        return self.rounds().result_ids[:1]

    def of_person(self, role):
        """The result of a person in a round of both agents."""
        results = self.rounds_of_both().result_ids
        return results.filtered(lambda one: one.employee_id == self.people[role])

    def rounds_of_both(self):
        self.plan._decision_write({"people_count": 5})
        return self.rounds()

    def inspectors(self, result):
        return [result.with_user(one) for one in result.sign_ids.inspector_id.user_id]

    def mark(self, mine, badge=None, insult=None, points=10):
        """As an inspector: all is met, but what is given as values of a line."""
        first, second, third = mine.line_ids
        first.write(badge or {"outcome": "pass"})
        second.write(insult or {"outcome": "pass"})
        third.write({"points": points} if points else {**FAULT, "points": 0})

    def finish(self, result, **marks):
        with self.at(FRIDAY):
            inspectors = self.inspectors(result)
            self.mark(inspectors[0], **marks)
            for mine in inspectors:
                mine.action_sign()
        self.env.invalidate_all()
        return result

    def commands(self, line, **vals):
        return {"line_ids": [Command.update(line.id, vals)]}
