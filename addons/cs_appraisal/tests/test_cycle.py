from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .cycle_case import JUNE, CycleCase


@tagged("cs_appraisal", "cs_appraisal_cycle")
class TestCycle(CycleCase):
    """APP-01, APP-02: cycles, who takes part, who is left out."""

    def test_the_days_of_a_month(self):
        cycle = self.cycle()
        self.assertEqual(
            (cycle.date_to, cycle.opens_on, cycle.due_on),
            (date(2025, 6, 30), date(2025, 7, 5), date(2025, 7, 10)),
        )

    def test_the_days_of_longer_cycles(self):
        for kind, first, last in (
            ("quarter", date(2025, 4, 1), date(2025, 6, 30)),
            ("half", date(2025, 1, 1), date(2025, 6, 30)),
            ("year", date(2025, 1, 1), date(2025, 12, 31)),
        ):
            with self.subTest(kind):
                self.assertEqual(self.cycle(first, kind).date_to, last)

    def test_a_quarter_begins_with_one(self):
        with self.assertRaisesRegex(UserError, "APP-01"):
            self.cycle(date(2025, 5, 1), "quarter")

    @mute_logger("odoo.sql_db")
    def test_one_cycle_a_period(self):
        self.cycle()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.cycle().flush_recordset()

    def test_not_before_it_opens(self):
        cycle = self.cycle()
        with (
            freeze_time("2025-07-04 15:59"),
            self.assertRaisesRegex(UserError, "opens on"),
        ):
            cycle.action_open()
        with freeze_time("2025-07-04 16:00"):  # midnight in Shanghai
            cycle.action_open()
        self.assertEqual(cycle.state, "open")

    def test_who_takes_part(self):
        cycle = self.opened()
        self.assertEqual(
            sorted(cycle.appraisal_ids.employee_id.mapped("name")), ["agent", "agent2"]
        )
        one = self.appraisal(cycle, "agent")
        self.assertEqual(
            (one.superior_id, one.template_id, one.policy_id, one.state),
            (self.people["leader"], self.template, self.policy, "open"),
        )

    def test_only_some_departments(self):
        other = self.env["hr.department"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        cycle = self.opened(department_ids=[(6, 0, other.ids)])
        self.assertFalse(cycle.appraisal_ids)
        cycle = self.opened(
            first=date(2025, 5, 1), department_ids=[(6, 0, self.department.ids)]
        )
        self.assertEqual(len(cycle.appraisal_ids), 2, "with those below it")

    def test_half_a_month_takes_part_and_more_does_not(self):
        """June 2025 has 21 weekdays; half of them is 10.5."""
        self.days("agent", JUNE, date(2025, 6, 30), away=10.5)
        self.days("agent2", JUNE, date(2025, 6, 30), away=11)
        cycle = self.opened()
        self.assertEqual(self.appraisal(cycle, "agent").state, "open")
        self.assertEqual(self.appraisal(cycle, "agent2").state, "left_out")
        self.assertEqual(self.appraisal(cycle, "agent2").away_months, 0.52)

    def test_two_months_of_a_quarter_and_one_day_more(self):
        self.approved(
            "cs.appraisal.template",
            {
                "name": "Quarter",
                "date_from": "2024-01-01",
                "cycle_kind": "quarter",
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Sets",
                            "metric_id": self.metric.id,
                            "weight": 100,
                            "curve": "unit",
                            "points_each": 1,
                        },
                    )
                ],
            },
        )
        away = {"agent": 0, "agent2": 1}
        for role, days in away.items():
            self.days(role, date(2025, 4, 1), date(2025, 5, 31), away=60)
            self.days(role, JUNE, date(2025, 6, 30), away=days)
        cycle = self.opened(first=date(2025, 4, 1), kind="quarter")
        self.assertEqual(self.appraisal(cycle, "agent").state, "open")
        self.assertEqual(self.appraisal(cycle, "agent2").state, "left_out")

    def test_joining_late_counts_as_away(self):
        self.people["agent2"].version_id.contract_date_start = "2025-06-18"
        cycle = self.opened()
        one = self.appraisal(cycle, "agent2")
        self.assertEqual((one.state, one.away_months), ("left_out", 0.57))
        text = one.get_explanation()["reasons"][0]["sentence"]
        self.assertIn("57 % of the working days", text)

    def test_hr_lets_somebody_take_part(self):
        self.days("agent", JUNE, date(2025, 6, 30), away=15)
        cycle = self.opened()
        one = self.appraisal(cycle, "agent").with_user(self.users["hr"])
        with self.assertRaisesRegex(UserError, "reason"):
            one.action_include(" ")
        one.action_include("Worked from the branch")
        self.assertEqual(one.state, "open")
        with freeze_time("2025-07-06 02:00"):
            cycle.action_open()
        self.assertEqual(one.state, "open", "it stays so")
        self.assertIn(
            "Worked from the branch", one.get_explanation()["reasons"][0]["sentence"]
        )

    def test_only_hr_runs_cycles(self):
        cycle = self.opened()
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                cycle.with_user(self.users[role]).action_end_ratings()

    def test_results_are_submitted_once_the_ratings_have_ended(self):
        """APP-08: there is no button before, and who presses it is told why."""
        cycle = self.opened()
        self.assertFalse(cycle.can_submit)
        with self.assertRaisesRegex(UserError, "APP-08"):
            cycle.action_submit()
        with self.later:
            cycle.action_end_ratings()
        self.assertTrue(cycle.can_submit)

    def test_the_state_is_written_by_nobody(self):
        cycle = self.cycle()
        for user in (self.users["hr"], self.env.user):
            with self.assertRaises(UserError):
                cycle.with_user(user).write({"state": "released"})
        with self.assertRaises(UserError):
            self.cycle(date(2025, 5, 1), state="released")

    def test_what_was_opened_stays(self):
        cycle = self.opened()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            cycle.date_from = "2025-05-01"
        with self.assertRaises(UserError):
            cycle.unlink()
        one = self.appraisal(cycle, "agent")
        for act in (
            lambda: one.write({"state": "left_out"}),
            one.unlink,
            one.copy,
            lambda: one.create({"cycle_id": cycle.id}),
        ):
            with self.assertRaises(UserError):
                act()
        cycle.due_on = "2025-07-12"

    def test_every_day_a_month_appears_and_opens(self):
        Cycle = self.env["cs.appraisal.cycle"]
        own = [("company_id", "=", self.company.id)]
        maker = self.env["cs.appraisal.maker"]
        with freeze_time("2025-07-01 02:00"):
            maker._each_day(self.company)
            maker._each_day(self.company)
        cycle = Cycle.search(own)
        self.assertEqual((cycle.date_from, cycle.state), (JUNE, "draft"))
        with freeze_time("2025-07-05 02:00"):
            maker._each_day(self.company)
        self.assertEqual((cycle.state, len(cycle.appraisal_ids)), ("open", 2))
