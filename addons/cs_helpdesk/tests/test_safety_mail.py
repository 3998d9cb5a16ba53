from odoo.addons.mail.tests.common import MailCase
from odoo.tests import tagged

from .portal_case import CustomerCase


@tagged("cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyMail(CustomerCase, MailCase):
    """Mails that go to the customer greet the customer."""

    def setUp(self):
        super().setUp()
        self.env = self.env(
            context={
                **self.env.context,
                **dict.fromkeys(("tracking_disable", "mail_notrack"), False),
            }
        )
        self.company.email = "service@example.com"
        self.agent = self.users["agent"]
        self.agent.name = "Agent Zhou"

    def _sent(self, ticket, stage):
        ticket = ticket.with_env(self.env)
        self.flush_tracking()
        with self.mock_mail_gateway():
            ticket.stage_id = stage
            self.flush_tracking()
        return self._new_mails

    def _mail(self, ticket, stage):
        """The mail that moving the ticket to the stage sends."""
        mails = self._sent(ticket, stage)
        self.assertEqual(len(mails), 1)
        return mails

    def test_closed(self):
        mail = self._mail(self._ticket(user_id=self.agent.id), self.stage_done)
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(f"{self.customer.name}, hello", mail.body_html)
        self.assertNotIn("Agent Zhou", mail.body_html)

    def test_without_a_contact(self):
        ticket = self._ticket(
            partner_id=False,
            partner_name="Frau Lin",
            partner_email="lin@example.com",
            user_id=self.agent.id,
        )
        mail = self._mail(ticket, self.stage_done)
        self.assertEqual(mail.recipient_ids.email or mail.email_to, "lin@example.com")
        self.assertIn("Frau Lin", mail.body_html)
        self.assertNotIn("Agent Zhou", mail.body_html)

    def test_who_is_known_by_phone_only_gets_no_mail(self):
        self.customer.email = False
        ticket = self._ticket(user_id=self.agent.id)
        self.assertFalse(self._sent(ticket, self.stage_done))
        self.assertEqual(ticket.stage_id, self.stage_done)

    def test_the_other_stock_mails(self):
        for name in ("assignment_email_template", "changed_stage_template"):
            stage = self.env["helpdesk.ticket.stage"].create(
                {
                    "name": "Moved",
                    "company_id": self.company.id,
                    "mail_template_id": self.env.ref(f"helpdesk_mgmt.{name}").id,
                }
            )
            mail = self._mail(self._ticket(user_id=self.agent.id), stage)
            self.assertIn(f"{self.customer.name}, hello", mail.body_html)
            self.assertNotIn("Agent Zhou", mail.body_html)

    def test_a_template_that_was_put_right_is_used(self):
        template = self.env.ref("helpdesk_mgmt.closed_ticket_template")
        template.body_html = "<p>Our own words</p>"
        mail = self._mail(self._ticket(user_id=self.agent.id), self.stage_done)
        self.assertIn("Our own words", mail.body_html)

    def test_text_of_the_customer_is_no_code(self):
        name = "{{7*7}} <b>bold</b><script>alert(1)</script>"
        ticket = self._ticket(name=name, user_id=self.agent.id)
        mail = self._mail(ticket, self.stage_done)
        self.assertIn("{{7*7}} &lt;b&gt;bold&lt;/b&gt;", mail.body_html)
        self.assertNotIn("<script", mail.body_html)
