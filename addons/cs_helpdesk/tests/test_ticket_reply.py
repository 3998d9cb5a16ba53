from odoo.tests import tagged

from .clock_case import ClockCase, local


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketReply(ClockCase):
    """HD-03: what is a first reply, and what ends waiting for the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Customer", "email": "customer@example.com"}
        )

    def post(self, ticket, text, author, **vals):
        vals = {"subtype_xmlid": "mail.mt_comment", "message_type": "comment"} | vals
        with self.at(text):
            ticket.message_post(body="Hello", author_id=author.id, **vals)

    def test_what_the_customer_sees_is_a_reply(self):
        ticket = self.ticket("2025-06-05 09:00", partner_id=self.customer.id)
        agent = self.users["agent"].partner_id
        self.post(ticket, "2025-06-05 09:10", agent, subtype_xmlid="mail.mt_note")
        self.post(ticket, "2025-06-05 09:20", agent, message_type="notification")
        self.post(ticket, "2025-06-05 09:30", self.customer)
        self.assertFalse(ticket.cs_first_reply_at)
        self.post(ticket, "2025-06-05 11:00", agent)
        self.post(ticket, "2025-06-05 11:30", agent)
        self.assertEqual(ticket.cs_first_reply_at, local("2025-06-05 11:00"))
        self.assertEqual(self.segments(ticket, "first_reply").seconds, 7200)
        self.assertFalse(ticket.cs_first_reply_is_late, "exactly two hours")

    def test_a_second_late(self):
        ticket = self.ticket("2025-06-05 09:00", partner_id=self.customer.id)
        self.post(ticket, "2025-06-05 11:00:01", self.users["agent"].partner_id)
        self.assertTrue(ticket.cs_first_reply_is_late)

    def test_a_colleague_writes_as_customer(self):
        colleague = self.users["agent2"].partner_id
        ticket = self.ticket("2025-06-05 09:00", partner_id=colleague.id)
        self.post(ticket, "2025-06-05 09:10", colleague, message_type="email")
        self.assertFalse(ticket.cs_first_reply_at)

    def test_the_customers_answer_ends_the_pause(self):
        ticket = self.ticket("2025-06-05 09:00", partner_id=self.customer.id)
        self.move(ticket, "2025-06-05 10:00", stage_id=self.wait.id)
        self.post(ticket, "2025-06-05 10:30", self.users["agent"].partner_id)
        self.assertEqual(ticket.stage_id, self.wait)
        self.post(ticket, "2025-06-06 10:00", self.customer, message_type="email")
        self.assertEqual(ticket.stage_id, self.work)
        self.assertEqual(ticket.cs_due_at, local("2025-06-11 17:00"))

    def test_a_mail_that_becomes_a_ticket(self):
        """No mail is refused for its clock."""
        with self.at("2025-06-05 09:00"):
            ticket = self.env["helpdesk.ticket"].message_new(
                {
                    "subject": "Help",
                    "body": "<p>Please</p>",
                    "from": "customer@example.com",
                    "author_id": self.customer.id,
                },
                {"team_id": self.team.id},
            )
        self.assertEqual(ticket.cs_first_reply_due_at, local("2025-06-05 11:00"))
