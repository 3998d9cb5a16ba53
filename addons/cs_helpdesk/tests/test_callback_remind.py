from odoo.tests import tagged

from .clock_case import ClockCase, local

CALLBACK = "callback"


@tagged("cs_helpdesk", "cs_callback")
class TestCallbackRemind(ClockCase):
    """HD-03, HD-07: a callback that nobody makes climbs owner, leader, manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ms Wang", "phone": "13800138000", "tz": "Asia/Shanghai"}
        )
        for user in cls.users.values():
            user.notification_type = "inbox"

    def finished(self, text="2025-06-05 09:00"):
        """The callback on an order that was finished then."""
        ticket = self.ticket(text, cs_kind="order", partner_id=self.customer.id)
        with self.at(text):
            ticket.with_user(self.users["agent"]).action_close()
            self.env.flush_all()
        return ticket.cs_callback_ids

    def by_clock(self, text):
        """One that is due three days later by the clock."""
        self.env.cr.execute("UPDATE cs_helpdesk_policy SET callback_time = 'clock'")
        self.env.invalidate_all()
        return self.finished(text)

    def told(self, callback):
        return [
            row[:2] for row in self.alerts(callback.ticket_id) if row[2] == CALLBACK
        ]

    def record(self, callback, text, outcome, **answers):
        with self.at(text):
            blank = dict.fromkeys(
                (
                    "satisfaction",
                    "satisfaction_reason",
                    "suggestion",
                    "customer_agrees",
                    "agreed_at",
                    "note",
                ),
                False,
            )
            own = callback.with_user(self.users["agent"])
            own._record(local(text), outcome, {**blank, **answers})
            self.env.flush_all()

    def test_ladder(self):
        """Thursday 9:00: due on Tuesday at 17:00, of 31 hours three quarters are used
        up on Tuesday at 8:15."""
        callback = self.finished()
        self.assertEqual(callback.due_at, local("2025-06-10 17:00"))
        self.run_clock("2025-06-10 08:14:59")
        self.assertEqual(self.told(callback), [])
        self.run_clock("2025-06-10 08:15:00")
        warned = [("warn", "agent")]
        self.assertEqual(self.told(callback), warned)
        # 17:00:00 is in time, and after that nobody works
        self.run_clock("2025-06-10 17:00:00")
        self.run_clock("2025-06-11 07:59:59")
        self.assertEqual(self.told(callback), warned)
        self.run_clock("2025-06-11 08:00:00")
        due = [("due", "agent"), ("due", "leader")]
        self.assertEqual(self.told(callback), due + warned)
        self.run_clock("2025-06-11 16:59:59")
        self.assertEqual(len(self.told(callback)), 3)
        # eight hours of work after the limit
        self.run_clock("2025-06-12 08:00:00")
        self.assertIn(("manager", "supervisor"), self.told(callback))
        self.assertFalse(callback.remind_at)
        self.run_clock("2025-06-13 09:00:00")
        self.assertEqual(len(self.told(callback)), 4, "each step once")

    def test_exactly_at_the_limit_and_a_second_after(self):
        callback = self.by_clock("2025-06-02 10:00")
        self.assertEqual(callback.due_at, local("2025-06-05 10:00"))
        self.run_clock("2025-06-05 10:00:00")
        self.assertEqual(self.told(callback), [("warn", "agent")])
        self.run_clock("2025-06-05 10:00:01")
        self.assertIn(("due", "leader"), self.told(callback))

    def test_not_on_a_weekend(self):
        callback = self.by_clock("2025-06-04 10:00")
        self.run_clock("2025-06-06 16:00")
        self.run_clock("2025-06-07 10:00:01")
        self.run_clock("2025-06-09 07:59:59")
        self.assertEqual(self.told(callback), [("warn", "agent")])
        self.run_clock("2025-06-09 08:00:00")
        self.assertIn(("due", "leader"), self.told(callback))

    def test_spring_festival_and_make_up_day(self):
        """28 January to 4 February is off; Sunday, 26 January, is worked."""
        self.env["calendar.public.holiday"]._cs_fill(self.env.ref("base.cn"), 2025)
        festival = self.by_clock("2025-01-25 10:00")
        makeup = self.by_clock("2025-01-23 10:00")
        self.run_clock("2025-01-26 10:00:00")
        self.assertEqual(self.told(makeup), [("warn", "agent")])
        self.run_clock("2025-01-26 10:00:01")
        self.assertIn(("due", "leader"), self.told(makeup))
        self.run_clock("2025-01-28 10:00:01")
        self.run_clock("2025-02-05 07:59:59")
        self.assertNotIn(("due", "leader"), self.told(festival))
        self.run_clock("2025-02-05 08:00:00")
        self.assertIn(("due", "leader"), self.told(festival))

    def test_nothing_is_told_of_what_has_ended(self):
        made, unreachable = self.finished(), self.finished()
        self.record(made, "2025-06-05 10:00", "reached", satisfaction="satisfied")
        for hour in ("10:00", "14:30", "17:00"):
            self.record(unreachable, f"2025-06-05 {hour}", "busy")
        self.assertEqual(unreachable.state, "unreachable")
        self.assertFalse(made.remind_at or unreachable.remind_at)
        self.run_clock("2025-06-20 10:00")
        self.assertEqual(self.told(made) + self.told(unreachable), [])

    def test_an_agreed_time_counts_instead(self):
        """Agreed for Friday a week later: due at the end of that day."""
        callback = self.finished()
        agreed = local("2025-06-13 10:00")
        self.record(callback, "2025-06-10 10:00", "later", agreed_at=agreed)
        self.run_clock("2025-06-11 08:00:00")
        self.run_clock("2025-06-13 16:59:59")
        self.assertEqual(self.told(callback), [])
        self.run_clock("2025-06-16 08:00:00")
        self.assertIn(("due", "leader"), self.told(callback))

    def test_agreed_when_it_was_late_already(self):
        callback = self.finished()
        self.run_clock("2025-06-11 08:00:00")
        count = len(self.told(callback))
        agreed = local("2025-06-13 10:00")
        self.record(callback, "2025-06-11 10:00", "later", agreed_at=agreed)
        self.run_clock("2025-06-13 10:00:00")
        self.assertEqual(len(self.told(callback)), count, "nothing before that time")
        self.run_clock("2025-06-13 10:00:01")
        self.assertEqual(len(self.told(callback)), count + 2)

    def test_settled_before_it_was_told(self):
        """Within a quarter of an hour after another digest it waits, and is void."""
        self.finished()
        self.run_clock("2025-06-10 08:15:00")
        other = self.finished("2025-06-05 09:05")
        self.run_clock("2025-06-10 08:20:00")
        self.record(other, "2025-06-10 09:00", "reached", satisfaction="satisfied")
        self.run_clock("2025-06-10 09:01:00")
        alert = self.env["cs.ticket.alert"].search(
            [("ticket_id", "=", other.ticket_id.id), ("metric", "=", CALLBACK)]
        )
        self.assertTrue(alert.is_void)

    def test_with_the_tickets_in_one_digest(self):
        callback, ticket = self.finished(), self.ticket()
        self.run_clock("2025-06-10 08:15:00")
        [message] = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.users["agent"].partner_id.ids),
                ("subject", "like", "Tickets:%"),
            ]
        )
        for number in (callback.ticket_id.number, ticket.number):
            self.assertIn(number, message.body)

    def test_only_what_is_due_is_touched(self):
        self.finished()
        later = self.finished("2025-06-09 09:00")
        read = "SELECT id, xmin::text FROM cs_callback WHERE id = %s"
        self.env.cr.execute(read, [later.id])
        before = self.env.cr.fetchall()
        self.run_clock("2025-06-10 08:15")
        self.env.cr.execute(read, [later.id])
        self.assertEqual(self.env.cr.fetchall(), before)
