from unittest.mock import patch

from odoo.addons.helpdesk_mgmt.models.helpdesk_ticket import HelpdeskTicket
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_case import PortalCase

BAD_IDS = ("", "x", "0", "-1", "1.5", "99999999999999999999", "2147483647", "1;2")


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyClose(PortalCase):
    """/ticket/close: by POST with CSRF, the own ticket, when its kind permits it."""

    def setUp(self):
        super().setUp()
        self.ticket = self._ticket()
        self.close = {"ticket_id": self.ticket.id, "stage_id": self.stage_done.id}

    def assertOpen(self, ticket=None):
        ticket = ticket or self.ticket
        ticket.invalidate_recordset()
        self.assertFalse(ticket.stage_id.closed)
        self.assertFalse(ticket.closed_date)

    def test_not_by_get(self):
        answer = self._get("customer", "/ticket/close", **self.close)
        self.assertEqual(answer.status_code, 405)
        self.assertOpen()

    def test_not_without_csrf(self):
        answer = self._post("customer", "/ticket/close", csrf=False, **self.close)
        self.assertEqual(answer.status_code, 400)
        self.assertOpen()

    def test_not_without_login(self):
        answer = self._post(None, "/ticket/close", **self.close)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertOpen()

    def test_the_customer_closes(self):
        answer = self._post("customer", "/ticket/close", **self.close)
        self.assertIn(self.ticket.access_url, answer.headers["Location"])
        self.ticket.invalidate_recordset()
        self.assertEqual(self.ticket.stage_id, self.stage_done)
        self.assertTrue(self.ticket.closed_date)

    def test_a_stranger_does_not(self):
        answer = self._post("stranger", "/ticket/close", **self.close)
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("No heat", answer.text)
        self.assertOpen()

    def test_who_only_reads_does_not(self):
        """Colleagues of the customer and followers see the ticket."""
        self.ticket.message_subscribe(self.users["stranger"].partner_id.ids)
        for role in ("colleague", "stranger"):
            self.assertEqual(
                self._get(role, self.ticket.access_url).status_code, 200, role
            )
            answer = self._post(role, "/ticket/close", **self.close)
            self.assertEqual(answer.status_code, 422, role)
            self.assertOpen()

    def test_the_gate_of_the_kind(self):
        """HD-05, HD-08: neither complaints nor suggestions are closed that way."""
        for kind in ("complaint", "suggestion"):
            ticket = self._ticket(cs_kind=kind)
            answer = self._post(
                "customer",
                "/ticket/close",
                ticket_id=ticket.id,
                stage_id=self.stage_done.id,
            )
            self.assertEqual(answer.status_code, 422, kind)
            self.assertOpen(ticket)

    def test_the_gate_of_the_model(self):
        """What the ticket refuses is said in words."""
        write, reason = HelpdeskTicket.write, "The gate says no"

        def guarded(tickets, vals):
            if vals.get("stage_id") == self.stage_done.id:
                raise UserError(reason)
            return write(tickets, vals)

        with patch.object(HelpdeskTicket, "write", guarded):
            answer = self._post("customer", "/ticket/close", **self.close)
        self.assertEqual(answer.status_code, 422)
        self.assertIn(reason, answer.text)
        self.assertOpen()

    def test_only_to_a_stage_for_customers(self):
        elsewhere = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "Theirs",
                "closed": True,
                "close_from_portal": True,
                "company_id": self.other_company.id,
            }
        )
        of_team = elsewhere.copy(
            {"company_id": self.company.id, "team_ids": [(6, 0, self.other_team.ids)]}
        )
        for stage in (self.stage_rejected, self.stage_awaiting, elsewhere, of_team):
            self.close["stage_id"] = stage.id
            answer = self._post("customer", "/ticket/close", **self.close)
            self.assertEqual(answer.status_code, 422, stage.name)
            self.assertOpen()

    def test_not_twice(self):
        self.ticket.stage_id = self.stage_done
        closed = self.ticket.closed_date
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        self.close["stage_id"] = cancelled.id
        answer = self._post("customer", "/ticket/close", **self.close)
        self.assertEqual(answer.status_code, 422)
        self.ticket.invalidate_recordset()
        self.assertEqual(self.ticket.stage_id, self.stage_done)
        self.assertEqual(self.ticket.closed_date, closed)

    def test_bad_ids_are_a_page(self):
        for bad in BAD_IDS:
            for changed in ({"ticket_id": bad}, {"stage_id": bad}):
                if changed == {"stage_id": ""}:
                    continue  # no stage: that of customers
                with self.subTest(changed=changed):
                    answer = self._post(
                        "customer", "/ticket/close", **self.close | changed
                    )
                    self.assertIn(answer.status_code, (400, 404, 422))
                    self.assertIn("cs_portal", answer.text)
                    self.assertNotIn("Traceback", answer.text)
        self.assertOpen()

    def test_bad_addresses_are_a_page(self):
        for number in ("0", "2147483647", "99999999999999999999"):
            answer = self._get("customer", f"/my/ticket/{number}")
            self.assertEqual(answer.status_code, 404)
            self.assertIn("cs_portal", answer.text)
            for act in ("answer", "rate", "reopen"):
                answer = self._post("customer", f"/my/ticket/{number}/{act}", text="x")
                self.assertEqual(answer.status_code, 404)
        answer = self._get("stranger", self.ticket.access_url)
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("No heat", answer.text)

    def test_bad_parameters_of_the_list(self):
        for params in (
            {"sortby": "x"},
            {"filterby": "x"},
            {"groupby": "x", "search_in": "x", "search": "x"},
            {"state": "x"},
            {"date_begin": "x", "date_end": "x"},
            {"search": "\x00%_'\""},
            {"search": "长" * 5000},
        ):
            with self.subTest(params=params):
                self.assertEqual(
                    self._get("customer", "/my/tickets", **params).status_code, 200
                )
        for page in ("999", "999999999999999999999"):
            answer = self._get("customer", f"/my/tickets/page/{page}")
            self.assertEqual(answer.status_code, 200)


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetySubmit(PortalCase):
    """/submitted/ticket: by POST with CSRF, and only what is offered."""

    def setUp(self):
        super().setUp()
        self.form = {
            "kind": "repair",
            "subject": "Broken tap",
            "description": "It drips.",
            "phone": "+86 138-0013-8000",
        }

    def _made(self):
        return self.env["helpdesk.ticket"].search(
            [("partner_id", "=", self.customer.id)]
        )

    def _submit(self, files=None, **changes):
        form = self.form | changes
        return self._post("customer", "/submitted/ticket", files=files, **form)

    def assertRefused(self, answer):
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Nothing has been sent yet", answer.text)
        self.assertFalse(self._made())

    def test_not_by_get(self):
        answer = self._get("customer", "/submitted/ticket", **self.form)
        self.assertEqual(answer.status_code, 405)
        self.assertFalse(self._made())

    def test_not_without_csrf(self):
        answer = self._post("customer", "/submitted/ticket", csrf=False, **self.form)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._made())

    def test_not_without_login(self):
        answer = self._post(None, "/submitted/ticket", **self.form)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_only_kinds_for_customers(self):
        for kind in ("order", "callback", "x", ""):
            with self.subTest(kind=kind):
                self.assertRefused(self._submit(kind=kind))

    def test_only_what_is_offered(self):
        self.company.helpdesk_mgmt_portal_select_team = True
        self.company.helpdesk_mgmt_portal_select_category = True
        there = {"company_id": self.other_company.id}
        here = {"company_id": self.company.id, "show_in_portal": False}
        Team = self.env["helpdesk.ticket.team"]
        Category = self.env["helpdesk.ticket.category"]
        Category.create({"name": "Offered", "company_id": self.company.id})
        for name, records in (
            ("team", [Team.create({"name": "x", **vals}) for vals in (there, here)]),
            (
                "category",
                [Category.create({"name": "x", **vals}) for vals in (there, here)],
            ),
        ):
            for value in [*BAD_IDS, *(one.id for one in records)]:
                with self.subTest(field=name, value=value):
                    self.assertRefused(self._submit(**{name: value}))

    def test_what_was_entered_comes_back(self):
        answer = self._submit(kind="", description="Still <b>here</b>")
        self.assertRefused(answer)
        self.assertIn("Still &lt;b&gt;here&lt;/b&gt;", answer.text)

    def test_forged_fields_are_ignored(self):
        self._submit(
            partner_id=self.users["stranger"].partner_id.id,
            stage_id=self.stage_done.id,
            closed_date="2001-01-01",
            user_id=self.users["agent2"].id,
            company_id=self.other_company.id,
        )
        ticket = self._made()
        self.assertEqual(len(ticket), 1)
        self.assertEqual(ticket.company_id, self.company)
        self.assertEqual(ticket.stage_id, self.stage_new)
        self.assertFalse(ticket.user_id)
        self.assertFalse(ticket.closed_date)

    def test_length_of_the_text(self):
        self.assertRefused(self._submit(description="字" * 5001))
        self.assertRefused(self._submit(subject="题" * 201))
        self._submit(description="字" * 5000, subject="题" * 200)
        self.assertEqual(len(self._made()), 1)
        self.assertIn("字" * 5000, self._made().description)

    def test_script_and_nul(self):
        subject = "<script>alert(1)</script>\x00{{7*7}}"
        answer = self._submit(subject=subject, description=subject)
        page = self._get("customer", answer.headers["Location"]).text
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}", page)

    def test_phone(self):
        self.assertRefused(self._submit(phone="call me"))
        self.assertRefused(self._submit(phone="1" * 33))
        self._submit(phone="")
        self.assertFalse(self._made().cs_phone)

    def test_files(self):
        files = [
            ("files", ("page.html", b"<script>alert(1)</script>", "text/html")),
            ("files", ("图.txt", b"abc", "text/plain")),
        ]
        self._submit(files=files)
        ticket = self._made()
        kept = ticket._cs_customer_files()
        self.assertEqual(kept.mapped("name"), ["page.html", "图.txt"])
        self.assertNotIn("html", kept[0].mimetype)
        path = f"{ticket.access_url}/file/{kept[0].id}"
        answer = self._get("customer", path)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")

    def test_too_many_files(self):
        def files(count):
            return [("files", (f"{number}.txt", b"a")) for number in range(count)]

        self.assertRefused(self._submit(files=files(11)))
        self._submit(files=files(10))
        self.assertEqual(len(self._made()._cs_customer_files()), 10)

    def test_too_large_a_file(self):
        size = 20 * 1024 * 1024
        self.assertRefused(
            self._submit(files=[("files", ("big.bin", b"a" * (size + 1)))])
        )
        self._submit(files=[("files", ("big.bin", b"a" * size))])
        self.assertEqual(self._made()._cs_customer_files().file_size, size)

    @mute_logger("odoo.http")
    def test_too_large_a_form(self):
        part = b"a" * (16 * 1024 * 1024)
        files = [("files", (f"{number}.bin", part)) for number in range(4)]
        self.assertEqual(self._submit(files=files).status_code, 413)
        self.assertFalse(self._made())
