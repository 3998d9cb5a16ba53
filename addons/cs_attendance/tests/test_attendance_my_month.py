from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .day_common import DayCase, slot


@tagged("cs_attendance", "cs_attendance_screen")
@freeze_time(DayCase.NOW)
class TestAttendanceMyMonth(DayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = cls.env["cs.shift"].create(
            {
                "name": "Day shift",
                "code": "白",
                "company_id": cls.company.id,
                "hour_from": 8.5,
                "hour_to": 17.5,
            }
        )
        cls.company.attendance_from_systray = True

    def setUp(self):
        super().setUp()
        first = date(2026, 10, 1)
        days = [first + timedelta(days=number) for number in range(31)]
        self._plan(
            {
                day: slot(day, "rest" if day.weekday() == 6 else "work", self.shift.id)
                for day in days
            }
        )

    def _month(self, role="agent", month=202610):
        return (
            self.env["cs.attendance.my.month"]
            .with_user(self.users[role])
            .get_month(month)
        )

    def _punch(self, role, moment):
        self.env.cr.execute(
            """INSERT INTO cs_punch
                      (company_id, employee_id, moment, local_moment, source,
                       received_at)
               VALUES (%s, %s, %s, %s, 'push', %s)""",
            [self.company.id, self.people[role].id, *[moment] * 3],
        )

    def test_only_my_days(self):
        self._create_day("agent", 21, "late")
        self._create_day("agent2", 21, "absent")
        month = self._month()
        self.assertEqual(
            month["figures"],
            [
                ["Present", 1],
                ["Late", 1],
                ["Early", 0],
                ["Missed", 0],
                ["Absent", 0],
                ["Leave", 0],
            ],
        )
        self.assertEqual(len([day for day in month["calendar"] if day["id"]]), 1)
        # a supervisor, too, sees only the own month here
        self.assertEqual(self._month("supervisor")["figures"][1][1], 0)

    def test_the_calendar_shows_codes_and_what_is_planned(self):
        self._create_day("agent", 22, "missed")
        days = self._month()["calendar"]
        self.assertEqual(len(days), 31)
        self.assertEqual((days[0]["weekday"], days[0]["date"]), (3, "2026-10-01"))
        self.assertEqual(days[21]["text"], "M")
        self.assertFalse(days[21]["come"])
        self.assertTrue(days[22]["today"])
        self.assertEqual(
            (days[23]["text"], days[23]["class"]), ("白", "cs_day cs_day_open")
        )
        self.assertEqual(days[24]["class"], "cs_day cs_day_rest")

    def test_next_month_shows_the_plan_and_no_month_after(self):
        self.assertEqual(self._month()["next"], 202611)
        day = self._month()["calendar"][27]
        self.assertEqual(day["hours"], "08:30–17:30 · be ready by 08:25")
        november = self._month(month=202611)
        self.assertFalse(november["next"])
        self.assertEqual(len(november["calendar"]), 30)

    def test_today_before_and_after_the_first_punch(self):
        card = self._month()["today_card"]
        self.assertEqual(card["hours"], "08:30–17:30")
        self.assertEqual(card["ready"], "08:25")
        self.assertEqual((card["in"], card["out"]), ("", ""))
        self.assertEqual(card["punch"]["side"], "in")
        self._punch("agent", "2026-10-23 00:21:00")
        card = self._month()["today_card"]
        self.assertEqual((card["in"], card["out"]), ("08:21", ""))
        punch = card["punch"]
        self.assertEqual(punch["side"], "out")
        self.assertEqual(punch["stop"], "2026-10-23 09:30:00")
        self.assertEqual((punch["grace"], punch["limit"]), (0, 30))
        self._punch("agent", "2026-10-23 08:40:00")
        self.assertEqual(self._month()["today_card"]["out"], "16:40")

    @freeze_time("2026-10-23 16:30:00")
    def test_after_midnight_the_night_shift_is_still_yesterdays(self):
        """ATT-10: 00:30 on the 24th, the shift of the 23rd ended at 24:00."""
        day = date(2026, 10, 23)
        night = slot(
            day, start=timedelta(hours=9, minutes=30), stop=timedelta(hours=16)
        )
        self._plan({day: night, date(2026, 10, 24): slot(day, "rest")})
        self._punch("agent", "2026-10-23 09:20:00")
        card = self._month()["today_card"]
        self.assertEqual(card["hours"], "17:30–00:00")
        self.assertEqual(card["in"], "17:20")

    def test_no_button_where_people_do_not_punch_in_the_browser(self):
        self.company.attendance_from_systray = False
        self.assertFalse(self._month()["today_card"]["punch"])

    def test_soonest_deadline_first(self):
        self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:00")
        self._create_day("agent", 9, "fixed")
        outing = self.env["cs.outing"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "start": "2026-10-23 01:00:00",
                "stop": "2026-10-23 05:00:00",
                "place": "Bank",
                "reason": "Papers",
            }
        )
        outing._decision_write(
            {"state": "submitted", "deadline": "2026-10-23 15:59:59"}
        )
        # sudo: who may read requests is tested with them
        rows = self.env["cs.attendance.my.month"]._todo(
            self.people["agent"], self.TODAY
        )
        self.assertEqual(
            [row["key"].partition(" ")[0] for row in rows], ["outing", "day"]
        )
        self.assertEqual(rows[0]["due"], "due today 23:59")
        self.assertIn("cs_day_pending", rows[0]["class"])
        self.assertEqual(rows[1]["title"], "Oct 22: no off-duty punch")
        self.assertEqual(rows[1]["note"], "No. 2 this month, 3 can be confirmed")
        self.assertEqual(rows[1]["button"]["method"], "action_correct")
        self.assertIn("days left", rows[1]["due"])

    def test_nothing_to_do_once_it_is_asked_for_or_locked(self):
        self._create_day("agent", 22, "missed", is_pending=True)
        self._create_day("agent", 21, "absent", is_locked=True)
        self._create_day("agent", 20, "late")
        self.assertEqual(self._month()["todo"], [])

    def test_time_left_in_words(self):
        my_month = self.env["cs.attendance.my.month"]
        zone = self.company._cs_zone()
        now = my_month.env.cr.now().replace(
            year=2026, month=10, day=23, hour=8, minute=48, second=0, microsecond=0
        )
        for hours, text in (
            (-1, "was due Oct 23 15:48"),
            (7, "due today 23:48"),
            (20, "20 hours left"),
            (30, "1 day left"),
            (24 * 7, "7 days left"),
        ):
            with self.subTest(hours=hours):
                deadline = now + timedelta(hours=hours)
                self.assertEqual(my_month._time_left(now, deadline, zone), text)

    def test_asking_for_leave_on_a_day_to_come(self):
        my_month = self.env["cs.attendance.my.month"].with_user(self.users["agent"])
        leave = my_month.get_request("leave", "2026-10-28")
        self.assertEqual(leave["res_model"], "hr.leave")
        self.assertEqual(leave["context"]["default_request_date_from"], "2026-10-28")
        outing = my_month.get_request("outing", "2026-10-28")
        self.assertEqual(outing["context"]["default_start"], "2026-10-28 00:30:00")
        self.assertEqual(outing["context"]["default_stop"], "2026-10-28 09:30:00")
        for bad in (("salary", "2026-10-28"), ("leave", False)):
            with self.subTest(bad=bad), self.assertRaises(UserError):
                my_month.get_request(*bad)

    def test_who_is_no_employee_is_told_so(self):
        self.people["hr"].user_id = False
        self.assertFalse(self._month("hr")["person"])
