from datetime import date, datetime

from psycopg2 import IntegrityError
from pytz import timezone, utc

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CsCase
from .test_working_time import make_calendar, shanghai

SHANGHAI = timezone("Asia/Shanghai")


@tagged("cs_working_time")
class TestMakeupDay(CsCase):
    """Make-up working days (调休, ATT-18) in leave lengths and stock working hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id
        cls.employee = cls.people["agent"]
        cls.china = cls.env.ref("base.cn")
        cls.year = cls.env["calendar.public.holiday"].create(
            {
                "year": 2025,
                "country_id": cls.china.id,
                "line_ids": [
                    Command.create({"name": "National Day", "date": f"2025-10-0{day}"})
                    for day in (1, 2, 3, 6, 7, 8)
                ],
            }
        )
        cls.leave_type = cls.env["hr.leave.type"].create(
            {"name": "Personal", "requires_allocation": False, "request_unit": "day"}
        )

    def _add_makeup(self, day="2025-10-11", **vals):
        # Saturday, worked for Wednesday 8 October
        return self.env["cs.makeup.day"].create(
            {
                "name": "National Day",
                "date": day,
                "replaced_date": "2025-10-08",
                "public_holiday_id": self.year.id,
                **vals,
            }
        )

    def _leave(self, first, last, **vals):
        return self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": first,
                "request_date_to": last,
                **vals,
            }
        )

    def _intervals(self, calendar=None, first=11, last=12, resources=None, **kwargs):
        """Local (day, from, to) of a calendar's hours in October 2025."""
        calendar = calendar or self.calendar
        found = calendar._attendance_intervals_batch(
            utc.localize(shanghai(2025, 10, first)),
            utc.localize(shanghai(2025, 10, last)),
            resources=resources,
            tz=SHANGHAI,
            **kwargs,
        )[resources.id if resources else False]
        return [
            (start.day, start.hour + start.minute / 60, end.hour + end.minute / 60)
            for start, end, _line in found
        ]

    def test_leave_over_a_make_up_saturday_counts_it(self):
        friday_to_monday = ("2025-10-10", "2025-10-13")
        leave = self._leave(*friday_to_monday)
        self.assertEqual(leave.number_of_days, 2)
        leave.unlink()
        self._add_makeup()
        leave = self._leave(*friday_to_monday)
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (3, 24))
        leave.action_approve()
        self.assertEqual(leave.state, "validate")
        self.assertEqual(leave.number_of_days, 3)

    def test_leave_over_holidays_and_a_make_up_saturday(self):
        self._add_makeup()
        # 30 September, 9, 10, 11 and 13 October
        self.assertEqual(self._leave("2025-09-30", "2025-10-13").number_of_days, 5)

    def test_leave_on_the_make_up_saturday_alone(self):
        self._add_makeup()
        leave = self._leave("2025-10-11", "2025-10-11")
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (1, 8))
        self.assertEqual(leave.date_from, shanghai(2025, 10, 11, 8))
        self.assertEqual(leave.date_to, shanghai(2025, 10, 11, 17))

    def test_half_a_day_of_leave_on_the_make_up_saturday(self):
        self._add_makeup()
        self.leave_type.request_unit = "half_day"
        leave = self._leave(
            "2025-10-11",
            "2025-10-11",
            request_date_from_period="am",
            request_date_to_period="am",
        )
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (0.5, 4))

    def test_leave_abroad_does_not_count_it(self):
        self._add_makeup()
        self.employee.address_id = self.env["res.partner"].create(
            {"name": "Berlin", "country_id": self.env.ref("base.de").id}
        )
        self.assertEqual(self._leave("2025-10-10", "2025-10-13").number_of_days, 2)

    def test_hours_are_those_of_the_replaced_weekday(self):
        calendar = make_calendar(
            self.env,
            self.company,
            "Short Wednesday",
            "Asia/Shanghai",
            [(0, 8, 12), (0, 13, 17), (2, 9.5, 15)],
        )
        makeup = self._add_makeup()
        self.assertEqual(makeup.dayofweek, "2")
        self.assertEqual(self._intervals(calendar), [(11, 9.5, 15)])
        self.assertEqual(calendar._get_hours_for_date(date(2025, 10, 11)), (9.5, 15))
        self.assertTrue(calendar._works_on_date(date(2025, 10, 11)))
        self.assertFalse(calendar._works_on_date(date(2025, 10, 18)))
        makeup.replaced_date = False
        makeup.dayofweek = "0"
        self.assertEqual(self._intervals(calendar), [(11, 8, 12), (11, 13, 17)])
        makeup.dayofweek = "1"  # not worked by this calendar
        self.assertEqual(self._intervals(calendar), [])

    def test_monday_by_default(self):
        makeup = self._add_makeup(replaced_date=False)
        self.assertEqual(makeup.dayofweek, "0")

    def test_hours_that_work_on_saturdays_keep_their_own(self):
        calendar = make_calendar(
            self.env,
            self.company,
            "Six days",
            "Asia/Shanghai",
            [(2, 8, 12), (2, 13, 17), (5, 9, 11)],
        )
        self._add_makeup()
        self.assertEqual(self._intervals(calendar), [(11, 9, 11)])
        self.assertEqual(self._intervals(calendar, lunch=True), [])
        self.assertEqual(calendar._get_hours_for_date(date(2025, 10, 11)), (9, 11))

    def test_breaks_move_with_the_hours(self):
        self.assertEqual(self._intervals(lunch=True), [])
        self._add_makeup()
        self.assertEqual(self._intervals(lunch=True), [(11, 12, 13)])

    def test_two_alternating_weeks(self):
        lines = [(2, 8, 10, "0"), (2, 14, 16, "1"), (3, 8, 9, "1")]
        calendar = make_calendar(
            self.env,
            self.company,
            "Two weeks",
            "Asia/Shanghai",
            lines,
            two_weeks_calendar=True,
        )
        self._add_makeup()
        self._add_makeup("2025-10-18")
        self._add_makeup("2025-10-25", replaced_date="2025-10-02")
        Line = self.env["resource.calendar.attendance"]
        expected = [
            {0: (day, 8, 10), 1: (day, 14, 16)}[Line.get_week_type(date(2025, 10, day))]
            for day in (11, 18)
        ]
        for (day, *hours), end in zip(expected, (12, 19), strict=True):
            self.assertEqual(self._intervals(calendar, day, end), [(day, *hours)])
        thursday = {0: [], 1: [(25, 8, 9)]}[Line.get_week_type(date(2025, 10, 25))]
        self.assertEqual(self._intervals(calendar, 25, 26), thursday)

    def test_flexible_hours_stay(self):
        self.calendar.schedule_type = "flexible"
        before = self._intervals(first=6, last=13)
        self._add_makeup()
        self.assertEqual(self._intervals(first=6, last=13), before)

    def test_people_without_working_hours_stay(self):
        self._add_makeup()
        self.employee.resource_calendar_id = False
        resource = self.employee.resource_id
        self.assertEqual(
            self._intervals(first=11, last=12, resources=resource), [(11, 0, 0)]
        )

    def test_only_some_working_hours(self):
        other = make_calendar(
            self.env, self.company, "Other", "Asia/Shanghai", [(2, 8, 12)]
        )
        self._add_makeup(calendar_ids=[Command.set(other.ids)])
        self.assertEqual(self._intervals(), [])
        self.assertEqual(self._intervals(other), [(11, 8, 12)])

    def test_only_in_some_states(self):
        here, there = self.china.state_ids[:2]
        self.company.state_id = here
        makeup = self._add_makeup(state_ids=[Command.set(there.ids)])
        self.assertEqual(self._intervals(), [])
        makeup.state_ids = here
        self.assertEqual(len(self._intervals()), 2)

    def test_edges_of_the_period_asked_for(self):
        self._add_makeup()
        found = self.calendar._attendance_intervals_batch(
            utc.localize(shanghai(2025, 10, 11, 9, 30)),
            utc.localize(shanghai(2025, 10, 11, 14)),
        )[False]
        self.assertEqual(
            [(start.astimezone(SHANGHAI).hour, end.hour) for start, end, _l in found],
            [(9, 12), (13, 14)],
        )
        # Saturday evening in New York is Sunday in Shanghai: nothing spills over
        found = self.calendar._attendance_intervals_batch(
            utc.localize(shanghai(2025, 10, 11, 17)),
            utc.localize(shanghai(2025, 10, 12, 23)),
        )[False]
        self.assertFalse(found)

    def test_work_days_of_an_employee(self):
        """What payroll and overtime count with."""
        self._add_makeup()
        start, end = shanghai(2025, 10, 9), shanghai(2025, 10, 14)
        data = self.employee._get_work_days_data_batch(start, end)
        self.assertEqual(data[self.employee.id], {"days": 4, "hours": 32})
        per_day = self.employee._list_work_time_per_day(start, end)
        self.assertEqual(
            per_day[self.employee.id],
            [(date(2025, 10, day), 8) for day in (9, 10, 11, 13)],
        )
        unusual = self.employee._get_unusual_days(
            "2025-10-10 00:00:00", "2025-10-13 23:59:59"
        )
        self.assertEqual(
            unusual,
            {
                "2025-10-10": False,
                "2025-10-11": False,
                "2025-10-12": True,
                "2025-10-13": False,
            },
        )

    def test_without_make_up_days_stock_calls_cost_nothing_more(self):
        self.calendar._attendance_intervals_batch(
            utc.localize(datetime(2025, 10, 1)), utc.localize(datetime(2025, 10, 31))
        )
        self.env["cs.makeup.day"]._all()
        with self.assertQueryCount(1):  # the attendance lines, as in stock
            self._intervals()

    def _assert_refused(self, text, action):
        with self.assertRaises(ValidationError) as error:
            action()
        self.assertIn(text, str(error.exception))

    def test_a_date_is_not_both(self):
        self._assert_refused(
            "National Day",
            lambda: self._add_makeup("2025-10-08", replaced_date=False),
        )
        makeup = self._add_makeup()
        self._assert_refused(
            "make-up working day",
            lambda: self.year.line_ids[0].write({"date": makeup.date}),
        )
        self._assert_refused("already", self._add_makeup)
        Year = self.env["calendar.public.holiday"]
        everywhere = Year.create({"year": 2025})
        self._assert_refused(
            "already", lambda: self._add_makeup(public_holiday_id=everywhere.id)
        )
        germany = Year.create({"year": 2025, "country_id": self.env.ref("base.de").id})
        self.assertTrue(self._add_makeup(public_holiday_id=germany.id))

    def test_one_date_for_different_working_hours(self):
        other = make_calendar(
            self.env, self.company, "Other", "Asia/Shanghai", [(2, 8, 12)]
        )
        self._add_makeup(calendar_ids=[Command.set(other.ids)])
        both = (self.calendar | other).ids
        self._assert_refused(
            "already", lambda: self._add_makeup(calendar_ids=[Command.set(both)])
        )
        self._add_makeup(
            calendar_ids=[Command.set(self.calendar.ids)], replaced_date="2025-10-06"
        )
        self.assertEqual(self._intervals(other), [(11, 8, 12)])
        self.assertEqual(len(self._intervals()), 2)

    @mute_logger("odoo.sql_db")
    def test_a_day_for_some_never_becomes_one_for_all(self):
        other = make_calendar(
            self.env, self.company, "Other", "Asia/Shanghai", [(2, 8, 12)]
        )
        self._add_makeup(calendar_ids=[Command.set(other.ids)])
        with self.assertRaises(IntegrityError):
            other.unlink()

    def test_a_make_up_day_belongs_to_its_year(self):
        self._assert_refused("its own year", lambda: self._add_makeup("2026-01-04"))

    @mute_logger("odoo.sql_db")
    def test_one_calendar_per_country_and_year(self):
        with self.assertRaises(IntegrityError):
            self.year.copy()
