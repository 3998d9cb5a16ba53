from psycopg2.errors import ExclusionViolation

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .clock_case import ClockCase, local

KEPT = ("cs.ticket.segment", "cs.ticket.limit", "cs.ticket.alert")


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketClockAccess(ClockCase):
    """TRUST.md: the clock is the system's; who reads the ticket reads its clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["stranger"] = new_test_user(
            cls.env,
            login="cs_stranger",
            groups="cs_base.group_agent",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def one_of_each(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 10:00", user_id=self.users["agent2"].id)
        self.run_clock("2025-06-05 10:30")
        records = [ticket.cs_segment_ids, ticket.cs_limit_ids, ticket.cs_alert_ids]
        self.assertTrue(all(records))
        return ticket, [found[0] for found in records]

    def test_who_reads_the_ticket_reads_its_clock(self):
        _ticket, records = self.one_of_each()
        for record in records:
            roles = {"agent": True, "agent2": True, "stranger": False}
            for role, expected in roles.items():
                with self.subTest(model=record._name, role=role):
                    own = record.with_user(self.users[role])
                    self.assertEqual(own.has_access("read"), expected)
                    found = own.search([("ticket_id", "=", record.ticket_id.id)])
                    self.assertEqual(bool(found), expected)
                    own.invalidate_recordset()
                    if expected:
                        self.assertTrue(own.read(["metric"]))
                    else:
                        with self.assertRaises(AccessError):
                            own.read(["metric"])

    def test_another_company(self):
        _ticket, records = self.one_of_each()
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_elsewhere",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in records:
            with self.subTest(record._name):
                own = record.with_user(user).with_context(allowed_company_ids=other.ids)
                self.assertFalse(own.has_access("read"))
                self.assertFalse(own.search([]) & record)

    def test_nobody_writes_them(self):
        _ticket, records = self.one_of_each()
        for record in records:
            for role in ("agent", "leader", "admin", None):
                own = record.with_user(self.users[role]) if role else record.sudo()
                with self.subTest(model=record._name, role=role):
                    for call in (
                        lambda own=own: own.write({"metric": "resolve"}),
                        lambda own=own: own.unlink(),
                        lambda own=own: own.copy(),
                        lambda own=own: own.create([{"metric": "resolve"}]),
                    ):
                        with self.assertRaises(UserError):
                            call()

    @mute_logger("odoo.sql_db")
    def test_segments_do_not_overlap(self):
        """A database constraint, whatever the code does."""
        ticket, (segment, *_rest) = self.one_of_each()
        row = {
            "ticket_id": ticket.id,
            "company_id": self.company.id,
            "metric": segment.metric,
            "start": local("2025-06-05 09:59:59"),
            "stop": local("2025-06-05 10:00:01"),
            "seconds": 2,
            "working_seconds": 2,
            "is_paused": False,
        }
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env["cs.ticket.segment"]._append([row])
        row.update(start=local("2025-06-05 10:00:00"))
        self.env["cs.ticket.segment"]._append([{**row, "seconds": 1}][:0])

    def test_a_ticket_with_a_clock_is_not_deleted(self):
        ticket, _records = self.one_of_each()
        ticket.cs_kind = "inquiry"
        with self.assertRaisesRegex(UserError, "HD-06"):
            ticket.unlink()

    def test_what_is_sent_for_the_clock_is_dropped(self):
        ticket = self.ticket("2025-06-05 09:00")
        due = ticket.cs_due_at
        forged = {
            "cs_due_at": "2099-01-01 00:00:00",
            "cs_is_late": True,
            "cs_first_reply_at": "2025-06-05 01:00:00",
            "cs_next_at": False,
            "cs_next_due_at": False,
            "cs_clock": {},
            "cs_stale": "policy",
        }
        for role in ("agent", "admin"):
            self.users["admin"].group_ids |= self.env.ref(
                "helpdesk_mgmt.group_helpdesk_manager"
            )
            with self.at("2025-06-05 09:10"):
                ticket.with_user(self.users[role]).write({**forged, "name": role})
            self.assertEqual(ticket.name, role)
            self.assertEqual(ticket.cs_due_at, due)
            self.assertFalse(ticket.cs_first_reply_at or ticket.cs_is_late)
        context = {f"default_{name}": forged[name] for name in forged}
        del context["default_cs_clock"]
        with self.at("2025-06-05 09:00"):
            Ticket = self.env["helpdesk.ticket"].with_user(self.users["agent"])
            made = Ticket.with_context(**context).create(
                {
                    "name": "x",
                    "description": "x",
                    "team_id": self.team.id,
                    "cs_kind": "complaint",
                    **forged,
                }
            )
        self.assertEqual(made.sudo().cs_due_at, due)
        self.assertFalse(made.sudo().cs_first_reply_at)

    def test_a_copy_has_a_clock_of_its_own(self):
        ticket = self.ticket("2025-06-05 09:00", cs_unpaid=True)
        with self.at("2025-06-09 09:00"):
            copy = ticket.copy()
        self.assertEqual(copy.cs_first_reply_due_at, local("2025-06-09 11:00"))
        self.assertFalse(copy.cs_unpaid or copy.cs_unpaid_since)


@tagged("cs_helpdesk", "cs_helpdesk_clock", "post_install", "-at_install")
class TestTicketClockRpc(RpcMixin, ClockCase):
    """The same from outside."""

    def test_rpc(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 10:00", user_id=self.users["agent2"].id)
        segment = ticket.cs_segment_ids[:1]
        row = {"ticket_id": ticket.id, "company_id": self.company.id}
        for role in ("agent", "leader", "admin"):
            for model in KEPT:
                self._refused(role, model, "create", [row])
            self._refused(role, segment._name, "write", segment.ids, {"seconds": 1})
            self._refused(role, segment._name, "unlink", segment.ids)
        for command in ([0, 0, row], [1, segment.id, {"seconds": 1}], [2, segment.id]):
            self._refused(
                "agent",
                "helpdesk.ticket",
                "write",
                ticket.ids,
                {"cs_segment_ids": [command]},
            )
        self._rpc("agent", "helpdesk.ticket", "write", ticket.ids, {"cs_is_late": True})
        self._refused("agent", "helpdesk.ticket", "read", ticket.ids, ["cs_clock"])
        for method in ("_cs_clock_write", "_cs_clock_follow", "_cs_replied"):
            self._refused("agent", "helpdesk.ticket", method, ticket.ids)
        self._refused("stranger", "helpdesk.ticket", "action_cs_contacted", ticket.ids)
        ticket.invalidate_recordset()
        self.assertFalse(ticket.cs_is_late)
        self.assertFalse(ticket.cs_first_reply_at)
        self._rpc("agent", "helpdesk.ticket", "action_cs_contacted", ticket.ids)
        ticket.invalidate_recordset()
        self.assertTrue(ticket.cs_first_reply_at)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["stranger"] = new_test_user(
            cls.env,
            login="cs_stranger",
            groups="cs_base.group_agent",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.logins["stranger"] = "cs_stranger"
