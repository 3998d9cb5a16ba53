from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .portal_case import CustomerCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyText(RpcMixin, CustomerCase):
    """TRUST.md, "Text from outside", also by mail and RPC."""

    def test_nul_and_turned_text(self):
        """NUL would be an error of the database, and a lost mail."""
        vals = {
            "name": "He\x00at\x1b \u202egnp.exe",
            "description": "<p>a\x00b</p>",
            "cs_phone": "138\x00",
            "team_id": self.team.id,
        }
        ticket_id = self._rpc("agent", "helpdesk.ticket", "create", vals)
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.assertEqual(ticket.name, "Heat gnp.exe")
        self.assertEqual(ticket.cs_phone, "138")
        self.assertIn("ab", ticket.description)
        self._rpc("agent", "helpdesk.ticket", "write", [ticket_id], {"name": "a\x00b"})
        self.assertEqual(ticket.name, "ab")

    def test_what_people_see_stays(self):
        text = "第一行\n\tمرحبا \u200f 👍 {{7*7}} =HYPERLINK('x') 007"
        ticket = self._ticket(name=text)
        self.assertEqual(ticket.name, text)

    def test_by_mail(self):
        mail = {
            "subject": "Sub\x00ject",
            "body": "<p>Hello<script>alert(1)</script></p>",
            "from": "a@example.com",
            "to": "",
        }
        ticket = self.env["helpdesk.ticket"].message_new(
            mail, {"team_id": self.team.id}
        )
        self.assertEqual(ticket.name, "Subject")
        self.assertNotIn("<script", ticket.description)

    def test_long_text(self):
        ticket = self._ticket(name="长" * 5000, description="字" * 5000)
        self.assertEqual(len(ticket.name), 5000)
