from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .punch_common import PunchCase


@tagged("cs_attendance", "cs_punch")
class TestPunchStock(PunchCase):
    """ATT-30: stock attendances feed the ledger, and the ledger's days are shown as
    attendances, never the other way round twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.people["agent"]
        cls.Attendance = cls.env["hr.attendance"]

    def _attendance(self, check_in, check_out=False, **vals):
        return self.Attendance.create(
            {
                "employee_id": self.agent.id,
                "check_in": check_in,
                "check_out": check_out,
                **vals,
            }
        )

    def _moments(self):
        return [f"{punch.moment:%d %H:%M}" for punch in self._ledger()]

    def _day(self, day, check_in, check_out, minutes=0, role="agent"):
        """A judged day, past the judge: (local) day of March, moments in UTC."""
        self.env.cr.execute(
            """
            INSERT INTO cs_attendance_day (company_id, employee_id, date, month,
                verdict, kind, check_in, check_out, worked_minutes)
            VALUES (%s, %s, %s, '2026-03-01', 'ok', 'work', %s, %s, %s)
            ON CONFLICT (employee_id, date) DO UPDATE SET check_in = EXCLUDED.check_in,
                check_out = EXCLUDED.check_out
            """,
            [
                self.company.id,
                self.people[role].id,
                date(2026, 3, day),
                check_in and f"2026-03-{check_in}",
                check_out and f"2026-03-{check_out}",
                minutes,
            ],
        )
        self.env["cs.attendance.mirror"]._note(
            [(self.people[role].id, date(2026, 3, 1))]
        )

    def _show(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "cs_attendance.cs_attendance_mirror_cron"
            ).method_direct_trigger()
        self.assertFalse(self.env["cs.attendance.mirror"].search([]))
        return self._derived()

    def _derived(self):
        rows = self.Attendance.search(
            [("cs_is_derived", "=", True), ("employee_id", "=", self.agent.id)],
            order="date",
        )
        return [
            (f"{row.check_in:%d %H:%M}", f"{row.check_out:%d %H:%M}") for row in rows
        ]

    def test_check_in_and_check_out_are_punches(self):
        attendance = self._attendance("2026-03-02 00:25:00")
        self.assertEqual(self._moments(), ["02 00:25"])
        attendance.check_out = "2026-03-02 09:40:00"
        self.assertEqual(self._moments(), ["02 00:25", "02 09:40"])
        self.assertEqual(set(self._ledger().mapped("source")), {"stock"})
        self.assertEqual(self._ledger()[0].local_text, "2026-03-02 08:25:00")
        self.assertEqual(
            self._ledger().mapped("raw"), ["check_in manual", "check_out manual"]
        )

    @freeze_time("2026-03-02 00:25:00")
    def test_the_button_in_the_menu_bar(self):
        agent = self.agent.with_user(self.users["agent"])
        agent.sudo()._attendance_action_change({"mode": "systray"})
        self.assertEqual(self._ledger().raw, "check_in systray")

    def test_a_changed_moment_is_another_punch_and_nothing_comes_twice(self):
        attendance = self._attendance("2026-03-02 00:25:00", "2026-03-02 09:40:00")
        attendance.check_in = "2026-03-02 00:20:00"
        attendance.write({"check_out": "2026-03-02 09:40:00"})
        attendance.write({"in_browser": "x"})
        self.assertEqual(self._moments(), ["02 00:20", "02 00:25", "02 09:40"])

    def test_what_stock_makes_itself_is_no_punch(self):
        self._attendance(
            "2026-03-02 00:25:00",
            "2026-03-02 09:40:00",
            in_mode="technical",
            out_mode="technical",
        )
        attendance = self._attendance("2026-03-03 00:25:00")
        attendance.write(
            {"check_out": "2026-03-03 09:40:00", "out_mode": "auto_check_out"}
        )
        self.assertEqual(self._moments(), ["03 00:25"])

    def test_a_person_without_working_hours_counts_in_the_companys_zone(self):
        self.agent.resource_calendar_id = False
        self._attendance("2026-03-02 00:25:00")
        self.assertEqual(self._ledger().local_text, "2026-03-02 08:25:00")

    def test_judged_days_are_shown(self):
        self._day(2, "02 00:25", "02 09:40", minutes=495)
        self._day(3, "03 00:25", None)
        self._day(4, None, None)
        self._day(5, "05 09:25", "05 16:45")
        self.assertEqual(
            self._show(), [("02 00:25", "02 09:40"), ("05 09:25", "05 16:45")]
        )
        first = self.Attendance.search([("cs_is_derived", "=", True)], order="date")[0]
        self.assertEqual((first.date, first.worked_hours), (date(2026, 3, 2), 8.25))
        self.assertEqual((first.in_mode, first.out_mode), ("cs_ledger", "cs_ledger"))
        self.assertFalse(self._ledger(), "never fed back")
        self.assertFalse(self.env["hr.attendance.overtime.line"].search([]))

    def test_only_what_differs_is_written(self):
        self._day(2, "02 00:25", "02 09:40")
        self._day(3, "03 00:25", "03 09:40")
        self._show()
        before = self.Attendance.search([("cs_is_derived", "=", True)])
        self._day(3, "03 00:20", "03 09:40")
        self.assertEqual(
            self._show(), [("02 00:25", "02 09:40"), ("03 00:20", "03 09:40")]
        )
        self._day(2, None, None)
        self.assertEqual(self._show(), [("03 00:20", "03 09:40")])
        self.assertLess(self.Attendance.search([("cs_is_derived", "=", True)]), before)

    def test_an_attendance_of_stock_is_not_overlapped(self):
        self._attendance("2026-03-02 00:25:00", "2026-03-02 05:00:00")
        self._attendance("2026-03-04 00:25:00")  # never ended
        for day in (2, 3, 4, 6):
            self._day(day, f"{day:02} 00:30", f"{day:02} 09:40")
        self.assertEqual(
            self._show(), [("03 00:30", "03 09:40"), ("06 00:30", "06 09:40")]
        )

    def test_derived_attendances_make_way_for_stock(self):
        """Nobody is kept from checking in or out by what the ledger shows."""
        attendance = self._attendance("2026-03-02 00:25:00")
        self._day(3, "03 00:30", "03 09:40")
        self._day(5, "05 00:30", "05 09:40")
        self.assertEqual(len(self._show()), 2)
        attendance.check_out = "2026-03-03 10:00:00"
        self.assertEqual(self._derived(), [("05 00:30", "05 09:40")])
        self._attendance("2026-03-05 01:00:00", "2026-03-05 02:00:00")
        self.assertEqual(self._derived(), [])

    def test_derived_attendances_are_not_changed_by_hand(self):
        self._day(2, "02 00:25", "02 09:40")
        self._show()
        derived = self.Attendance.search([("cs_is_derived", "=", True)])
        for change in (
            lambda: derived.write({"check_in": "2026-03-02 00:00:00"}),
            lambda: derived.write({"employee_id": self.people["agent2"].id}),
            derived.with_context(_force_unlink=True).unlink,
        ):
            with self.assertRaises(UserError):
                change()
        mine = self._attendance("2026-03-09 00:25:00", cs_is_derived=True)
        mine.write({"cs_is_derived": True})
        self.assertFalse(mine.cs_is_derived)

    def test_a_company_can_do_without(self):
        self._day(2, "02 00:25", "02 09:40")
        self.assertEqual(len(self._show()), 1)
        self.company.cs_derive_attendances = False
        self.assertEqual(self._show(), [])
        self.company.cs_derive_attendances = True
        self.assertEqual(len(self._show()), 1)

    def test_the_mark_of_the_clock_does_not_change(self):
        """Derived days neither check people in nor out."""
        self._day(2, "02 00:25", "02 09:40")
        self._show()
        self.assertEqual(self.agent.attendance_state, "checked_out")
