from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .secret_case import NOW, SecretCase

FIELDS = [
    "ticket_id",
    "number",
    "company_id",
    "level",
    "kind",
    "user_id",
    "day",
    "read_at",
]
SPEC = {"name": {}, "description": {}}


@tagged("cs_helpdesk", "cs_secret")
@freeze_time(NOW)
class TestSecretReading(SecretCase):
    """HD-20: readings are written down, run out in time and are nobody's to make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.to_datetime(NOW)

    def _log(self, record=None):
        name = "ticket_id" if (record or self.ticket) == self.ticket else "customer_id"
        return self.Reading.search([(name, "=", (record or self.ticket).id)])

    def test_permit(self):
        self._set("agent", self.ticket)
        action = self._open("leader", self.ticket)
        self.assertEqual(action["res_id"], self.ticket.id)
        [one] = self._log()
        self.assertEqual(one.user_id, self.users["leader"])
        self.assertEqual(one.reason, "To plan the visit")
        self.assertEqual((one.level, one.kind), ("secret", "permit"))
        self.assertEqual(one.valid_until, self.now + timedelta(hours=8))
        self.assertTrue(self._reads("leader", self.ticket))
        for role in ("supervisor", "gm", "agent2"):
            self.assertFalse(self._reads(role, self.ticket), role)
        # it is open: no other reason is asked for
        again = self._stub("leader", self.ticket).action_read()
        self.assertEqual(again["res_model"], "helpdesk.ticket")

    def test_permit_runs_out(self):
        """8:00:00 after the reason it has run out; a second before, it counts."""
        self._set("agent", self.ticket)
        self._open("leader", self.ticket)
        for seconds, is_open in ((-1, True), (0, False), (1, False)):
            with freeze_time(self.now + timedelta(hours=8, seconds=seconds)):
                self.env.invalidate_all()
                self.assertEqual(self._reads("leader", self.ticket), is_open, seconds)

    def test_hours_of_the_policy(self):
        policy = self.env["cs.helpdesk.policy"].create(
            {
                "name": "Short",
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "secret_read_hours": 2,
            }
        )
        policy._decision_write({"state": "approved"})
        self._set("agent", self.ticket)
        self._open("gm", self.ticket)
        self.assertEqual(self._log().valid_until, self.now + timedelta(hours=2))

    def test_in_charge_once_a_day(self):
        self._as("agent", self.ticket).web_read(SPEC)
        self.assertFalse(self._log())
        self._set("agent", self.ticket)
        for _window in range(2):
            self._as("agent", self.ticket).web_read(SPEC)
        self._as("agent", self.ticket).read(["name"])
        [one] = self._log()
        self.assertEqual((one.kind, one.user_id), ("charge", self.users["agent"]))
        # 16:00 in UTC is tomorrow in Shanghai
        with freeze_time("2026-03-11 16:00:00"):
            self.env.invalidate_all()
            self._as("agent", self.ticket).read(["name"])
        self.assertEqual(len(self._log()), 2)

    def test_lists_are_written_down(self):
        """A list tells as much as a form; one of names only tells nothing."""
        self._set("agent", self.ticket)
        ours = self.ticket | self.plain
        mine, domain = self._as("agent", ours), [("id", "in", ours.ids)]
        mine.read(["display_name"])
        mine.search_read(domain, ["display_name"])
        mine.web_search_read(domain, {"display_name": {}})
        self.assertFalse(self._log())
        for number, read in enumerate(
            (
                lambda: mine.read(["name"]),
                lambda: mine.search_read(domain, ["name"]),
                lambda: mine.search_read(domain),
                lambda: mine.web_search_read(domain, SPEC),
            )
        ):
            with freeze_time(self.now + timedelta(days=number)):
                self.env.invalidate_all()
                read()
                read()
            self.assertEqual(len(self._log()), number + 1)
        self.assertEqual(self._log().mapped("kind"), ["charge"] * 4)
        self.assertFalse(self.Reading.search([("ticket_id", "=", self.plain.id)]))

    def test_list_costs_no_query_more_for_many(self):
        tickets = self.ticket
        for _more in range(9):
            tickets |= self.ticket.copy()
        for ticket in tickets:
            self._set("agent", ticket)
        counts = []
        for some in (tickets[:1], tickets[1:]):
            self.env.invalidate_all()
            mine = self._as("agent", some)
            before = self.env.cr.sql_log_count
            mine.read(["name"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(
            len(self.Reading.search([("ticket_id", "in", tickets.ids)])), 10
        )
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_customer_opened(self):
        self._set("leader", self.client, "top")
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        self._open("leader", self.client)
        self.assertTrue(self._reads("leader", self.client))
        self.assertEqual(self._log(self.client).number, self.client._secret_number())
        told = self.env["mail.message"].search([("id", ">", before)])
        people = self.users["supervisor"] | self.users["gm"]
        self.assertEqual(told.notified_partner_ids, people.partner_id)
        self.assertIn("To plan the visit", told[0].body)
        self.assertNotIn("Wang", "".join(told.mapped("body")))

    def test_secret_is_not_told(self):
        self._set("agent", self.ticket)
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        self._open("leader", self.ticket)
        self.assertFalse(self.env["mail.message"].search([("id", ">", before)]))

    def test_who_reads_the_log(self):
        self._set("agent", self.ticket)
        self._open("leader", self.ticket)
        for role, sees in (
            ("leader", True),
            ("supervisor", True),
            ("gm", True),
            ("agent", False),
            ("agent2", False),
            ("hr", False),
        ):
            self.assertEqual(self._reads(role, self._log()), sees, role)
        self.assertNotIn("Wedding", str(self._as("gm", self._log()).read()))

    def test_nobody_makes_one(self):
        values = {
            "ticket_id": self.ticket.id,
            "number": "x",
            "company_id": self.company.id,
            "level": "secret",
            "kind": "permit",
            "user_id": self.users["leader"].id,
            "day": "2026-03-11",
            "read_at": NOW,
            "valid_until": "2030-01-01",
            "reason": "x",
        }
        self._set("agent", self.ticket)
        for role in ("leader", "gm", "admin"):
            Reading = self.Reading.with_user(self.users[role])
            for model in (Reading, Reading.sudo()):
                with self.subTest(role), self.assertRaises(UserError):
                    model.create(values)
        self._open("leader", self.ticket)
        for change in ({"valid_until": "2030-01-01"}, {"user_id": self.env.uid}):
            with self.assertRaises(UserError):
                self._log().write(change)
        with self.assertRaises(UserError):
            self._log().unlink()

    @mute_logger("odoo.sql_db")
    def test_database_keeps_it(self):
        self._set("agent", self.ticket)
        self._as("agent", self.ticket).web_read(SPEC)
        [values] = self._log().read(FIELDS, load=None)
        values.pop("id")
        for wrong in ({}, {"kind": "permit"}, {"customer_id": self.client.id}):
            refused = self.assertRaises(IntegrityError)
            with self.subTest(wrong), refused, self.cr.savepoint():
                self.Reading._kept_create([values | wrong])
                self.env.flush_all()


@tagged("cs_helpdesk", "cs_secret")
@freeze_time(NOW)
class TestSecretLevel(SecretCase):
    """HD-20: levels go up and down by the action, with a reason, and are kept."""

    def test_who_raises_and_lowers(self):
        for role, up, down in (
            ("agent", True, False),
            ("agent2", False, False),
            ("leader", True, False),
            ("supervisor", True, True),
            ("gm", True, True),
        ):
            ticket = self._ticket(user_id=self.users["agent"].id)
            self.assertEqual(self._may(role, ticket, "secret"), up, role)
            ticket._cs_set({"cs_secrecy": "secret"})
            if role not in ("agent", "agent2"):
                self._open(role, ticket)
            self.assertEqual(self._may(role, ticket, "normal"), down, role)

    def _may(self, role, ticket, level):
        try:
            self._set(role, ticket, level)
        except AccessError:
            return False
        return True

    def test_not_without_reading(self):
        """Who lowers it has to open it first."""
        self._set("agent", self.ticket)
        with self.assertRaises(AccessError):
            self._set("gm", self.ticket, "normal")
        self._open("gm", self.ticket)
        self._set("gm", self.ticket, "normal", "It is known by now")
        change = self.env["cs.secrecy.change"].search(
            [("ticket_id", "=", self.ticket.id)], limit=1
        )
        self.assertEqual((change.level_from, change.level_to), ("secret", "normal"))
        self.assertEqual(change.user_id, self.users["gm"])
        self.assertEqual(change.reason, "It is known by now")
        with self.assertRaises(UserError):
            change.write({"reason": "x"})

    def test_reason_and_level(self):
        for level, reason in (("secret", " "), ("normal", "x")):
            with self.subTest(level), self.assertRaises(UserError):
                self._set("agent", self.ticket, level, reason)
        with self.assertRaises(UserError):
            self._as("agent", self.ticket)._secret_set("open", "x")

    def test_plain_writes_change_nothing(self):
        self._as("agent", self.ticket).write({"cs_secrecy": "top"})
        self.assertEqual(self.ticket.cs_secrecy, "normal")
        self._set("agent", self.ticket)
        self._as("agent", self.ticket).write({"cs_secrecy": "normal"})
        team = self.team.with_user(self.users["agent"])
        with self.assertRaises(AccessError):
            team.write({"ticket_ids": [(1, self.ticket.id, {"cs_secrecy": "normal"})]})
        self.assertEqual(self.ticket.cs_secrecy, "secret")
        made = self._ticket(cs_secrecy="secret")
        self.assertEqual(made.cs_secrecy, "normal")
        made = self.ticket.with_user(self.users["agent"]).copy()
        self.assertEqual(made.sudo().cs_secrecy, "normal")
        with self.assertRaises(UserError):
            self.client.with_user(self.users["gm"]).sudo().write({"secrecy": "secret"})

    def test_customer_raises_its_tickets(self):
        done = self._order(self.customer)
        top = self._ticket(user_id=self.users["agent"].id)
        self._set("agent", top, "top")
        self._set("leader", self.client)
        for ticket in (done, self.ticket, self.plain):
            self.assertEqual(ticket.cs_secrecy, "secret")
        self.assertEqual(top.cs_secrecy, "top")
        new = self._ticket("agent2")
        self.assertEqual(new.cs_secrecy, "secret")
        self.assertTrue(self._reads("agent2", new))
        self.assertFalse(self._reads("agent", new))
        moved = self._ticket(partner_id=self._partner("Mr Lu").id)
        self.assertEqual(moved.cs_secrecy, "normal")
        moved.partner_id = self.customer
        self.assertEqual(moved.cs_secrecy, "secret")
        self._open("gm", self.client)
        self._set("gm", self.client, "normal")
        self.assertEqual(new.cs_secrecy, "secret")
        self.assertEqual(self._ticket("agent2").cs_secrecy, "normal")

    def test_the_leader_goes_back_to_the_list(self):
        action = self._set("leader", self.ticket)
        self.assertEqual(action["res_model"], "cs.secret.stub")
        action = self._set("agent", self.plain)
        self.assertEqual(action["type"], "ir.actions.act_window_close")
