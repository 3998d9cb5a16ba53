"""Reminders by calendar: the right people, once, in working hours (ALL-05, APP-01)."""

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .period_common import PeriodCase


@tagged("cs_base", "cs_base_reminder")
@freeze_time("2026-11-03 02:00:00")
class TestReminder(PeriodCase):
    """October 2026 is over; the 5th of November is a Thursday, the 10th a Tuesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reminder = cls.env["cs.reminder"]
        cls.begin = cls.env.ref("cs_base.cs_reminder_month_begin")
        cls.due = cls.env.ref("cs_base.cs_reminder_month_due")
        others = cls.Reminder.search([]) - cls.begin - cls.due
        others.active = False

    def remind(self, moment):
        """What is told at a moment (naive UTC text): dict login -> body."""
        last = self.env["mail.message"].search([], limit=1, order="id desc").id
        with freeze_time(moment):
            self.Reminder.with_user(self.env.ref("base.user_root")).with_company(
                self.company
            )._remind(self.company)
        messages = self.env["mail.message"].search([("id", ">", last)])
        return {
            partner.user_ids.login: message.body
            for message in messages
            for partner in message.partner_ids
        }

    def _holiday(self, day):
        return self.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": self.env.ref("base.cn").id,
                "line_ids": [(0, 0, {"name": "Feast", "date": day})],
            }
        )

    def test_on_the_fifth_in_working_hours_once(self):
        self.assertEqual(self.remind("2026-11-04 02:00:00"), {})
        self.assertEqual(self.remind("2026-11-04 23:30:00"), {}, "07:30 in Shanghai")
        told = self.remind("2026-11-05 02:00:00")
        self.assertIn("cs_hr", told)
        self.assertIn("October 2026", told["cs_hr"])
        self.assertIn("/odoo/waiting", told["cs_hr"])
        self.assertNotIn("cs_agent", told)
        self.assertEqual(self.remind("2026-11-05 03:00:00"), {}, "once an occasion")
        self.assertEqual(self.remind("2026-11-06 02:00:00"), {})

    def test_a_stopped_server_tells_three_days_later_but_not_four(self):
        self.begin.shift = "none"
        occasion = self.begin._occasion
        self.assertEqual(occasion(self.company, date(2026, 11, 8)), date(2026, 11, 5))
        self.assertFalse(occasion(self.company, date(2026, 11, 9)))

    def test_a_day_off_moves_to_the_next_working_day(self):
        self.begin.day = 7  # Saturday
        occasion = self.begin._occasion
        self.assertFalse(occasion(self.company, date(2026, 11, 7)))
        self.assertFalse(occasion(self.company, date(2026, 11, 8)))
        self.assertEqual(occasion(self.company, date(2026, 11, 9)), date(2026, 11, 7))

    def test_a_make_up_saturday_is_a_working_day(self):
        self.begin.day = 7
        holiday = self._holiday("2026-11-06")
        self.env["cs.makeup.day"].create(
            {
                "name": "Make-up",
                "date": "2026-11-07",
                "public_holiday_id": holiday.id,
                "replaced_date": "2026-11-06",
            }
        )
        occasion = self.begin._occasion(self.company, date(2026, 11, 7))
        self.assertEqual(occasion, date(2026, 11, 7))

    def test_a_holiday_moves_it_over_the_end_of_the_month(self):
        self.begin.day = 31  # 30 November, a Monday
        self._holiday("2026-11-30")
        occasion = self.begin._occasion
        self.assertFalse(occasion(self.company, date(2026, 11, 30)))
        self.assertEqual(occasion(self.company, date(2026, 12, 1)), date(2026, 11, 30))

    def test_the_hand_over_is_told_one_working_day_ahead(self):
        handover = datetime(2026, 11, 10, 10)  # 18:00 in Shanghai
        self.assertEqual(self.period.handover_at, handover)
        occasion = self.due._occasion
        self.assertFalse(occasion(self.company, date(2026, 11, 8)))
        self.assertEqual(occasion(self.company, date(2026, 11, 9)), date(2026, 11, 10))

    def test_two_reminders_of_a_day_make_one_message(self):
        self.begin.day = 9
        before = self.env["mail.message"].search_count([])
        told = self.remind("2026-11-09 02:00:00")
        self.assertEqual(
            self.env["mail.message"].search_count([]), before + len(told), told
        )
        for reminder in (self.begin, self.due):
            self.assertIn(reminder.name, told["cs_hr"])

    def test_one_that_fails_holds_up_no_other(self):
        self.due.sudo().write({"kind": "gone", "basis": "month", "day": 5, "ahead": 0})
        logger = "odoo.addons.cs_base.models.cs_reminder"
        with self.assertLogs(logger, "ERROR"):
            self.assertIn("cs_hr", self.remind("2026-11-05 02:00:00"))

    def test_a_message_that_fails_holds_up_nobody_else_and_is_sent_later(self):
        Thread = type(self.env["mail.thread"])
        notify, blocked = Thread.message_notify, self.users["hr"].partner_id

        def refuse(thread, **values):
            if values["partner_ids"] == blocked.ids:
                raise ValueError("no address")
            return notify(thread, **values)

        self.users["gm"].group_ids += self.env.ref("cs_base.group_hr_officer")
        logger = "odoo.addons.cs_base.models.cs_reminder"
        with (
            patch.object(Thread, "message_notify", refuse),
            self.assertLogs(logger, "ERROR"),
        ):
            told = self.remind("2026-11-05 02:00:00")
        self.assertEqual({*told}, {"cs_gm"})
        self.assertEqual({*self.remind("2026-11-05 03:00:00")}, {"cs_hr"})

    def test_nobody_is_told_of_nothing(self):
        self.env["cs.period.step.type"].search([]).unlink()
        self.assertEqual(self.remind("2026-11-05 02:00:00"), {})

    def test_all_locked_waits_for_the_general_manager_only(self):
        self.lock_all()
        self.assertEqual({*self.remind("2026-11-05 02:00:00")}, {"cs_gm"})

    def test_an_appointed_person_is_told_instead_of_the_group(self):
        self.as_role(self.check, "hr").action_assign(self.users["hr"].id)
        self.assertNotIn("cs_admin", self.remind("2026-11-05 02:00:00"))

    def test_once_is_a_constraint_and_nobody_writes_the_notes(self):
        Sent = self.env["cs.reminder.sent"]
        args = (self.begin, self.company, date(2026, 11, 5), self.users["hr"])
        self.assertTrue(Sent._once(*args))
        self.assertFalse(Sent._once(*args))
        note = Sent.search([], limit=1)
        for attempt in (note.unlink, lambda: note.write({"occasion": "2026-01-01"})):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(AccessError):
            note.with_user(self.users["hr"]).read(["occasion"])

    def test_hr_sets_the_days_and_nobody_makes_or_deletes_one(self):
        begin = self.as_role(self.begin, "hr")
        begin.write({"day": 6, "shift": "previous"})
        for vals in ({"kind": "x"}, {"basis": "week"}, {"day": 7, "name": "x"}):
            with self.assertRaises(UserError):
                begin.write(vals)
        with self.assertRaises(AccessError):
            begin.unlink()
        with self.assertRaises(AccessError):
            begin.create({"name": "X", "kind": "month_close", "basis": "month"})
        for role in ("agent", "leader", "payroll"):
            with self.assertRaises(AccessError):
                self.as_role(self.begin, role).write({"day": 7})
