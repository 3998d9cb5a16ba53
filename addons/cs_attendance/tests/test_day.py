from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .day_case import DAY, DayCase, at


@tagged("cs_attendance", "cs_attendance_day")
@freeze_time("2025-06-20 02:00:00")
class TestDay(DayCase):
    def test_two_punches_are_a_day(self):
        """ATT-01: the day, its figures and its reasons are written."""
        first, last = self._punch(self.agent, at("08:20"), at("17:40"))
        day = self._judge()
        self.assertEqual((day.verdict, day.kind), ("ok", "work"))
        self.assertEqual((day.check_in, day.check_out), (at("08:20"), at("17:40")))
        self.assertEqual((day.plan_start, day.plan_end), (at("08:30"), at("17:30")))
        self.assertEqual(day.department_id, self.group_one)
        self.assertEqual(day.shift_id, self.shift)
        self.assertEqual(day.policy_id, self.policy)
        self.assertEqual((day.work_days, day.present_days), (1, 1))
        self.assertEqual(day.worked_minutes, 500)
        self.assertEqual(day.month, date(2025, 6, 1))
        [reason] = day._get_explanation().reasons
        facts = [(fact.model, fact.role, fact.id) for fact in reason.facts]
        self.assertEqual(
            facts,
            [
                ("cs.punch", "check_in", first),
                ("cs.punch", "check_out", last),
                ("cs.attendance.policy", "policy", self.policy.id),
            ],
        )

    def test_exact_limits(self):
        """ATT-04: 30:00 late is late, one second more is absent."""
        self._punch(self.agent, at("09:00:00"), at("17:30:00"))
        day = self._judge()
        self.assertEqual((day.verdict, day.late_minutes), ("late", 30))
        next_day = DAY + timedelta(days=1)
        self._punch(self.agent, at("09:00:01", next_day), at("17:30", next_day))
        self.assertEqual(self._judge(day=next_day).verdict, "absent")

    def test_no_punch_is_absence(self):
        """ATT-05."""
        day = self._judge()
        self.assertEqual((day.verdict, day.absent_days), ("absent", 1))
        self.assertEqual(self._keys(day), ["att.no_punch"])

    def test_days_off(self):
        saturday = DAY + timedelta(days=5)
        self.assertEqual(self._judge(day=saturday).verdict, "rest")
        self._punch(self.agent, at("09:00", saturday), at("12:00", saturday))
        day = self._judge(day=saturday)
        self.assertEqual((day.verdict, day.worked_minutes), ("rest", 180))

    def test_today_is_open_and_tomorrow_not_there(self):
        """A day is open until it is over; days to come have no verdict."""
        today = date(2025, 6, 20)
        self._punch(self.agent, at("08:20", today))
        day = self._judge(day=today)
        self.assertEqual((day.verdict, day.check_in), ("open", at("08:20", today)))
        self.assertTrue(day.due_at)
        self.assertFalse(day.known_at)
        self.assertFalse(self._day(day=today + timedelta(days=1)))
        with freeze_time("2025-06-21 08:00:00"):
            day = self._judge(day=today)
        self.assertEqual(day.verdict, "missed")
        self.assertTrue(day.known_at)
        self.assertFalse(day.due_at)

    def test_judging_twice_changes_nothing(self):
        self._work(self.agent, DAY)
        Day = self.env["cs.attendance.day"]
        month = (date(2025, 6, 1), date(2025, 6, 30))
        self.assertEqual(Day._judge(self.agent, *month), 20)
        known = self._day().known_at
        with freeze_time("2025-06-20 03:00:00"):
            self.assertEqual(Day._judge(self.agent, *month), 0)
            self.assertEqual(self._day().known_at, known)
            self._punch(self.agent, at("08:10"))
            # the reasons name another punch, the figures are the same
            self.assertEqual(Day._judge(self.agent, *month), 1)
            self.assertEqual(self._day().known_at, known)
            self._punch(self.agent, at("08:40", DAY + timedelta(days=1)))
            self.assertEqual(Day._judge(self.agent, *month), 1)
            changed = self._day(day=DAY + timedelta(days=1))
            self.assertGreater(changed.known_at, known)

    def test_locked_days_stay(self):
        """ATT-08: a locked month never changes."""
        day = self._judge()
        self.env["cs.attendance.day"]._lock(self.agent, DAY)
        self.assertTrue(day.is_locked)
        self._work(self.agent, DAY)
        self.assertEqual(self._judge().verdict, "absent")
        self.agent.version_id.contract_date_start = "2025-06-10"
        self.assertTrue(self._judge())
        self.env["cs.attendance.day"]._lock(self.agent, DAY, locked=False)
        self.assertFalse(self._judge())

    def test_nobody_writes(self):
        day = self._judge()
        for work in (
            lambda: day.write({"verdict": "ok"}),
            lambda: day.sudo().write({"is_locked": True}),
            lambda: day.unlink(),
            lambda: day.copy(),
            lambda: self.env["cs.attendance.day"].create({"verdict": "ok"}),
            lambda: day.with_context(force_delete=True).unlink(),
        ):
            with self.assertRaises(UserError):
                work()

    def test_evaluate_is_what_is_written(self):
        """ALL-03: the same verdicts, nothing written."""
        self._work(self.agent, DAY)
        Day = self.env["cs.attendance.day"]
        found = Day._evaluate(self.agent, DAY, DAY)
        self.assertFalse(self._day())
        self._judge()
        rows = Day.search([("employee_id", "=", self.agent.id)])
        self.assertEqual(set(found), {(self.agent.id, row.date) for row in rows})
        for row in rows:
            self.assertEqual(found[self.agent.id, row.date].verdict, row.verdict)

    def test_what_if(self):
        """ALL-03: a draft policy on a past month."""
        self._punch(self.agent, at("08:50"), at("17:40"))
        draft = self.env["cs.attendance.policy"].create(
            {
                "name": "Strict",
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "unexcused_short": "absent",
            }
        )
        Day = self.env["cs.attendance.day"]
        key = (self.agent.id, DAY)
        self.assertEqual(Day._evaluate(self.agent, DAY, DAY)[key].verdict, "late")
        tried = Day._evaluate(self.agent, DAY, DAY, draft, date(2025, 6, 1))
        self.assertEqual(tried[key].verdict, "absent")

    def test_no_verdict_before_the_first_policy(self):
        """ALL-07: nobody is absent under rules that nobody has approved."""
        self.policy._decision_write({"date_from": DAY + timedelta(days=1)})
        self._work(self.agent, DAY + timedelta(days=1))
        self.assertFalse(self._judge())
        self.assertEqual(self._day(day=DAY + timedelta(days=1)).verdict, "ok")

    def test_queries_do_not_grow_with_people(self):
        Day = self.env["cs.attendance.day"]
        few = self.agent | self.agent2
        many = self.env["hr.employee"].create(
            [
                {
                    "name": f"P{number}",
                    "company_id": self.company.id,
                    "department_id": self.group_one.id,
                    "date_version": "2024-01-01",
                }
                for number in range(30)
            ]
        )
        counts = []
        for people in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Day._judge(people, DAY, DAY)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 45)

    def test_employment(self):
        """No row before joining and after leaving."""
        version = self.agent.version_id
        version.write(
            {"contract_date_start": "2025-06-05", "contract_date_end": "2025-06-12"}
        )
        self._judge()
        days = self.env["cs.attendance.day"].search(
            [("employee_id", "=", self.agent.id)], order="date"
        )
        self.assertEqual(
            (days[0].date, days[-1].date, len(days)),
            (date(2025, 6, 5), date(2025, 6, 12), 8),
        )

    def test_exempt(self):
        """ATT-06: the general manager and exempt posts do not punch."""
        self.assertEqual(self._judge(self.people["gm"]).verdict, "exempt")
        self.assertEqual(self._judge(self.agent).verdict, "absent")
        self.job.cs_is_exempt = True
        self.assertEqual(self._judge(self.agent).verdict, "exempt")
