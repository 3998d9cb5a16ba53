from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .secret_case import NOW, SecretCase

ROLES = {"agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm", "admin"}
SPEC = {"name": {}, "phone": {}}


class ContactCase(SecretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"phone": "+86 139 0000 0001", "street": "Lake road 5"})
        cls.contact = cls.env["res.partner"].create(
            {"name": "Mr Wang's driver", "parent_id": cls.customer.id}
        )
        cls.number = cls.client._secret_number()

    def _readers(self, record=None):
        self.env.invalidate_all()
        card = record or self.customer
        return {role for role in ROLES if self._reads(role, card)}

    def _charges(self, record=None):
        """Who read the card without a permit, by what is written down."""
        log = self.Reading.search(
            [("customer_id", "=", (record or self.client).id), ("kind", "=", "charge")]
        )
        return log.mapped("user_id.login")


@tagged("cs_helpdesk", "cs_secret")
class TestSecretContact(ContactCase):
    """HD-20: the contact card of a secret customer is as secret."""

    def test_who_reads_the_card(self):
        self.assertEqual(self._readers(), ROLES)
        self._set("leader", self.client)
        # who works on a ticket of the customer
        for card in (self.customer, self.contact):
            self.assertEqual(self._readers(card), {"agent"})
        self._open("leader", self.client)
        self.assertEqual(self._readers(), {"agent", "leader"})
        self._set("leader", self.client, "top")
        self._open("gm", self.client)
        self.assertEqual(self._readers(), {"agent", "leader", "gm"})
        self._set("gm", self.client, "normal")
        self.assertEqual(self._readers(), ROLES)

    def test_the_owner(self):
        self.client._kept_write({"owner_id": self.users["agent2"].id})
        self._set("leader", self.client)
        self.assertEqual(self._readers(), {"agent", "agent2"})

    def test_whom_nobody_serves(self):
        """No owner, no team and no ticket: a general manager opens it."""
        card = self._partner("Ms Lu")
        client = self.Customer._ensure(self.company, card)
        self.assertFalse(client.owner_id | client.team_ids.user_ids)
        self._set("gm", client, "top")
        self.assertFalse(self._readers(card))
        self._open("gm", client)
        self.assertEqual(self._readers(card), {"gm"})

    def test_whom_a_ticket_was_handed_to(self):
        self._set("leader", self.client)
        self.assertNotIn("agent2", self._readers())
        self.ticket._cs_set({"cs_asked_id": self.users["agent2"].id})
        self.assertIn("agent2", self._readers())

    def test_a_permit_for_a_ticket(self):
        self._set("leader", self.client)
        self._open("supervisor", self.ticket)
        self.assertEqual(self._readers(), {"agent", "supervisor"})

    @freeze_time(NOW)
    def test_permit_runs_out(self):
        self._set("leader", self.client)
        self._open("leader", self.client)
        opened = fields.Datetime.to_datetime(NOW)
        for seconds, is_open in ((-1, True), (0, False)):
            with freeze_time(opened + timedelta(hours=8, seconds=seconds)):
                self.assertEqual("leader" in self._readers(), is_open, seconds)

    def test_at_once(self):
        """In one transaction too, who may not read it is told the number."""
        leader = self._as("leader", self.customer)
        self.assertEqual(leader.display_name, "Ms Wang")
        self._set("leader", self.client)
        self.assertEqual(leader.display_name, self.number)
        self.assertFalse(leader.has_access("read"))
        self._open("leader", self.client)
        self.assertEqual(leader.display_name, "Ms Wang")

    def test_no_way_around(self):
        self._set("leader", self.client)
        told = self.customer.message_post(body="Lake road 5")
        for role in sorted(ROLES - {"agent"}):
            env = self.env(user=self.users[role])
            Partner, card = env["res.partner"], self._as(role, self.customer)
            with self.subTest(role):
                self.assertFalse(Partner.name_search("Ms Wang"))
                self.assertFalse(Partner.search([("phone", "like", "139")]))
                rows = Partner.formatted_read_group([], ["street"], ["__count"])
                self.assertNotIn("Lake road 5", {row["street"] for row in rows})
                self.assertFalse(env["mail.message"].search([("id", "=", told.id)]))
                self.assertEqual(card.display_name, self.number)
                with_address = card.with_context(show_address=True, show_email=True)
                self.assertEqual(with_address.display_name, self.number)
                for act in (
                    lambda card=card: card.read(["phone"]),
                    lambda card=card: card.web_read(SPEC),
                    lambda card=card: card.write({"phone": "1"}),
                    lambda card=card: card.copy(),
                    lambda card=card: card.create(
                        {"name": "Mine", "parent_id": card.id}
                    ),
                ):
                    with self.assertRaises(AccessError):
                        act()

    def test_a_customer_who_logs_in(self):
        self._set("leader", self.client)
        login = self.users["customer"]
        self.env.invalidate_all()
        for role in ("agent2", "leader", "gm", "admin"):
            Users = self.env["res.users"].with_user(self.users[role])
            self.assertFalse(Users.search([("id", "=", login.id)]), role)
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, login).read(["name"])
        self.assertTrue(self._reads("agent", login))
        own = login.with_user(login)
        self.assertEqual(own.partner_id.read(["name"])[0]["name"], login.name)
        mine = self._as("customer", self.customer)
        self.assertEqual(mine.display_name, "Ms Wang")

    def test_who_is_nobody(self):
        """The system, and a page before signing in, know the names."""
        self._set("leader", self.client)
        for uid in (None, SUPERUSER_ID):
            card = self.customer.with_env(self.env(user=uid, su=True))
            self.assertEqual(card.display_name, "Ms Wang", uid)

    def test_colleagues_and_companies_stay(self):
        for card in (self.users["agent2"].partner_id, self.company.partner_id):
            client = self.Customer._ensure(self.company, card)
            client._secret_write("secret", "A public figure")
            self.assertEqual(self._readers(card), ROLES)
            self._as("leader", card).web_read(SPEC)
            self.assertFalse(self._charges(client))

    def test_another_company(self):
        """It is secret where somebody serves it as a secret one."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["other"] = new_test_user(
            self.env,
            login="cs_agent_elsewhere",
            groups="cs_base.group_agent",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.addCleanup(self.users.pop, "other")
        self._set("leader", self.client)
        card = self._as("other", self.customer)
        card = card.with_context(allowed_company_ids=other.ids)
        self.assertTrue(card.has_access("read"))
        self.users["other"].company_ids |= self.company
        self.env.invalidate_all()
        self.assertFalse(card.has_access("read"))

    def test_back_office(self):
        office = self.env.ref("cs_helpdesk.group_secret_contact")
        self.users["payroll"].group_ids = [Command.link(office.id)]
        self._set("leader", self.client)
        self.assertEqual(self._readers(), {"agent", "payroll"})
        self.assertFalse(self._reads("payroll", self.ticket))
        self._as("payroll", self.customer).web_search_read([], SPEC)
        self.assertEqual(self._charges(), ["cs_payroll"])

    @freeze_time(NOW)
    def test_reading_is_written_down(self):
        card = self._as("agent", self.customer)
        card.web_read(SPEC)
        self._set("leader", self.client)
        card.web_read({"display_name": {}})
        self.assertFalse(self._charges())
        for _window in range(2):
            card.web_read(SPEC)
        self._as("agent", self.contact).web_read(SPEC)
        self.assertEqual(self._charges(), ["cs_agent"])
        # who holds a permit is there with the reason
        self._open("leader", self.client)
        self._as("leader", self.customer).web_read(SPEC)
        self.assertEqual(self._charges(), ["cs_agent"])

    def test_thanks(self):
        thanks = self.env["cs.suggestion.certificate"]._issue(
            self.company, self.customer, 2025, 3
        )
        self.assertTrue(self._reads("agent2", thanks))
        self._set("leader", self.client)
        self.env.invalidate_all()
        for role in ("agent2", "leader", "gm"):
            self.assertFalse(self._reads(role, thanks), role)
        self.assertTrue(self._reads("agent", thanks))

    def test_card_under_a_secret_customer(self):
        """Tickets of a card follow the customer that it comes to belong to."""
        self._set("leader", self.client)
        card = self._partner("Ms Lu")
        ticket = self._ticket("agent2", partner_id=card.id)
        self.assertEqual(ticket.cs_secrecy, "normal")
        below = self._partner("Ms Lu's driver", parent_id=card.id)
        other = self._ticket("agent2", partner_id=below.id)
        card.parent_id = self.customer
        self.assertEqual(ticket.cs_secrecy, "secret")
        self.assertEqual(other.cs_secrecy, "secret")
        self.assertEqual(self._readers(card), {"agent", "agent2"})

    def test_ticket_not_below_its_customer(self):
        self._set("leader", self.client, "top")
        for role in ("supervisor", "gm"):
            self._open(role, self.ticket)
            for level in ("normal", "secret"):
                with self.subTest(role), self.assertRaisesRegex(UserError, self.number):
                    self._set(role, self.ticket, level)
        self._open("gm", self.client)
        self._set("gm", self.client, "secret")
        self._set("gm", self.ticket, "secret")
        with self.assertRaises(UserError):
            self._set("gm", self.ticket, "normal")


@tagged("cs_helpdesk", "cs_secret")
class TestSecretCall(ContactCase):
    """HD-09, HD-20: who takes the call of a secret customer serves the customer."""

    def _entry(self, role):
        Entry = self.env["cs.phone.entry"].with_user(self.users[role])
        return Entry.create(
            {
                "phone": "13900000001",
                "title": "Where is my order?",
                "team_id": self.team.id,
                "decision": "new",
            }
        )

    def test_a_secret_customer_calls(self):
        self._set("leader", self.client)
        cards = self.env["res.partner"].search_count([])
        entry = self._entry("agent2")
        self.assertEqual(entry.partner_id.display_name, self.number)
        self.assertFalse(entry.history["open"])
        ticket = self.env["helpdesk.ticket"].browse(entry.action_save()["res_id"])
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.cs_secrecy, "secret")
        self.assertEqual(ticket.partner_name, "Ms Wang")
        self.assertEqual(self.env["res.partner"].search_count([]), cards)
        self.assertTrue(self._reads("agent2", ticket))
        self.assertIn("agent2", self._readers())

    def test_calls(self):
        """Who may not read the ticket does not read who called."""
        ticket = self._entry("agent2").action_save()["res_id"]
        mine = [("ticket_id", "=", ticket)]
        for model in ("cs.phone.call", "cs.call.conversion"):
            call = self.env[model].search(mine)
            self.assertTrue(self._reads("leader", call), model)
        self._set("leader", self.client)
        self.env.invalidate_all()
        for model in ("cs.phone.call", "cs.call.conversion"):
            call = self.env[model].search(mine)
            self.assertFalse(self._reads("leader", call), model)
            self.assertTrue(self._reads("agent2", call), model)

    def test_not_from_another_company(self):
        """The hint works in the agent's own companies only."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer.company_id = self.company
        self._set("leader", self.client)
        stranger = new_test_user(
            self.env,
            login="cs_agent_elsewhere",
            groups="cs_base.group_agent",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        Entry = self.env["cs.phone.entry"].with_user(stranger)
        entry = Entry.with_context(allowed_company_ids=other.ids).create(
            {"phone": "13900000001", "company_id": self.company.id}
        )
        self.assertFalse(entry.partner_id)


@tagged("cs_helpdesk", "cs_secret", "post_install", "-at_install")
class TestSecretContactRpc(RpcMixin, ContactCase):
    """HD-20: from outside, as the role."""

    def test_over_rpc(self):
        self._set("leader", self.client)
        ids = self.customer.ids
        read = {"specification": SPEC}
        [card] = self._rpc("agent", "res.partner", "web_read", ids, **read)
        self.assertEqual(card["phone"], "+86 139 0000 0001")
        self.assertEqual(self._charges(), ["cs_agent"])
        # as plainly as one can
        self.ticket.user_id = self.ticket.cs_owner_id = self.users["agent2"]
        self._rpc("agent2", "res.partner", "read", ids, ["id", "display_name"])
        self.assertEqual(self._charges(), ["cs_agent"])
        self._rpc("agent2", "res.partner", "read", ids, ["phone"])
        self.assertEqual(sorted(self._charges()), ["cs_agent", "cs_agent2"])
        for role in ("supervisor", "leader", "gm"):
            with self.subTest(role):
                self._refused(role, "res.partner", "web_read", ids, **read)
                found = self._rpc(
                    role, "res.partner", "search_read", [["id", "in", ids]], ["phone"]
                )
                self.assertFalse(found)
