from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_case import ClockCase, local


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketClock(ClockCase):
    """HD-02, HD-03: limits and segments follow what happens to a ticket."""

    def test_a_complaint_has_three_working_days(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
        # three quarters of 31 hours of work
        self.assertEqual(ticket.cs_warn_at, local("2025-06-10 08:15"))
        self.assertEqual(ticket.cs_first_reply_due_at, local("2025-06-05 11:00"))
        self.assertFalse(ticket.cs_follow_up_due_at)

    def test_by_the_clock(self):
        self._policy(
            date_from="2025-06-01",
            department_id=self.group_one.id,
            complaint_time="clock",
        )
        ticket = self.ticket("2025-06-06 23:59:59")
        self.assertEqual(ticket.cs_due_at, local("2025-06-09 23:59:59"))

    def test_every_kind_has_a_limit(self):
        """HD-02"""
        expected = {
            "inquiry": "2025-06-06 17:00",
            "complaint": "2025-06-10 17:00",
            "callback": "2025-06-10 17:00",
            "order": "2025-06-16 17:00",
            "repair": "2025-06-16 17:00",
            "suggestion": "2025-08-05 09:00",
        }
        found = {kind: self.ticket(cs_kind=kind).cs_due_at for kind in expected}
        self.assertEqual(found, {kind: local(due) for kind, due in expected.items()})

    def test_spring_festival_and_make_up_days(self):
        year = self.env["calendar.public.holiday"].create(
            {"year": 2025, "country_id": self.env.ref("base.cn").id}
        )
        self.env["calendar.public.holiday.line"].create(
            [
                {"name": "Spring Festival", "date": day, "public_holiday_id": year.id}
                for day in ("2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31")
                + ("2025-02-03", "2025-02-04")
            ]
        )
        self.env["cs.makeup.day"].create(
            {
                "name": "Spring Festival",
                "date": "2025-01-26",
                "public_holiday_id": year.id,
                "dayofweek": "0",
            }
        )
        ticket = self.ticket("2025-01-24 16:59:59")
        # Sunday the 26th is worked, then Monday, then 5 February
        self.assertEqual(ticket.cs_due_at, local("2025-02-05 17:00"))

    def test_segments_per_unit_and_person(self):
        """HD-02: helpers get credit for their segments."""
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 10:00", stage_id=self.work.id)
        self.assertFalse(ticket.cs_segment_ids, "nobody else has it")
        self.move(ticket, "2025-06-05 11:30", user_id=self.users["agent2"].id)
        self.move(ticket, "2025-06-05 14:00", cs_department_id=self.department.id)
        self.move(ticket, "2025-06-05 15:00", stage_id=self.done.id)
        found = [
            (one.start, one.stop, one.department_id, one.user_id, one.working_seconds)
            for one in self.segments(ticket)
        ]
        one, two = self.users["agent"], self.users["agent2"]
        moments = [local(f"2025-06-05 {x}") for x in ("09:00", "11:30", "14:00")]
        self.assertEqual(
            found,
            [
                (moments[0], moments[1], self.group_one, one, 9000),
                (moments[1], moments[2], self.group_one, two, 5400),
                (moments[2], local("2025-06-05 15:00"), self.department, two, 3600),
            ],
        )
        first = self.segments(ticket, "first_reply")
        self.assertEqual(sum(first.mapped("seconds")), 6 * 3600)
        self.assertTrue(ticket.cs_first_reply_is_late)
        self.assertFalse(ticket.cs_is_late)
        self.assertFalse(ticket.cs_next_at)

    def test_a_pause_moves_the_limit(self):
        ticket = self.ticket(
            "2025-06-05 09:00", cs_first_reply_at="2025-06-05 01:00:00"
        )
        self.assertFalse(ticket.cs_first_reply_at, "stamps are the clock's")
        self.move(ticket, "2025-06-05 11:00", stage_id=self.wait.id)
        self.assertFalse(ticket.cs_due_at)
        self.assertEqual(ticket.cs_first_reply_due_at, local("2025-06-05 11:00"))
        self.move(ticket, "2025-06-06 11:00", stage_id=self.work.id)
        # eight hours of work later
        self.assertEqual(ticket.cs_due_at, local("2025-06-11 17:00"))
        running, paused = self.segments(ticket)
        self.assertEqual((running.seconds, running.is_paused), (7200, False))
        self.assertEqual((paused.working_seconds, paused.is_paused), (8 * 3600, True))
        self.assertEqual(paused.pause_reason, "Waiting")

    def test_closed_out_of_a_long_pause(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 09:30", stage_id=self.wait.id)
        self.move(ticket, "2025-06-19 09:30", stage_id=self.done.id)
        self.assertFalse(ticket.cs_is_late)

    def test_closed_at_the_limit_and_a_second_later(self):
        for moment, is_late in (("17:00:00", False), ("17:00:01", True)):
            with self.subTest(moment):
                ticket = self.ticket("2025-06-05 09:00")
                self.move(ticket, f"2025-06-10 {moment}", stage_id=self.done.id)
                self.assertEqual(ticket.cs_is_late, is_late)
                self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
                # what happens after closing changes no verdict
                self.move(ticket, "2025-06-20 09:00", user_id=self.users["agent2"].id)
                self.assertEqual(ticket.cs_is_late, is_late)

    def test_reopening_counts_on(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-06 09:00", stage_id=self.done.id)
        self.move(ticket, "2025-06-12 09:00", stage_id=self.work.id)
        # 31 hours less the 8 used
        self.assertEqual(ticket.cs_due_at, local("2025-06-16 17:00"))
        self.assertEqual(len(self.segments(ticket)), 1)
        self.assertFalse(ticket.cs_running_text.count("\n"), "no second first reply")

    def test_unpaid_order(self):
        """HD-03: followed up within an hour of being placed."""
        ticket = self.ticket(
            "2025-06-05 10:00",
            cs_kind="order",
            cs_unpaid=True,
            cs_unpaid_since=local("2025-06-05 09:40"),
        )
        self.assertEqual(ticket.cs_follow_up_due_at, local("2025-06-05 10:40"))
        with self.at("2025-06-05 10:40:00"):
            ticket.with_user(self.users["agent"]).action_cs_contacted()
        self.assertFalse(ticket.cs_follow_up_is_late)
        self.assertEqual(ticket.cs_followed_up_at, local("2025-06-05 10:40"))
        self.assertEqual(self.segments(ticket, "follow_up").seconds, 3600)
        self.assertEqual(ticket.cs_first_reply_at, local("2025-06-05 10:40"))

    def test_unpaid_order_a_second_late(self):
        ticket = self.ticket("2025-06-05 16:30", cs_kind="order", cs_unpaid=True)
        self.assertEqual(ticket.cs_unpaid_since, local("2025-06-05 16:30"))
        self.assertEqual(ticket.cs_follow_up_due_at, local("2025-06-06 08:30"))
        with self.at("2025-06-06 08:30:01"):
            ticket.action_cs_contacted()
        self.assertTrue(ticket.cs_follow_up_is_late)

    def test_paid_orders_need_no_follow_up(self):
        ticket = self.ticket("2025-06-05 10:00", cs_kind="order", cs_unpaid=True)
        self.move(ticket, "2025-06-05 10:20", cs_unpaid=False)
        self.assertNotIn("follow_up", ticket._cs_clock_running())
        self.move(ticket, "2025-06-05 15:00", cs_unpaid=True)
        # the clock of the order counts on
        self.assertEqual(ticket.cs_follow_up_due_at, local("2025-06-05 15:40"))

    def test_the_time_of_an_order_is_no_choice(self):
        with self.assertRaisesRegex(UserError, "future"):
            self.ticket(
                "2025-06-05 10:00",
                cs_unpaid=True,
                cs_unpaid_since=local("2025-06-05 10:00:01"),
            )
        ticket = self.ticket("2025-06-05 10:00", cs_unpaid=True)
        with self.assertRaisesRegex(UserError, "HD-03"):
            self.move(
                ticket,
                "2025-06-05 15:00",
                cs_unpaid_since=local("2025-06-05 14:00"),
            )

    def test_another_kind_has_another_limit(self):
        ticket = self.ticket("2025-06-05 09:00", cs_kind="inquiry")
        self.move(ticket, "2025-06-05 10:00", cs_kind="complaint")
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
        self.assertEqual(self.limits(ticket).mapped("cause"), ["kind", "received"])

    def test_another_unit_has_its_own_limit(self):
        strict = self._policy(
            date_from="2024-01-01",
            department_id=self.department.id,
            complaint_days=1,
        )
        ticket = self.ticket("2025-06-05 09:00")
        self.assertEqual(self.limits(ticket)[0].policy_id, strict)
        self.assertEqual(ticket.cs_due_at, local("2025-06-06 17:00"))
        other = self.env["hr.department"].create(
            {"name": "Elsewhere", "company_id": self.company.id}
        )
        self.move(ticket, "2025-06-05 10:00", cs_department_id=other.id)
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
        self.assertEqual(self.limits(ticket)[0].cause, "unit")

    def test_without_policy_or_hours_tickets_still_come(self):
        company = self.env["res.company"].create({"name": "Bare"})
        company.resource_calendar_id = False
        with self.at("2025-06-05 09:00"):
            ticket = self.env["helpdesk.ticket"].create(
                {"name": "x", "description": "x", "company_id": company.id}
            )
        self.assertFalse(ticket.cs_due_at)
        self.assertFalse(ticket.cs_limit_ids)
        self.assertTrue(ticket.cs_running_text)

    @mute_logger("odoo.sql_db")
    def test_a_stage_that_pauses_says_why(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.new.write({"cs_pauses": True, "cs_pause_reason": False})
            self.new.flush_recordset()

    def test_a_stage_begins_to_pause(self):
        ticket = self.ticket("2025-06-05 09:00", stage_id=self.work.id)
        with self.at("2025-06-05 10:00"):
            self.work.write({"cs_pauses": True, "cs_pause_reason": "Parts"})
        self.assertFalse(ticket.cs_due_at)
        self.assertEqual(self.segments(ticket).seconds, 3600)
