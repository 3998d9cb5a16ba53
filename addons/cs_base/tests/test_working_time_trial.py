from odoo.tests import tagged

from .common import CsCase
from .test_working_time import make_calendar, shanghai


@tagged("cs_working_time")
class TestWorkingTimeTrial(CsCase):
    """HR tries a time limit and sees which days did not count."""

    def _trial(self, **vals):
        return (
            self.env["cs.working.time.trial"]
            .with_user(self.users["hr"])
            .create({"moment": shanghai(2025, 9, 30, 11), **vals})
        )

    def test_days_with_reasons(self):
        self.env["calendar.public.holiday"]._cs_fill(
            self.env.ref("base.cn"), 2025, lang="en_US"
        )
        trial = self._trial(amount=3, unit="days")
        self.assertEqual(trial.calendar_id, self.company.resource_calendar_id)
        self.assertEqual(trial.deadline, shanghai(2025, 10, 11, 17))
        text = trial.explanation.striptags()
        self.assertEqual(text.count("Holiday:"), 8)
        self.assertIn("Holiday: Mid-Autumn Festival", text)
        self.assertNotIn("Day of rest", text)
        self.assertIn("Make-up working day: Make-up working day for", text)
        self.assertIn("(Asia/Shanghai)", text)

    def test_hours_of_a_department(self):
        night = make_calendar(
            self.env, self.company, "Night", "Asia/Shanghai", [(1, 22, 24), (2, 0, 6)]
        )
        self.department.cs_calendar_id = night
        trial = self._trial(department_id=self.group_one.id, amount=2, unit="hours")
        self.assertEqual(trial.calendar_id, night)
        self.assertEqual(trial.deadline, shanghai(2025, 10, 1))
        # What ends at midnight does not mention the next day
        self.assertEqual(trial.explanation.count("<tr"), 1)

    def test_long_limits_are_cut_short(self):
        trial = self._trial(amount=60, unit="days")
        self.assertEqual(trial.explanation.count("<tr"), 62)
        self.assertIn("more days", trial.explanation)

    def test_what_makes_no_sense_is_said(self):
        for vals, problem in (
            ({"amount": -1, "unit": "hours"}, "from 0 to"),
            ({"amount": float("nan"), "unit": "hours"}, "from 0 to"),
            ({"amount": float("inf"), "unit": "days"}, "from 0 to"),
            ({"amount": 1.5, "unit": "days"}, "whole days"),
            ({"amount": 1, "moment": "9999-12-31 00:00:00"}, "between 1970"),
        ):
            with self.subTest(**vals):
                trial = self._trial(**vals)
                self.assertIn(problem, trial.problem)
                self.assertFalse(trial.deadline)
                self.assertFalse(trial.explanation)

    def test_names_are_shown_as_text(self):
        year = self.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": self.env.ref("base.cn").id}
        )
        year.line_ids = [
            (0, 0, {"name": "<script>alert(1)</script>", "date": "2025-10-01"})
        ]
        explanation = self._trial(amount=1, unit="days").explanation
        self.assertNotIn("<script>", explanation)
        self.assertIn("&lt;script&gt;", explanation)
