from datetime import date, timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation, UniqueViolation

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .day_case import DAY, DayCase, at

ONE_DAY = timedelta(days=1)


@tagged("cs_attendance", "cs_attendance_slot")
class TestSlot(DayCase):
    def _slot(self, person=None, day=DAY):
        person = person or self.agent
        planned = self.env["cs.duty.slot"]._planned(person, day, day)
        return planned.get(person.id, {}).get(day)

    def _fixed(self, **vals):
        return self.env["cs.shift.assignment"].create(
            {
                "company_id": self.company.id,
                "shift_id": self.shift.id,
                "date_from": "2025-01-01",
                **vals,
            }
        )

    def _night(self):
        return self.env["cs.shift"].create(
            {
                "name": "Night",
                "code": "N",
                "company_id": self.company.id,
                "hour_from": 17.5,
                "hour_to": 24,
                "token": "night",
            }
        )

    def test_att_10_fixed_shift(self):
        slot = self._slot()
        self.assertEqual((slot.start, slot.stop), (at("08:30"), at("17:30")))
        self.assertEqual(slot.breaks, ((at("12:00"), at("13:00")),))
        self.assertEqual((slot.kind, slot.shift), ("work", self.shift.id))
        self.assertEqual(slot.source, ("cs.shift.assignment", self.fixed.id))
        self.assertEqual(self._slot(day=DAY + 5 * ONE_DAY).kind, "rest")

    def test_att_10_until_midnight_and_beyond(self):
        night = self._night()
        self._fixed(shift_id=night.id, employee_id=self.agent.id)
        self.assertEqual(self._slot().stop, at("24:00"))
        self.assertGreater(self._slot().window[1], at("35:00"))
        night.write({"hour_from": 22, "hour_to": 6})
        self.assertEqual(
            (self._slot().start, self._slot().stop), (at("22:00"), at("30:00"))
        )

    def test_att_10_a_shift_with_its_own_time_to_be_ready(self):
        """A changed time judges the days of the shift again."""
        self._punch(self.agent, at("08:20"), at("17:40"))
        self.assertNotIn("att.not_ready", self._keys(self._judge()))
        noted = self.env["cs.attendance.stale"].search([])
        self.shift.write({"has_own_ready": True, "ready_minutes": 11})
        self.assertTrue(self.env["cs.attendance.stale"].search([]) - noted)
        self.assertEqual(self._slot().ready, 11)
        day = self._judge()
        self.assertEqual((day.verdict, self._keys(day)[0]), ("ok", "att.not_ready"))
        self.shift.ready_minutes = 10
        self.assertNotIn("att.not_ready", self._keys(self._judge()))

    def test_nearest_scope_wins(self):
        night = self._night()
        self._fixed(shift_id=night.id, department_id=self.department.id)
        self.assertEqual(self._slot().shift, night.id)
        self._fixed(department_id=self.group_one.id)
        self.assertEqual(self._slot().shift, self.shift.id)
        own = self._fixed(
            shift_id=night.id, employee_id=self.agent.id, date_to="2025-06-09"
        )
        self.assertEqual(self._slot().shift, night.id)
        self.assertEqual(self._slot(self.agent2).shift, self.shift.id)
        self.assertEqual(self._slot(day=DAY + ONE_DAY).shift, self.shift.id)
        own.unlink()
        self.assertEqual(self._slot().shift, self.shift.id)

    def test_calendar_where_there_is_no_shift(self):
        self.fixed.unlink()
        slot = self._slot()
        self.assertEqual((slot.start, slot.stop), (at("08:00"), at("17:00")))
        self.assertEqual(slot.breaks, ((at("12:00"), at("13:00")),))
        self.agent.version_id.resource_calendar_id = False
        self.assertEqual(self._slot().kind, "rest")

    def test_att_32_zone_of_the_calendar(self):
        calendar = self.company.resource_calendar_id.copy({"tz": "America/New_York"})
        self.agent.version_id.resource_calendar_id = calendar
        slot = self._slot()
        self.assertEqual(slot.start.hour, 12)
        winter = self._slot(day=date(2025, 1, 13))
        self.assertEqual(winter.start.hour, 13)

    def test_att_18_holidays_and_makeup_days(self):
        year = self.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": self.env.ref("base.cn").id}
        )
        self.env["calendar.public.holiday.line"].create(
            {"name": "Festival", "date": DAY, "public_holiday_id": year.id}
        )
        saturday = DAY + 5 * ONE_DAY
        self.env["cs.makeup.day"].create(
            {
                "name": "Make-up",
                "date": saturday,
                "public_holiday_id": year.id,
                "dayofweek": "0",
            }
        )
        self.assertEqual(
            (self._slot().kind, self._slot().name), ("holiday", "Festival")
        )
        self.assertIsNone(self._slot().start)
        makeup = self._slot(day=saturday)
        self.assertEqual((makeup.kind, makeup.start), ("makeup", at("08:30", saturday)))
        self.assertEqual(self._judge().verdict, "holiday")
        self.assertEqual(self._judge(day=saturday).verdict, "absent")

    def test_closures(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Party",
                "company_id": self.company.id,
                "date_from": at("15:00"),
                "date_to": at("20:00"),
            }
        )
        self.assertEqual(self._slot().stop, at("15:00"))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Removal",
                "company_id": self.company.id,
                "date_from": at("00:00", DAY + ONE_DAY),
                "date_to": at("23:59:59", DAY + ONE_DAY),
            }
        )
        closed = self._slot(day=DAY + ONE_DAY)
        self.assertEqual((closed.kind, closed.name), ("holiday", "Removal"))

    def test_stored_slots_win(self):
        row = self.env["cs.duty.slot"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": DAY,
                "start": at("12:30"),
                "stop": at("21:30"),
                "shift_id": self.shift.id,
            }
        )
        slot = self._slot()
        self.assertEqual(
            (slot.start, slot.source), (at("12:30"), ("cs.duty.slot", row.id))
        )
        self.assertEqual(slot.breaks, ((at("12:30"), at("13:00")),))
        self.assertEqual(self._slot(self.agent2).start, at("08:30"))
        row.write({"kind": "rest", "start": False, "stop": False})
        self.assertEqual(self._slot().kind, "rest")

    def test_constraints(self):
        vals = {
            "company_id": self.company.id,
            "employee_id": self.agent.id,
            "date": DAY,
            "start": at("08:00"),
            "stop": at("12:00"),
        }
        Slot = self.env["cs.duty.slot"]
        Slot.create(vals)
        Slot.create(vals | {"is_extra": True})
        for wrong, error in (
            (vals, UniqueViolation),
            (vals | {"date": DAY + ONE_DAY, "stop": at("08:00")}, CheckViolation),
            (vals | {"date": DAY + ONE_DAY, "stop": False}, CheckViolation),
        ):
            with (
                self.assertRaises(error),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                Slot.create(wrong)

    def test_one_fixed_shift_a_scope_and_day(self):
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._fixed()
        self.fixed.date_to = "2024-12-31"
        self.assertTrue(self._fixed())

    def test_breaks_lie_inside(self):
        for hours in ((7, 8), (17, 18), (12.5, 13.5), (13, 12.9)):
            with self.subTest(hours), self.assertRaises(ValidationError):
                self.env["cs.shift.break"].create(
                    {
                        "shift_id": self.shift.id,
                        "hour_from": hours[0],
                        "hour_to": hours[1],
                    }
                )
        with self.assertRaises(ValidationError):
            self.shift.hour_from = 12.5

    def test_a_closed_month_keeps_its_roster(self):
        """ALL-05."""
        vals = {
            "company_id": self.company.id,
            "employee_id": self.agent.id,
            "date": date(2025, 3, 10),
            "kind": "rest",
        }
        row = self.env["cs.duty.slot"].create(vals)
        close_month(self.env, self.company, date(2025, 3, 1))
        for work in (
            lambda: row.write({"kind": "holiday"}),
            lambda: row.write({"date": DAY}),
            row.unlink,
            lambda: self.env["cs.duty.slot"].create(vals | {"date": date(2025, 3, 11)}),
        ):
            with self.assertRaises(UserError):
                work()

    def test_people_with_one_plan_share_it(self):
        people = self.agent | self.agent2
        planned = self.env["cs.duty.slot"]._planned(people, DAY, DAY)
        self.assertIs(planned[self.agent.id], planned[self.agent2.id])
