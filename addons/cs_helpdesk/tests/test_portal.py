from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .portal_case import PortalCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_portal")
class TestPortal(PortalCase):
    """A customer opens, follows, answers, rates and reopens an own matter."""

    def setUp(self):
        super().setUp()
        self.ticket = self._ticket()
        self.page = self.ticket.access_url

    def _text(self, role="customer", path=None):
        answer = self._get(role, path or self.page)
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def _act(self, act, role="customer", **data):
        answer = self._post(role, f"{self.page}/{act}", **data)
        self.ticket.invalidate_recordset()
        return answer

    def _closed(self, **ago):
        self.ticket.stage_id = self.stage_done
        if ago:
            moment = fields.Datetime.now() - timedelta(**ago)
            self.ticket.sudo().closed_date = moment

    def test_submit_each_kind(self):
        """HD-01: of the kinds, those that customers may open."""
        self.company.helpdesk_mgmt_portal_select_team = True
        self.company.helpdesk_mgmt_portal_select_category = True
        category = self.env["helpdesk.ticket.category"].create(
            {"name": "Heating", "company_id": self.company.id}
        )
        form = self._text(path="/new/ticket")
        self.assertIn("Heating", form)
        for name in ("team", "category", "subject", "description", "phone", "files"):
            self.assertIn(f'name="{name}"', form)
        for kind in ("inquiry", "complaint", "suggestion", "repair"):
            self.assertIn(f'value="{kind}"', form)
            answer = self._post(
                "customer",
                "/submitted/ticket",
                kind=kind,
                team=self.other_team.id,
                category=category.id,
                subject=f"About {kind}",
                description="One\nTwo",
                phone="010-1234567",
            )
            page = self._text(path=answer.headers["Location"])
            self.assertIn(f"About {kind}", page)
            ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
            self.assertEqual(ticket.cs_kind, kind)
            self.assertEqual(ticket.team_id, self.other_team)
            self.assertEqual(ticket.category_id, category)
            self.assertEqual(ticket.cs_phone, "010-1234567")
            self.assertEqual(ticket.partner_id, self.customer)
            self.assertEqual(ticket.partner_email, "customer@example.com")
            self.assertIn(self.customer, ticket.message_partner_ids)
            self.assertEqual(
                ticket.channel_id,
                self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web"),
            )
        self.assertNotIn('value="order"', form)

    def test_a_needed_team(self):
        self.company.helpdesk_mgmt_portal_select_team = True
        form = {"kind": "inquiry", "subject": "x", "description": "x"}
        answer = self._post("customer", "/submitted/ticket", **form)
        self.assertEqual(answer.status_code, 422)
        self.company.helpdesk_mgmt_portal_team_id_required = False
        answer = self._post("customer", "/submitted/ticket", **form)
        self.assertEqual(answer.status_code, 303)

    def test_the_only_team_gets_it(self):
        self.other_team.show_in_portal = False
        self._post(
            "customer",
            "/submitted/ticket",
            kind="inquiry",
            subject="To whom",
            description="x",
        )
        ticket = self.env["helpdesk.ticket"].search([("name", "=", "To whom")])
        self.assertEqual(ticket.team_id, self.team)

    def test_the_list(self):
        self._ticket(name="Done long ago", stage_id=self.stage_done.id)
        stranger = self.users["stranger"].partner_id
        self._ticket(name="Of somebody else", partner_id=stranger.id)
        text = self._text(path="/my/tickets")
        self.assertIn("No heat", text)
        self.assertIn("Done long ago", text)
        self.assertNotIn("Of somebody else", text)
        text = self._text(path="/my/tickets?state=open")
        self.assertIn("No heat", text)
        self.assertNotIn("Done long ago", text)
        text = self._text(path="/my/tickets?state=closed")
        self.assertNotIn("No heat", text)
        text = self._text(path=f"/my/tickets?search={self.ticket.number}")
        self.assertIn("No heat", text)
        self.assertNotIn("Done long ago", text)

    def test_the_status_in_words(self):
        for stage, code in (
            (self.stage_new, "received"),
            (self.stage_in_progress, "handled"),
            (self.stage_awaiting, "handled"),
            (self.stage_done, "closed"),
        ):
            self.ticket.stage_id = stage
            self.assertEqual(self.ticket._cs_customer_status(), code)

    def test_times_are_those_of_the_customer(self):
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = '2025-03-03 18:30' WHERE id = %s",
            (self.ticket.id,),
        )
        self.ticket.invalidate_recordset()
        token = self.ticket._portal_ensure_token()
        by_link = f"{self.page}?access_token={token}"
        self.assertIn("3/4/25, 2:30", self._text(role=None, path=by_link))
        self.users["customer"].tz = "Europe/Berlin"
        self.assertIn("3/3/25, 7:30", self._text())

    def test_answer(self):
        files = [("files", ("photo.txt", b"abc"))]
        self._act("answer", text="It is <b>still</b> cold", files=files)
        message = self.ticket._cs_customer_messages()
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(message.attachment_ids.mapped("raw"), [b"abc"])
        text = self._text()
        self.assertIn("&lt;b&gt;still&lt;/b&gt;", text)
        self.assertIn("photo.txt", text)
        file = message.attachment_ids
        path = f"{self.page}/file/{file.id}"
        self.assertEqual(self._get("customer", path).content, b"abc")

    def test_answer_of_a_colleague_is_the_colleagues(self):
        self._act("answer", role="colleague", text="Me too")
        self.assertEqual(
            self.ticket._cs_customer_messages().author_id,
            self.users["colleague"].partner_id,
        )

    def test_answer_needs_something(self):
        self.assertEqual(self._act("answer", text=" \x00\n").status_code, 422)
        self.assertEqual(self._act("answer", text="a" * 5001).status_code, 422)
        self.assertEqual(self._act("answer", text="x", csrf=False).status_code, 400)
        self.assertEqual(
            self._act("answer", role="stranger", text="x").status_code, 404
        )
        self.assertFalse(self.ticket._cs_customer_messages())
        self._act("answer", text="a" * 5000)
        self.assertTrue(self.ticket._cs_customer_messages())

    def test_no_answer_into_a_closed_matter(self):
        self._closed()
        self.assertEqual(self._act("answer", text="Hello?").status_code, 422)

    def test_notes_stay_inside(self):
        secret = self.env["ir.attachment"].create({"name": "s.txt", "raw": b"s"})
        note = self.ticket.message_post(
            body="Difficult customer",
            subtype_xmlid="mail.mt_note",
            attachment_ids=secret.ids,
        )
        loose = self.env["ir.attachment"].create(
            {
                "name": "evidence.txt",
                "raw": b"e",
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        self.ticket.message_post(
            body="For the customer",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        text = self._text()
        self.assertNotIn("Difficult", text)
        self.assertNotIn("evidence", text)
        self.assertIn("For the customer", text)
        for file in note.attachment_ids | loose:
            path = f"{self.page}/file/{file.id}"
            self.assertEqual(self._get("customer", path).status_code, 404)

    def test_rate_once(self):
        """HD-07: one rating a service."""
        self._closed()
        self._act("rate", value=5)
        rating = self.ticket._cs_customer_rating()
        self.assertEqual((rating.rating, rating.partner_id), (5, self.customer))
        self.assertEqual(self._act("rate", value=1, text="No").status_code, 422)
        self.assertEqual(rating.rating, 5)
        self.assertEqual(len(self.ticket.rating_ids), 1)

    def test_rate_needs_a_reason_below_satisfied(self):
        self._closed()
        for value in (3, 1):
            self.assertEqual(self._act("rate", value=value).status_code, 422)
            self.assertEqual(self._act("rate", value=value, text=" ").status_code, 422)
        for value in ("", "x", 0, 2, 4, 6, -5):
            answer = self._act("rate", value=value, text="x")
            self.assertEqual(answer.status_code, 422)
        self.assertFalse(self.ticket._cs_customer_rating())
        self._act("rate", value=3, text="Slow")
        self.assertEqual(self.ticket._cs_customer_rating().feedback, "Slow")

    def test_rate_is_for_the_customer_after_closing(self):
        self.assertEqual(self._act("rate", value=5).status_code, 422)
        self._closed()
        self.assertEqual(self._act("rate", role="colleague", value=5).status_code, 422)
        self.assertEqual(self._act("rate", role="stranger", value=5).status_code, 404)
        self.assertEqual(self._act("rate", value=5, csrf=False).status_code, 400)
        self.assertFalse(self.ticket._cs_customer_rating())

    def test_suggestions_are_not_rated(self):
        self.ticket.cs_kind = "suggestion"
        self.assertTrue(self.ticket._cs_why_not_rate())

    def test_dissatisfied_opens_a_complaint(self):
        """HD-07, with what the customer said."""
        self._closed()
        self._act("rate", value=1, text="Nobody came")
        complaint = self.env["helpdesk.ticket"].search(
            [("cs_origin_id", "=", self.ticket.id)]
        )
        self.assertEqual(complaint.cs_kind, "complaint")
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertIn("Nobody came", complaint.description)
        self.assertTrue(self.ticket.stage_id.closed)

    def test_dissatisfied_with_a_complaint_reopens_it(self):
        """HD-05: a customer who says no."""
        self.ticket.cs_kind = "complaint"
        self._prove(self.ticket)
        self._closed()
        self._act("rate", value=1, text="Not solved")
        self.assertFalse(self.ticket.stage_id.closed)
        self.assertFalse(
            self.env["helpdesk.ticket"].search([("cs_origin_id", "=", self.ticket.id)])
        )

    def test_reopen(self):
        self._closed(days=29, hours=23)
        self.assertEqual(self._act("reopen").status_code, 422)
        self.assertEqual(self._act("reopen", text="x", csrf=False).status_code, 400)
        self.assertEqual(
            self._act("reopen", role="colleague", text="x").status_code, 422
        )
        self.assertTrue(self.ticket.closed_date)
        self._act("reopen", text="Cold again")
        self.assertEqual(self.ticket.stage_id, self.stage_new)
        self.assertFalse(self.ticket.closed_date)
        self.assertIn("Cold again", self.ticket._cs_customer_messages().body)
        self.assertEqual(self._act("reopen", text="x").status_code, 422)

    def test_reopen_within_thirty_days(self):
        self._closed(days=30, seconds=60)
        self.assertEqual(self._act("reopen", text="x").status_code, 422)
        self.assertTrue(self.ticket.closed_date)
        self._closed(days=30, seconds=-60)
        self._act("reopen", text="x")
        self.assertFalse(self.ticket.closed_date)

    def test_home_and_words_of_a_customer(self):
        self.assertIn("/my/tickets", self._text(path="/my/home"))
        text = self._text()
        self.assertIn("No heat", text)
        self.assertIn(self.ticket.number, text)
        self.assertNotIn(self.users["agent"].name + "@", text)

    def test_whoever_has_no_login_is_asked_to(self):
        for path in ("/my/tickets", self.page, "/new/ticket"):
            answer = self._get(None, path)
            self.assertIn("/web/login", answer.headers["Location"], path)
