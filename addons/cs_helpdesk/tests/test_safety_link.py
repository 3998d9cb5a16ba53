from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlparse

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import JsonRpcException, freeze_time, tagged
from odoo.tools import mute_logger

from .portal_case import PortalCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyLink(RpcMixin, PortalCase):
    """A link in a mail shows its ticket for 30 days and lets nobody write."""

    def setUp(self):
        super().setUp()
        self.ticket = self._ticket(name="Only by link")
        self.page = f"/my/ticket/{self.ticket.id}"

    def test_it_shows_the_ticket(self):
        token = self.ticket._portal_ensure_token()
        answer = self._get(None, self.page, access_token=token)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Only by link", answer.text)
        self.assertNotIn("<textarea", answer.text)

    def test_it_ends_after_30_days(self):
        start = datetime(2025, 3, 3, 10)
        with freeze_time(start):
            token = self.ticket._portal_ensure_token()
        month = timedelta(days=30)
        with freeze_time(start + month - timedelta(seconds=1)):
            self.assertTrue(self.ticket._cs_link_opens(token))
        with freeze_time(start + month + timedelta(seconds=1)):
            self.assertFalse(self.ticket._cs_link_opens(token))
        answer = self._get(None, self.page, access_token=token)
        self.assertEqual(answer.status_code, 410)
        self.assertNotIn("Only by link", answer.text)

    def test_it_is_of_one_ticket_and_one_customer(self):
        token = self.ticket._portal_ensure_token()
        self.assertFalse(self._ticket()._cs_link_opens(token))
        self.ticket.partner_id = self.users["stranger"].partner_id
        self.assertFalse(self.ticket._cs_link_opens(token))

    def test_made_up_links(self):
        token = self.ticket._portal_ensure_token()
        for wrong in ("", "x", token[:-2], f"A{token}", "é" * 50, "\x00", "====", "0"):
            with self.subTest(token=wrong):
                self.assertFalse(self.ticket._cs_link_opens(wrong))
        self.assertFalse(self.ticket._cs_link_opens(None))
        # The token that stock stores, and would take for ever.
        self.assertFalse(self.ticket._cs_link_opens(self.ticket.access_token))
        stored = self.ticket.access_token
        answer = self._get(None, self.page, access_token=stored)
        self.assertEqual(answer.status_code, 410)

    def test_the_holder_does_not_write(self):
        token = self.ticket._portal_ensure_token()
        customer = self.customer.id
        keys = (
            {"token": token},
            {"token": self.ticket.access_token},
            {"pid": customer, "hash": self.ticket._sign_token(customer)},
        )
        self.authenticate(None, None)
        for key in keys:
            with (
                self.subTest(key=key),
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException),
            ):
                self.make_jsonrpc_request(
                    "/mail/message/post",
                    {
                        "thread_model": "helpdesk.ticket",
                        "thread_id": self.ticket.id,
                        "post_data": {"body": "Forged", "message_type": "comment"},
                        **key,
                    },
                )
        self.assertFalse(
            self.ticket.message_ids.filtered(lambda one: "Forged" in (one.body or ""))
        )

    def test_the_holder_reads_no_chatter_for_ever(self):
        self.ticket._portal_ensure_token()
        self.authenticate(None, None)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/chatter_fetch",
                {
                    "thread_model": "helpdesk.ticket",
                    "thread_id": self.ticket.id,
                    "token": self.ticket.access_token,
                },
            )

    def test_the_holder_closes_nothing(self):
        token = self.ticket._portal_ensure_token()
        for act in ("answer", "rate", "reopen"):
            path = f"{self.page}/{act}?access_token={token}"
            answer = self._post(None, path, text="x", value=5)
            self.assertIn("/web/login", answer.headers["Location"])
            answer = self._post("stranger", path, text="x", value=5)
            self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.ticket._cs_customer_messages())

    def test_the_button_of_a_mail(self):
        """Strangers get as far as the link opens it, customers to the ticket itself,
        and nobody gets a new link."""
        token = self.ticket._portal_ensure_token()
        path = "/mail/view"
        params = {
            "model": "helpdesk.ticket",
            "res_id": self.ticket.id,
            "access_token": token,
        }
        url = urlparse(self._get(None, path, **params).headers["Location"])
        self.assertEqual(url.path, self.page)
        self.assertEqual(parse_qs(url.query), {"access_token": [token]})
        url = urlparse(self._get("customer", path, **params).headers["Location"])
        self.assertEqual((url.path, url.query), (self.page, ""))
        params["access_token"] = self.ticket.access_token
        url = urlparse(self._get(None, path, **params).headers["Location"])
        self.assertEqual(url.path, "/web/login")

    def test_files_by_link(self):
        mine = self._as("customer", self.env["ir.attachment"]).sudo()
        file = mine.create(
            {
                "name": "a.txt",
                "raw": b"abc",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        path = f"{self.page}/file/{file.id}"
        token = self.ticket._portal_ensure_token()
        self.assertEqual(self._get(None, path, access_token=token).content, b"abc")
        self.assertEqual(self._get("customer", path).content, b"abc")
        for answer in (
            self._get(None, path),
            self._get("stranger", path),
            self._get(None, path, access_token=self.ticket.access_token),
        ):
            self.assertEqual(answer.status_code, 404)

    def test_no_message_in_the_name_of_a_customer(self):
        for forged in (
            {"author_id": self.customer.id},
            {"email_from": self.customer.email},
            {"email_from": f"Somebody <{self.customer.email.upper()}>"},
        ):
            with self.subTest(forged=forged):
                self._refused(
                    "agent",
                    "helpdesk.ticket",
                    "message_post",
                    self.ticket.ids,
                    body="I agree",
                    **forged,
                )
        self._rpc(
            "agent", "helpdesk.ticket", "message_post", self.ticket.ids, body="Hello"
        )
        self.assertEqual(
            self.ticket.message_ids[0].author_id, self.users["agent"].partner_id
        )
