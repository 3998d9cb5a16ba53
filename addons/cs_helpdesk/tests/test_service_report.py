from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .clock_case import ClockCase, local


@tagged("cs_helpdesk", "cs_service_report")
class TestServiceReport(ClockCase):
    """Tickets as figures (HD-03, HD-04, HD-07): each share is of what was judged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = [("company_id", "=", cls.company.id)]

    def row(self, ticket, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        Report = self.env["cs.service.report"].with_user(user or self.users["gm"])
        return Report.search([("ticket_id", "=", ticket.id)])

    def close(self, ticket, text):
        self.move(ticket, text, stage_id=self.done.id)

    def test_days_are_those_where_the_company_works(self):
        late = self.ticket("2025-06-30 23:59")
        self.close(late, "2025-07-01 00:01")
        # The database stamps what is created with its own clock.
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            [local("2025-06-30 23:59"), late.id],
        )
        row = self.row(late)
        self.assertEqual(row.received_on, date(2025, 6, 30))
        self.assertEqual(row.closed_on, date(2025, 7, 1))
        self.assertEqual((row.closed_count, row.open_count), (1, 0))

    def test_without_an_answer_there_is_nothing_to_count(self):
        """Nothing is not 0 hours."""
        row = self.row(self.ticket("2025-06-05 09:00"))
        names = ["reply_hours", "close_hours", "satisfied", "close_in_time"]
        [found] = row._read_group(
            [("id", "=", row.id)], [], [f"{name}:array_agg" for name in names]
        )
        self.assertEqual(found, ([None],) * 4)

    def test_closed_in_time_by_its_limit(self):
        """HD-03: the last moment of the limit is in time."""
        for closed_at, share in (("2025-06-06 09:00", 100), ("2025-06-20 09:00", 0)):
            with self.subTest(closed_at):
                ticket = self.ticket("2025-06-05 09:00")
                self.close(ticket, closed_at)
                self.assertEqual(bool(ticket.cs_is_late), share == 0)
                self.assertEqual(self.row(ticket).close_in_time, share)

    def test_a_duplicate_counts_nowhere(self):
        first, second = self.ticket(), self.ticket()
        second.sudo().duplicate_id = first
        self.assertFalse(self.row(second))
        self.assertTrue(self.row(first))

    def test_who_reads_the_ticket_reads_its_figures(self):
        ticket = self.ticket()
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Elsewhere", "company_id": self.company.id}
        )
        hidden = self.ticket(team_id=other.id, user_id=self.users["gm"].id)
        self.assertEqual(len(self.row(ticket, self.users["leader"])), 1)
        self.assertFalse(self.row(hidden, self.users["leader"]))
        self.assertTrue(self.row(hidden, self.users["gm"]))
        for role in ("agent", "hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.row(ticket, self.users[role])

    def test_a_row_opens_its_ticket(self):
        ticket = self.ticket()
        action = self.row(ticket, self.users["leader"]).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (ticket._name, ticket.id)
        )

    def test_nobody_writes(self):
        row = self.row(self.ticket())
        with self.assertRaises(UserError):
            row.write({"closed_count": 7})
        with self.assertRaises(UserError):
            row.unlink()
