from datetime import date, timedelta

from odoo.addons.cs_attendance.tests.day_case import DayCase
from odoo.fields import Command
from odoo.tests import freeze_time

from .pay_case import JUNE, PayCase

#: Days of June 2025 on which the agent comes at 8:31 to a shift of 8:30.
LATE = (3, 10, 17)


class WhatIfCase(PayCase, DayCase):
    """June 2025, judged, scored and paid: one late more than the rules forgive.

    The agent is late by a minute on three days, agent2 by a quarter of an hour on one.
    Both sold 9 of 10 sets; each late costs 2 of 10 points, a fifth of the score.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attendance = cls.env["cs.attendance.policy"].search(
            [("company_id", "=", cls.company.id)]
        )
        cls.env.cr.execute(
            "UPDATE cs_appraisal_policy_grade SET coefficient = 1.2"
            " WHERE name = 'A' AND policy_id = %s",
            [cls.policy.id],
        )
        cls.env.invalidate_all()
        cls.card = cls.approved("cs.appraisal.template", cls.card_vals())
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1000}),
            ("FULL", "full", {"amount": 200}),
            ("PERF", "merit", {"amount": 1000, "rate": 20}),
            ("SALES", "bands", {"metric_id": "sales_amount", "bands": "0: 1%"}),
        )
        cls.work_june()

    @classmethod
    def _policy(cls, **vals):
        return super()._policy(full_attendance_rule="clean", **vals)

    @classmethod
    def card_vals(cls):
        return {
            "name": "Sets and lates",
            "date_from": "2024-01-01",
            "department_id": cls.group_one.id,
            "job_id": cls.job.id,
            "item_ids": [
                Command.create(
                    {
                        "name": "Sets",
                        "metric_id": cls.metric.id,
                        "weight": 80,
                        "curve": "unit",
                        "points_each": 1,
                        "target": 10,
                    }
                ),
                Command.create({"name": "Lates", "source": "deduction", "weight": 20}),
            ],
            "deduction_ids": [
                Command.create(
                    {
                        "metric_id": cls.metric_of("late_count").id,
                        "points_each": 2,
                    }
                )
            ],
        }

    @classmethod
    def work_june(cls):
        days = [JUNE + timedelta(days=offset) for offset in range(30)]
        days = [day for day in days if day.weekday() < 5]
        for day in days:
            start = "08:31" if day.day in LATE else "08:20"
            cls._work(cls.agent, day, start=start)
            cls._work(cls.agent2, day, start="08:45" if day.day == 4 else "08:20")
        people = cls.agent | cls.agent2
        with freeze_time("2025-07-02 02:00"):
            cls.env["cs.attendance.day"]._judge(people, JUNE, JUNE)
            cls.env["cs.attendance.sheet.builder"]._build(people, JUNE)

    def settled(self):
        """The month as it was given out: scores, then statements."""
        for role in ("agent", "agent2"):
            self.sold(role, 9)
            self.figure("sales_amount", role, 5000)
        self.cycle_of_june = self.released()
        self.book()

    def draft(self, policy, **vals):
        """A draft that begins later, as HR writes it."""
        hr = policy.with_user(self.users["hr"])
        draft = hr.copy({"date_from": "2030-01-01"})
        draft.write(vals)
        return draft.with_env(self.env)

    def tried(self, role="hr", month=JUNE, until=None, **drafts):
        what_if = (
            self.env["cs.what.if"]
            .with_user(self.users[role])
            .create(
                {
                    "company_id": self.company.id,
                    "month_from": month,
                    "month_to": until or month,
                }
                | {
                    name: [Command.set(found.ids)]
                    if name != "department_id"
                    else found.id
                    for name, found in drafts.items()
                }
            )
        )
        what_if.action_try()
        return what_if

    def changes(self, what_if, role="agent"):
        """dict code -> (before, after) of the money that changes"""
        lines = what_if.line_ids.filtered(
            lambda line: line.employee_id == self.people[role] and line.area == "money"
        )
        return {line.code: (line.before, line.after) for line in lines}

    def person(self, what_if, role="agent"):
        return what_if.person_ids.filtered(
            lambda one: one.employee_id == self.people[role]
        )


def june(day):
    return date(2025, 6, day)
