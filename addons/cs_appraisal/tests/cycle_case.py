from datetime import date, timedelta

from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command
from odoo.tests import freeze_time

JUNE = date(2025, 6, 1)
#: 5 July in Shanghai: the monthly appraisal of June opens.
OPENS = "2025-07-05 02:00"


class CycleCase(CsCase):
    """June 2025 in a company where agents are appraised by the sets they sold.

    ``self.later`` is the day on which the cycle opens.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = freeze_time(OPENS)
        cls.metric = cls.env.ref("cs_appraisal.metric_sets_sold")
        cls.policy = cls.approved(
            "cs.appraisal.policy",
            {"name": "Appraisals", "date_from": "2024-01-01"},
        )
        cls.template = cls.approved(
            "cs.appraisal.template",
            {
                "name": "Agents",
                "date_from": "2024-01-01",
                "job_id": cls.job.id,
                "item_ids": [
                    Command.create(
                        {
                            "name": "Sets",
                            "metric_id": cls.metric.id,
                            "weight": 100,
                            "curve": "unit",
                            "points_each": 1,
                            "target": 10,
                            "is_capped": False,
                        }
                    )
                ],
            },
        )

    @classmethod
    def approved(cls, model, vals):
        """A policy written by HR and approved by the general manager."""
        with freeze_time("2024-01-01 02:00"):
            policy = (
                cls.env[model]
                .with_user(cls.users["hr"])
                .create({"company_id": cls.company.id} | vals)
            )
            policy.action_submit()
            policy.with_user(cls.users["gm"]).action_approve()
        return policy.with_env(cls.env)

    def cycle(self, first=JUNE, kind="month", **vals):
        vals = {"company_id": self.company.id, "kind": kind, "date_from": first} | vals
        return self.env["cs.appraisal.cycle"].with_user(self.users["hr"]).create(vals)

    def opened(self, **vals):
        cycle = self.cycle(**vals)
        with freeze_time(f"{cycle.opens_on} 02:00"):
            cycle.action_open()
        return cycle

    def appraisal(self, cycle, role):
        return (
            self.env["cs.appraisal"]
            .search(
                [
                    ("cycle_id", "=", cycle.id),
                    ("employee_id", "=", self.people[role].id),
                ]
            )
            .with_env(self.env)
        )

    def result(self, cycle, role):
        return (
            self.env["cs.appraisal.result"]
            .search(
                [
                    ("cycle_id", "=", cycle.id),
                    ("employee_id", "=", self.people[role].id),
                ]
            )
            .with_env(self.env)
        )

    def days(self, role, first, last, away=0):
        """Weekdays as the judged days have them, the first ``away`` of them on leave.

        :param away: days, perhaps a half
        """
        day = first
        while day <= last:
            if day.weekday() < 5:
                leave = min(max(away, 0), 1)
                away -= leave
                self.env.cr.execute(
                    "INSERT INTO cs_attendance_day (company_id, employee_id, date,"
                    " month, verdict, kind, work_days, leave_days, absent_days)"
                    " VALUES (%s, %s, %s, %s, 'ok', 'work', 1, %s, 0)",
                    [
                        self.company.id,
                        self.people[role].id,
                        day,
                        day.replace(day=1),
                        leave,
                    ],
                )
            day += timedelta(days=1)

    def sold(self, role, number, first=JUNE, **vals):
        """Sets sold in a month, as HR enters them."""
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return (
            self.env["cs.metric.figure"]
            .with_user(self.users["hr"])
            .create(
                {
                    "employee_id": self.people[role].id,
                    "metric_id": self.metric.id,
                    "date_from": first,
                    "date_to": last,
                    "numerator": number,
                    "origin": "Shop",
                }
                | vals
            )
        )

    def scored(self, **vals):
        """A cycle at the calibration."""
        cycle = self.opened(**vals)
        with freeze_time(f"{cycle.due_on} 02:00"):
            cycle.action_end_ratings()
        return cycle

    def released(self, cycle=None):
        cycle = cycle or self.scored()
        with freeze_time(f"{cycle.due_on} 03:00"):
            cycle.action_submit()
            cycle.with_user(self.users["gm"]).action_approve()
        return cycle
