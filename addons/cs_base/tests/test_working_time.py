import random
from datetime import date, datetime, timedelta

from pytz import timezone, utc

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CsCase


def local(zone, *args):
    """Naive UTC of a local time."""
    moment = timezone(zone).localize(datetime(*args))
    return moment.astimezone(utc).replace(tzinfo=None)


def shanghai(*args):
    return local("Asia/Shanghai", *args)


def make_calendar(env, company, name, zone, lines, **vals):
    """lines: (weekday, hour from, hour to[, week type])"""
    calendar = env["resource.calendar"].create(
        {
            "name": name,
            "tz": zone,
            "company_id": company and company.id,
            "attendance_ids": [],
            **vals,
        }
    )
    calendar.attendance_ids = [
        Command.clear(),
        *(
            Command.create(
                {
                    "name": name,
                    "dayofweek": str(weekday),
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    "day_period": "morning" if hour_to <= 13 else "afternoon",
                    "week_type": week[0] if week else False,
                }
            )
            for weekday, hour_from, hour_to, *week in lines
        ),
    ]
    return calendar


@tagged("cs_working_time")
class TestWorkingTime(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Stock reads the dates of closures as local to the user who enters them.
        cls.env.user.tz = "Asia/Shanghai"
        cls.service = cls.env["cs.working.time"]
        # Monday to Friday, 8 to 12 and 13 to 17
        cls.calendar = cls.company.resource_calendar_id
        cls.year = cls.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": cls.env.ref("base.cn").id}
        )
        cls.tuesday = shanghai(2025, 9, 23, 11)

    def _add_holiday(self, day, **vals):
        return self.env["calendar.public.holiday.line"].create(
            {"name": "Off", "date": day, "public_holiday_id": self.year.id, **vals}
        )

    def _add_makeup(self, day, **vals):
        return self.env["cs.makeup.day"].create(
            {"name": "Swap", "date": day, "public_holiday_id": self.year.id, **vals}
        )

    def _closing(self, days=1, moment=None, **kwargs):
        """End of the n-th working day, as (month, day, hour) of Shanghai."""
        moment = moment or self.tuesday
        end = self.service._add_days(self.calendar, [(moment, days)], **kwargs)[0]
        end = utc.localize(end).astimezone(timezone("Asia/Shanghai"))
        return end.month, end.day, end.hour

    def test_calendar_of_a_department_is_that_of_the_nearest_above(self):
        own = make_calendar(self.env, self.company, "Own", "UTC", [(0, 8, 9)])
        below = self.env["hr.department"].create(
            {"name": "Below", "parent_id": self.group_one.id}
        )
        departments = self.department | self.group_one | below
        calendars = self.service._calendars(departments)
        self.assertEqual(set(calendars.values()), {self.calendar})
        self.department.cs_calendar_id = own
        self.group_one.cs_calendar_id = self.calendar
        calendars = self.service._calendars(departments)
        self.assertEqual(calendars[self.department.id], own)
        self.assertEqual(calendars[self.group_one.id], self.calendar)
        self.assertEqual(calendars[below.id], self.calendar)
        self.assertEqual(below.cs_effective_calendar_id, self.calendar)
        self.group_one.cs_calendar_id = False
        self.assertEqual(self.service._calendars(below)[below.id], own)

    def test_calendars_of_many_departments_cost_as_much_as_of_one(self):
        many = self.env["hr.department"].create(
            [
                {"name": f"D{n}", "parent_id": self.group_one.id, "company_id": company}
                for n in range(30)
                for company in self.company.ids
            ]
        )
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self.service._calendars(many)

    def test_answers(self):
        calendar, service = self.calendar, self.service
        self.assertEqual(
            service._is_working(
                calendar,
                [
                    shanghai(2025, 9, 23, 7, 59, 59),
                    shanghai(2025, 9, 23, 8),
                    shanghai(2025, 9, 23, 12),
                    shanghai(2025, 9, 23, 16, 59, 59),
                    shanghai(2025, 9, 23, 17),
                    shanghai(2025, 9, 27, 10),
                ],
            ),
            [False, True, False, True, False, False],
        )
        self.assertEqual(
            service._add_seconds(
                calendar, [(self.tuesday, n * 3600) for n in (0, 1, 2, 5, 6, -3, -4)]
            ),
            [
                self.tuesday,
                shanghai(2025, 9, 23, 12),
                shanghai(2025, 9, 23, 14),
                shanghai(2025, 9, 23, 17),
                shanghai(2025, 9, 24, 9),
                shanghai(2025, 9, 23, 8),
                shanghai(2025, 9, 22, 16),
            ],
        )
        self.assertEqual(
            service._seconds_between(
                calendar,
                [
                    (self.tuesday, shanghai(2025, 9, 30, 11)),
                    (shanghai(2025, 9, 23, 14), self.tuesday),
                ],
            ),
            [40 * 3600, -2 * 3600],
        )
        self.assertEqual(
            service._next_working(calendar, [self.tuesday, shanghai(2025, 9, 26, 17)]),
            [self.tuesday, shanghai(2025, 9, 29, 8)],
        )
        self.assertEqual(service._add_days(calendar, []), [])

    def test_time_limit_of_three_days_over_national_day(self):
        # HD-03: a complaint is closed within 3 working days
        for day in (1, 2, 3, 6, 7, 8):
            self._add_holiday(date(2025, 10, day))
        self._add_makeup("2025-10-11", replaced_date="2025-10-08")
        self.assertEqual(self._closing(3, shanghai(2025, 9, 30, 11)), (10, 11, 17))

    def test_date_of_a_moment_is_that_of_the_calendar(self):
        # The server thinks in UTC: 23:59:59 and midnight in Shanghai are one UTC day
        before = shanghai(2025, 9, 23, 23, 59, 59)
        self.assertEqual(self._closing(1, before), (9, 24, 17))
        self.assertEqual(self._closing(1, before + timedelta(seconds=1)), (9, 25, 17))

    def test_user_zone_and_language_do_not_matter(self):
        expected = self._closing(3)
        self.env.user.tz = "America/New_York"
        self.service = self.service.with_context(tz="Pacific/Auckland")
        self.assertEqual(self._closing(3), expected)

    def test_changing_clocks_in_new_york(self):
        night = make_calendar(
            self.env,
            self.company,
            "Night",
            "America/New_York",
            [(n, *hours) for n in range(7) for hours in ((0, 6), (22, 24))],
        )
        for evening, hours in (((2025, 3, 8), 7), ((2025, 11, 1), 9)):
            start = local("America/New_York", *evening, 22)
            self.assertEqual(
                self.service._add_seconds(night, [(start, hours * 3600)]),
                [start + timedelta(hours=hours)],
            )
        start = local("America/New_York", 2025, 3, 8, 22)
        self.assertEqual(
            self.service._add_days(night, [(start, 1)]),
            [local("America/New_York", 2025, 3, 10, 0)],
        )

    def test_every_change_holds_at_once(self):
        """No answer is remembered beyond a change of what it rests on."""
        self.assertEqual(self._closing(), (9, 24, 17))
        holiday = self._add_holiday("2025-09-24")
        self.assertEqual(self._closing(), (9, 25, 17))
        holiday.date = "2025-09-26"
        self.assertEqual(self._closing(2), (9, 25, 17))
        holiday.unlink()
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Stocktaking",
                "calendar_id": self.calendar.id,
                "date_from": shanghai(2025, 9, 24),
                "date_to": shanghai(2025, 9, 24, 23, 59, 59),
            }
        )
        self.assertEqual(self._closing(), (9, 25, 17))
        leave.calendar_id = False  # for all calendars of the company
        self.assertEqual(leave.company_id, self.company)
        self.assertEqual(self._closing(), (9, 25, 17))
        leave.date_to = shanghai(2025, 9, 24, 16)
        self.assertEqual(self._closing(), (9, 24, 17))
        leave.unlink()
        saturday = shanghai(2025, 9, 26, 18)
        self.assertEqual(self._closing(1, saturday), (9, 29, 17))
        makeup = self._add_makeup("2025-09-27")
        self.assertEqual(self._closing(1, saturday), (9, 27, 17))
        makeup.calendar_ids = make_calendar(
            self.env, self.company, "Other", "UTC", [(0, 8, 9)]
        )
        self.assertEqual(self._closing(1, saturday), (9, 29, 17))
        makeup.calendar_ids = self.calendar
        self.assertEqual(self._closing(1, saturday), (9, 27, 17))
        self.year.unlink()
        self.assertEqual(self._closing(1, saturday), (9, 29, 17))
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "2" and line.day_period == "afternoon"
        ).unlink()
        self.assertEqual(self._closing(), (9, 24, 12))
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "2"
        ).hour_to = 11
        self.assertEqual(self._closing(), (9, 24, 11))
        self.calendar.tz = "Europe/Berlin"
        self.assertEqual(self._closing(), (9, 24, 17))

    def test_rolled_back_make_up_day_is_forgotten(self):
        friday = shanghai(2025, 9, 26, 18)
        with self.assertRaisesRegex(ValueError, "back"), self.env.cr.savepoint():
            self._add_makeup("2025-09-27")
            self.assertEqual(self._closing(1, friday), (9, 27, 17))
            raise ValueError("back")
        self.assertEqual(self._closing(1, friday), (9, 29, 17))

    def test_only_holidays_of_the_company_place_count(self):
        guangdong, sichuan = self.env["res.country.state"].search(
            [("country_id", "=", self.env.ref("base.cn").id)], limit=2
        )
        self.company.state_id = guangdong
        self._add_holiday("2025-09-24", state_ids=[Command.set(sichuan.ids)])
        other = self.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": self.env.ref("base.de").id}
        )
        self._add_holiday("2025-09-24", public_holiday_id=other.id)
        self.assertEqual(self._closing(), (9, 24, 17))
        self._add_holiday("2025-09-24", state_ids=[Command.set(guangdong.ids)])
        self.assertEqual(self._closing(), (9, 25, 17))
        self.company.state_id = False
        self.assertEqual(self._closing(), (9, 24, 17))
        everywhere = self.env["calendar.public.holiday"].create({"year": 2025})
        self._add_holiday("2025-09-24", public_holiday_id=everywhere.id)
        self.assertEqual(self._closing(), (9, 25, 17))

    def test_calendar_shared_by_companies(self):
        shared = make_calendar(
            self.env, None, "Shared", "Asia/Shanghai", [(n, 8, 17) for n in range(5)]
        )
        shared.company_id = False
        self._add_holiday("2025-09-24")
        german = self.env["res.company"].create(
            {"name": "Berlin", "country_id": self.env.ref("base.de").id}
        )
        self.calendar = shared
        self.assertEqual(self._closing(), (9, 25, 17))
        self.assertEqual(self._closing(company=german), (9, 24, 17))

    def test_time_off_of_a_person_closes_nobody_else(self):
        resource = self.people["agent"].resource_id
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "resource_id": resource.id,
                "date_from": shanghai(2025, 9, 24),
                "date_to": shanghai(2025, 9, 25),
            }
        )
        self.assertEqual(self._closing(), (9, 24, 17))

    def test_flexible_hours(self):
        self.calendar.write(
            {
                "schedule_type": "flexible",
                "hours_per_day": 6,
                "full_time_required_hours": 27,
            }
        )
        friday = shanghai(2025, 9, 25, 20)
        # Monday to Thursday 9 to 15, and 3 hours on Friday
        self.assertEqual(self._closing(1, friday), (9, 26, 13))
        self.assertEqual(self._closing(2, friday), (9, 29, 15))
        self._add_makeup("2025-09-27")
        self.assertEqual(self._closing(2, friday), (9, 29, 15))

    def test_switching_to_two_weeks_and_back(self):
        """Stock writes the switch before it writes the weeks of the lines."""
        self.calendar.two_weeks_calendar = True
        self.assertFalse(any(self.calendar.attendance_ids.mapped("week_type")))
        self._closing()
        self.calendar.two_weeks_calendar = False
        for _way in range(2):
            self.calendar.switch_calendar_type()
            self.assertEqual(self._closing(), (9, 24, 17))

    def test_hours_without_working_time_are_refused(self):
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "too little working time"):
            self._closing()
        with self.assertRaisesRegex(UserError, "too little working time"):
            self.service._add_seconds(self.calendar, [(self.tuesday, 1)])
        self.assertEqual(
            self.service._is_working(self.calendar, [self.tuesday]), [False]
        )
        self.assertEqual(
            self.service._seconds_between(
                self.calendar, [(self.tuesday, shanghai(2026, 9, 30))]
            ),
            [0],
        )
        with self.assertRaisesRegex(UserError, "No working hours are set"):
            self.service._is_working(self.env["resource.calendar"], [self.tuesday])

    def test_far_away_answers(self):
        weeks = 52 * 10
        self.assertEqual(
            self.service._add_seconds(
                self.calendar, [(self.tuesday, weeks * 40 * 3600)]
            ),
            [self.tuesday + timedelta(weeks=weeks)],
        )
        self.assertEqual(
            self.service._add_seconds(
                self.calendar, [(self.tuesday, -weeks * 40 * 3600)]
            ),
            [self.tuesday - timedelta(weeks=weeks)],
        )
        with self.assertRaisesRegex(UserError, "not reached within 32 years"):
            self.service._add_seconds(self.calendar, [(self.tuesday, 10**9)])
        with self.assertRaisesRegex(UserError, "between 1970 and 2199"):
            self.service._is_working(self.calendar, [datetime(9999, 12, 31)])

    def test_number_of_queries_does_not_grow(self):
        pairs = [(self.tuesday + timedelta(hours=n), 7200 * n) for n in range(500)]
        self._closing()
        with self.assertQueryCount(1):
            self.service._add_seconds(self.calendar, pairs)
        with self.assertQueryCount(1):
            self.service._add_days(self.calendar, [(m, 3) for m, _n in pairs])
        self.env.cr.cache.clear()
        with self.assertQueryCount(2):
            self.service._is_working(self.calendar, [m for m, _n in pairs])

    def test_agrees_with_stock_working_hours(self):
        """The clock against stock intervals, on random hours and closures."""
        rng = random.Random(7)
        for zone in ("Asia/Shanghai", "Europe/Berlin", "America/New_York"):
            two_weeks = zone == "Europe/Berlin"
            lines = [
                (weekday, hour, hour + rng.choice((1, 2.5, 3.75)), *week)
                for week in ((("0",), ("1",)) if two_weeks else ((),))
                for weekday in rng.sample(range(7), 5)
                for hour in rng.sample((4, 9.5, 14.25, 20), 2)
            ]
            calendar = make_calendar(
                self.env,
                self.company,
                zone,
                zone,
                lines,
                two_weeks_calendar=two_weeks,
            )
            start = datetime(2025, rng.choice((3, 10)), 1, rng.randrange(24))
            self.env["resource.calendar.leaves"].create(
                {
                    "calendar_id": calendar.id,
                    "date_from": start + timedelta(days=9, hours=rng.randrange(24)),
                    "date_to": start + timedelta(days=11, hours=rng.randrange(24)),
                }
            )
            for saturday in (date(2025, 3, 8), date(2025, 10, 11)):
                self._add_makeup(
                    saturday,
                    dayofweek="3",
                    calendar_ids=[Command.set(calendar.ids)],
                )
            for hours in (0.25, 3, 17.5, 60, 95):
                stock = calendar.plan_hours(hours, start, compute_leaves=True)
                self.assertEqual(
                    self.service._add_seconds(calendar, [(start, int(hours * 3600))]),
                    [stock],
                )
            end = start + timedelta(days=40)
            self.assertEqual(
                self.service._seconds_between(calendar, [(start, end)])[0] / 3600,
                calendar.get_work_hours_count(start, end),
            )
