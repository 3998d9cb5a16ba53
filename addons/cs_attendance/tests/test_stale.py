from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .day_case import DAY, DayCase, at

ONE_DAY = timedelta(days=1)
JUNE = date(2025, 6, 1)


@tagged("cs_attendance", "cs_attendance_stale")
@freeze_time("2025-06-20 02:00:00")
class TestStale(DayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Stale = cls.env["cs.attendance.stale"]
        cls.cron = cls.env.ref("cs_attendance.cs_attendance_cron_judge")

    def setUp(self):
        super().setUp()
        self._forget()

    def _forget(self):
        self.env.cr.execute("DELETE FROM cs_attendance_stale")
        self.env.invalidate_all()

    def _noted(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT DISTINCT employee_id, month FROM cs_attendance_stale"
        )
        return set(self.env.cr.fetchall())

    def _run(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_touch_notes_the_months_around(self):
        self.Stale._touch([(self.agent.id, DAY)])
        self.assertEqual(self._noted(), {(self.agent.id, JUNE)})
        self._forget()
        self.Stale._touch([(self.agent.id, date(2025, 6, 1))])
        months = {month for _who, month in self._noted()}
        self.assertEqual(months, {date(2025, 5, 1), JUNE})
        self._forget()
        self.Stale._touch([(self.agent.id, date(2025, 4, 30), date(2099, 1, 1))])
        months = {month for _who, month in self._noted()}
        self.assertEqual(min(months), date(2025, 4, 1))
        self.assertEqual(max(months), JUNE)

    def test_touch_wakes_the_judge_once(self):
        triggers = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )
        for number in range(3):
            self.Stale._touch([(self.agent.id, DAY + number * ONE_DAY)])
        after = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )
        self.assertEqual(after - triggers, 1)

    def test_the_scheduled_action_judges(self):
        self._work(self.agent, DAY)
        self.Stale._touch([(self.agent.id, DAY)])
        self._run()
        self.assertEqual(self._day().verdict, "ok")
        self.assertFalse(self._noted())

    def test_days_end_without_any_fact(self):
        """ATT-05: absence appears by itself, also of days on which no server ran."""
        self.company.cs_attendance_noted = date(2025, 6, 17)
        self._run()
        self.assertEqual(self.company.cs_attendance_noted, date(2025, 6, 20))
        for day in (17, 18, 19):
            self.assertEqual(self._day(day=date(2025, 6, day)).verdict, "absent")
        self.assertEqual(self._day(day=date(2025, 6, 20)).verdict, "open")
        self.assertFalse(self.Stale._cron_judge and self._noted())

    def test_in_the_small_hours_the_day_has_not_ended(self):
        """Days end by the company's clock: 02:59 in Shanghai is still too early."""
        self.company.cs_attendance_noted = date(2025, 6, 19)
        with freeze_time("2025-06-19 18:59:00"):
            self.Stale._note_yesterday(self.company)
        self.assertFalse(self._noted())
        with freeze_time("2025-06-19 19:00:00"):
            self.Stale._note_yesterday(self.company)
        self.assertIn((self.agent.id, JUNE), self._noted())

    def test_without_a_policy_nobody_is_absent(self):
        self.policy._decision_write({"state": "withdrawn"})
        self._forget()
        self.company.cs_attendance_noted = date(2025, 6, 17)
        self.Stale._note_yesterday(self.company)
        self.assertFalse(self._noted())

    def test_an_open_day_is_looked_at_again(self):
        today = date(2025, 6, 20)
        self._punch(self.agent, at("08:20", today))
        self.assertEqual(self._judge(day=today).verdict, "open")
        self._forget()
        self.Stale._note_open()
        self.assertFalse(self._noted())
        with freeze_time("2025-06-21 08:00:00"):
            self.Stale._note_open()
            self.Stale._note_open()
        self.assertEqual(self._noted(), {(self.agent.id, JUNE)})

    @mute_logger("odoo.addons.cs_attendance.models.cs_attendance_stale")
    def test_a_fault_blocks_nobody(self):
        """The month keeps its reason; the others are judged; a new fact tries again."""
        self.Stale._touch([(self.agent.id, DAY), (self.agent2.id, DAY)])
        facts = type(self.env["cs.attendance.facts"])
        load, reason = facts._load, "The roster is broken."

        def broken(model, employees, *args, **kwargs):
            if self.agent in employees:
                raise UserError(reason)
            return load(model, employees, *args, **kwargs)

        with patch.object(facts, "_load", broken):
            self._run()
        self.assertTrue(self._day(self.agent2))
        self.assertFalse(self._day(self.agent))
        row = self.Stale.search([("employee_id", "=", self.agent.id)])
        self.assertEqual(row.error, reason)
        self._run()
        self.assertFalse(self._day(self.agent))
        self.Stale._touch([(self.agent.id, DAY)])
        self._run()
        self.assertTrue(self._day(self.agent))

    def test_facts_touch_their_days(self):
        """Whatever decides a day that has been judged has it judged again."""
        self._judge()
        person = {(self.agent.id, JUNE)}
        night = self.env["cs.shift"].create(
            {
                "name": "N",
                "code": "N",
                "company_id": self.company.id,
                "hour_from": 22,
                "hour_to": 6,
            }
        )
        leave_type = self.env["hr.leave.type"].create(
            {"name": "P", "requires_allocation": False, "company_id": self.company.id}
        )
        year = self.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": self.env.ref("base.cn").id}
        )
        calendar = self.company.resource_calendar_id
        scope = {"company_id": self.company.id}
        works = {
            "slot": lambda: self.env["cs.duty.slot"].create(
                {"employee_id": self.agent.id, "date": DAY, "kind": "rest", **scope}
            ),
            "fixed shift": lambda: self.fixed.write({"shift_id": night.id}),
            "shift": lambda: night.write({"hour_to": 7}),
            "break": lambda: self.env["cs.shift.break"].create(
                {"shift_id": night.id, "hour_from": 23, "hour_to": 23.5}
            ),
            "leave": lambda: self.env["hr.leave"].create(
                {
                    "employee_id": self.agent.id,
                    "holiday_status_id": leave_type.id,
                    "request_date_from": DAY,
                    "request_date_to": DAY,
                }
            ),
            "holiday": lambda: self.env["calendar.public.holiday.line"].create(
                {"name": "H", "date": DAY, "public_holiday_id": year.id}
            ),
            "makeup": lambda: self.env["cs.makeup.day"].create(
                {
                    "name": "M",
                    "date": DAY + 5 * ONE_DAY,
                    "public_holiday_id": year.id,
                    "dayofweek": "0",
                }
            ),
            "year": year.unlink,
            "closure": lambda: self.env["resource.calendar.leaves"].create(
                {"name": "C", "date_from": at("12:00"), "date_to": at("14:00"), **scope}
            ),
            "calendar": lambda: calendar.write({"tz": "Asia/Tokyo"}),
            "line": lambda: calendar.attendance_ids[:1].write({"hour_from": 7}),
            "department": lambda: self.agent.write(
                {"department_id": self.department.id}
            ),
            "contract": lambda: self.agent.version_id.write(
                {"contract_date_start": "2024-02-01"}
            ),
            "post": lambda: self.job.write({"cs_is_exempt": True}),
            "policy": lambda: self.policy._decision_write({"state": "withdrawn"}),
            "manager": lambda: self.company.write(
                {"cs_general_manager_id": self.agent.id}
            ),
        }
        for name, work in works.items():
            with self.subTest(name):
                self._forget()
                work()
                self.assertLessEqual(person, self._noted())

    def test_locked_months_are_left_alone(self):
        self._judge()
        self.env["cs.attendance.day"]._lock(self.agent, DAY)
        self.fixed.write({"date_to": "2030-01-01"})
        self.assertFalse(self._noted())
