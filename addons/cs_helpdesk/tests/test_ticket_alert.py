from unittest.mock import patch

from odoo.tests import tagged

from .clock_case import HOUR, ClockCase, local


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketAlert(ClockCase):
    """HD-02: owner, leader, manager are told; in working hours, in one digest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.notification_type = "inbox"

    def messages(self, role):
        found = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.users[role].partner_id.ids),
                ("subject", "like", "Tickets:%"),
            ],
            order="id",
        )
        return found.mapped("subject")

    def answered(self, text="2025-06-05 09:00", **vals):
        """A ticket of which only the time to closing runs."""
        ticket = self.ticket(text, **vals)
        with self.at(text):
            ticket.action_cs_contacted()
        return ticket

    def test_ladder(self):
        ticket = self.answered()
        self.run_clock("2025-06-10 08:14:59")
        self.assertEqual(self.alerts(ticket), [])
        self.run_clock("2025-06-10 08:15:00")
        warned = [("warn", "agent", "resolve")]
        self.assertEqual(self.alerts(ticket), warned)
        self.assertEqual(self.messages("agent"), ["Tickets: 1 soon due"])
        # 17:00:00 is in time, and after that nobody works
        self.run_clock("2025-06-10 17:00:01")
        self.run_clock("2025-06-11 07:59:59")
        self.assertEqual(self.alerts(ticket), warned)
        self.run_clock("2025-06-11 08:00:00")
        due = [("due", "agent", "resolve"), ("due", "leader", "resolve")]
        self.assertEqual(self.alerts(ticket), due + warned)
        self.assertEqual(self.messages("leader"), ["Tickets: 1 overdue"])
        self.run_clock("2025-06-11 16:59:59")
        self.assertEqual(self.messages("supervisor"), [])
        # eight hours of work after the limit
        self.run_clock("2025-06-12 08:00:00")
        self.assertEqual(self.messages("supervisor"), ["Tickets: 1 overdue"])
        self.assertFalse(ticket.cs_next_at)
        self.run_clock("2025-06-13 09:00:00")
        self.assertEqual(len(self.alerts(ticket)), 4)

    def test_within_working_hours_the_second_after(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.run_clock("2025-06-05 10:30:00")
        self.run_clock("2025-06-05 11:00:00")
        self.assertEqual(self.alerts(ticket), [("warn", "agent", "first_reply")])
        self.run_clock("2025-06-05 11:00:01")
        self.assertIn(("due", "leader", "first_reply"), self.alerts(ticket))

    def test_one_digest_a_person(self):
        tickets = [self.answered() for _number in range(3)]
        late = self.answered("2025-06-04 09:00")
        self.run_clock("2025-06-10 08:15:00")
        self.assertEqual(
            self.messages("agent"), ["Tickets: 1 overdue, 3 soon due"], late.number
        )
        [message] = self.env["mail.message"].search(
            [("subject", "=", "Tickets: 1 overdue, 3 soon due")]
        )
        for ticket in tickets:
            self.assertIn(ticket.number, message.body)

    def test_no_two_digests_within_a_quarter_of_an_hour(self):
        self.answered("2025-06-05 09:00")
        other = self.answered("2025-06-05 09:00")
        # one hour of work more to go: warned at 8:15 + 1 h
        self.move(other, "2025-06-05 10:00", stage_id=self.wait.id)
        self.move(other, "2025-06-05 10:10", stage_id=self.work.id)
        self.run_clock("2025-06-10 08:15")
        self.run_clock("2025-06-10 08:29:59")
        self.assertEqual(len(self.alerts(other)), 1, "noticed")
        self.assertEqual(len(self.messages("agent")), 1, "not told yet")
        self.run_clock("2025-06-10 08:30:01")
        self.assertEqual(len(self.messages("agent")), 2)

    def test_what_was_settled_is_not_told(self):
        self.answered()
        other = self.answered()
        self.move(other, "2025-06-05 10:00", stage_id=self.wait.id)
        self.move(other, "2025-06-05 10:10", stage_id=self.work.id)
        self.run_clock("2025-06-10 08:15")
        self.run_clock("2025-06-10 08:27")
        self.move(other, "2025-06-10 08:28", stage_id=self.done.id)
        self.run_clock("2025-06-10 08:31")
        self.assertEqual(len(self.messages("agent")), 1)
        alert = self.env["cs.ticket.alert"].search([("ticket_id", "=", other.id)])
        self.assertTrue(alert.is_void)

    def test_paused_and_closed_tickets_are_let_alone(self):
        paused, closed = self.answered(), self.answered()
        self.move(paused, "2025-06-05 10:00", stage_id=self.wait.id)
        self.move(closed, "2025-06-05 10:00", stage_id=self.done.id)
        self.run_clock("2025-06-20 10:00")
        self.assertEqual(self.alerts(paused) + self.alerts(closed), [])

    def test_nobody_owns_it(self):
        ticket = self.answered(user_id=False)
        self.run_clock("2025-06-10 08:15")
        self.assertEqual(self.alerts(ticket), [("warn", "leader", "resolve")])

    def test_the_leader_is_the_owner(self):
        ticket = self.answered(user_id=self.users["leader"].id)
        self.run_clock("2025-06-11 08:00")
        levels = [("due", "leader", "resolve"), ("due", "supervisor", "resolve")]
        self.assertEqual(self.alerts(ticket), levels)

    def test_reopened_after_the_limit(self):
        """The leader hears of it again: a new time, a new chance to be late."""
        ticket = self.answered()
        self.run_clock("2025-06-11 08:00")
        self.move(ticket, "2025-06-11 08:10", stage_id=self.done.id)
        self.assertTrue(ticket.cs_is_late)
        self.move(ticket, "2025-06-16 09:00", stage_id=self.work.id)
        self.assertTrue(ticket.cs_next_at, "still to be told to the manager")
        self.run_clock("2025-06-16 09:00:01")
        self.assertIn(("manager", "supervisor", "resolve"), self.alerts(ticket))

    def test_the_clock_is_woken_for_what_is_next(self):
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("cs_helpdesk.cs_ticket_clock_cron")
        mine = [("cron_id", "=", cron.id)]
        triggers.search(mine).unlink()
        ticket = self.ticket("2025-06-05 09:00")
        # three quarters of two hours
        first = local("2025-06-05 10:30")
        self.assertEqual(triggers.search(mine).mapped("call_at"), [first])
        self.ticket("2025-06-05 09:00:30")
        self.assertEqual(len(triggers.search(mine)), 1, "one serves both")
        self.ticket("2025-06-05 08:59")
        self.assertEqual(len(triggers.search(mine)), 2)
        Alert = self.env.registry["cs.ticket.alert"]
        with patch.object(Alert, "_wake") as wake:
            self.run_clock("2025-06-05 10:30")
        self.assertEqual(wake.call_args.args, (first + HOUR / 120,))
        self.assertEqual(ticket.cs_next_at, local("2025-06-05 11:00:01"))

    def test_only_what_is_due_is_touched(self):
        due, later = (
            self.answered("2025-06-05 09:00"),
            self.answered("2025-06-09 09:00"),
        )
        self.env.cr.execute(
            "SELECT id, xmin::text FROM helpdesk_ticket WHERE id = %s", [later.id]
        )
        before = self.env.cr.fetchall()
        self.run_clock("2025-06-10 08:15")
        self.assertTrue(self.alerts(due))
        self.env.cr.execute(
            "SELECT id, xmin::text FROM helpdesk_ticket WHERE id = %s", [later.id]
        )
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["agent"].lang = "zh_CN"
        ticket = self.answered()
        self.run_clock("2025-06-10 08:15")
        alert = self.env["cs.ticket.alert"].search([("ticket_id", "=", ticket.id)])
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.users["agent"].partner_id.ids)],
            order="id desc",
            limit=1,
        )
        self.assertTrue(alert.sent_at)
        self.assertIn("工单", message.subject)
