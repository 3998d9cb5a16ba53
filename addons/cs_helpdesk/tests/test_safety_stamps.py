from datetime import datetime

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.helpdesk_ticket import STAMPS
from .portal_case import CustomerCase

FORGED = {
    "number": "FORGED",
    "assigned_date": "2001-01-01 00:00:00",
    "closed_date": "2001-01-01 00:00:00",
    "last_stage_update": "2001-01-01 00:00:00",
    "cs_reopen_count": 77,
    "cs_class": "severe",
    "cs_unresolved_count": 77,
    "cs_agreed_at": "2001-01-01 00:00:00",
    "cs_import_number": "77",
    "cs_import_source": "FORGED",
    "cs_dispatch_id": 1,
    "cs_secrecy": "top",
}


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyStamps(RpcMixin, CustomerCase):
    """TRUST.md: what the server sets is dropped from what callers send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        owners = dict.fromkeys(
            ("cs_first_owner_id", "cs_owner_id", "cs_asked_id"), cls.users["agent2"].id
        )
        cls.origin = cls._ticket()
        cls.forged = {**FORGED, **owners, "cs_origin_id": cls.origin.id}
        cls.forged["cs_previous_id"] = cls.origin.id
        batch = cls.env["cs.ticket.import"].create({"name": "FORGED"})
        cls.forged["cs_import_id"] = batch.id
        cls.entered = {"name": "x", "description": "x", "team_id": cls.team.id}

    def assertNotForged(self, ticket):
        ticket.invalidate_recordset()
        for name, value in self.forged.items():
            field = ticket._fields[name]
            kept = field.convert_to_write(ticket[name], ticket)
            self.assertNotEqual(field.convert_to_cache(value, ticket), kept, name)

    def test_all_stamps_are_tried(self):
        self.assertEqual(set(self.forged), STAMPS)

    def test_create_over_rpc(self):
        ticket_id = self._rpc(
            "agent", "helpdesk.ticket", "create", {**self.entered, **self.forged}
        )
        self.assertNotForged(self.origin.browse(ticket_id))

    def test_write_over_rpc(self):
        ticket = self._ticket(user_id=self.users["agent"].id)
        before = {name: ticket[name] for name in STAMPS}
        self._rpc("agent", "helpdesk.ticket", "write", ticket.ids, self.forged)
        ticket.invalidate_recordset()
        self.assertEqual({name: ticket[name] for name in STAMPS}, before)

    def test_web_save_over_rpc(self):
        ticket_id = self._rpc(
            "agent",
            "helpdesk.ticket",
            "web_save",
            [],
            {**self.entered, **self.forged},
            {},
        )[0]["id"]
        self.assertNotForged(self.origin.browse(ticket_id))

    def test_import(self):
        names = ["name", "description", "team_id/.id", "closed_date", "number"]
        row = ["x", "x", str(self.team.id), "2001-01-01 00:00:00", "FORGED"]
        answer = self._rpc("agent", "helpdesk.ticket", "load", names, [row])
        self.assertTrue(answer["ids"], answer["messages"])
        self.assertNotForged(self.origin.browse(answer["ids"]))

    def test_commands_of_another_model(self):
        original = self._ticket()
        commands = [(0, 0, {**self.entered, **self.forged})]
        self._rpc(
            "agent",
            "helpdesk.ticket",
            "write",
            original.ids,
            {"duplicate_ids": commands},
        )
        self.assertNotForged(original.duplicate_ids)

    def test_defaults_of_the_context(self):
        context = {f"default_{name}": value for name, value in self.forged.items()}
        ticket_id = self._rpc(
            "agent", "helpdesk.ticket", "create", dict(self.entered), context=context
        )
        self.assertNotForged(self.origin.browse(ticket_id))

    def test_defaults_of_the_user(self):
        self._as("agent", self.env["ir.default"]).set(
            "helpdesk.ticket", "closed_date", "2001-01-01 00:00:00", user_id=True
        )
        ticket_id = self._rpc("agent", "helpdesk.ticket", "create", dict(self.entered))
        self.assertFalse(self.origin.browse(ticket_id).closed_date)

    def test_copy_with_values(self):
        source = self._ticket()
        ticket_id = self._rpc(
            "agent", "helpdesk.ticket", "copy", source.ids, dict(self.forged)
        )
        self.assertNotForged(self.origin.browse(ticket_id))

    def test_figures_that_the_server_computes(self):
        ticket = self._ticket()
        self._rpc(
            "agent",
            "helpdesk.ticket",
            "write",
            ticket.ids,
            {"positive_rate_percentage": 100, "unattended": False},
        )
        ticket.invalidate_recordset()
        self.assertEqual(ticket.positive_rate_percentage, -1)
        self.assertTrue(ticket.unattended)

    def test_defaults_of_an_alias(self):
        mail = {"subject": "x", "body": "x", "from": "a@example.com", "to": ""}
        ticket = self.env["helpdesk.ticket"].message_new(
            mail, {"team_id": self.team.id, **self.forged}
        )
        self.assertNotForged(ticket)
        self.assertEqual(ticket.team_id, self.team)

    def test_own_code_writes_stamps(self):
        ticket = self._ticket(closed_date="2024-02-03 04:05:06", stage_id=4)
        self.assertEqual(ticket.closed_date, datetime(2024, 2, 3, 4, 5, 6))

    def test_values_of_the_caller_stay_as_they_are(self):
        vals = {"stage_id": self.stage_done.id, "user_id": self.users["agent"].id}
        self._ticket().write(vals)
        self.assertEqual(set(vals), {"stage_id", "user_id"})


@tagged("cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyTimes(CustomerCase):
    """The times of a ticket say what happened, whatever is written again."""

    def _move(self, ticket, stage, moment, role="agent"):
        with freeze_time(moment):
            self._as(role, ticket).write({"stage_id": stage.id})

    def test_reopening_empties_the_closing_time(self):
        ticket = self._ticket()
        self._move(ticket, self.stage_done, "2025-03-03 10:00:00")
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 3, 10))
        working = self.stage_in_progress
        self._move(ticket, working, "2025-03-04 10:00:00", "supervisor")
        self.assertFalse(ticket.closed_date)
        self._move(ticket, self.stage_done, "2025-03-05 10:00:00")
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 5, 10))

    def test_closing_again_moves_no_time(self):
        ticket = self._ticket()
        self._move(ticket, self.stage_done, "2025-03-03 10:00:00")
        self._move(ticket, self.stage_done, "2025-03-04 10:00:00")
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 3, 10))
        self.assertEqual(ticket.last_stage_update, datetime(2025, 3, 3, 10))

    def test_another_closed_stage_keeps_the_closing_time(self):
        ticket = self._ticket()
        self._move(ticket, self.stage_done, "2025-03-03 10:00:00")
        self._move(ticket, self.stage_rejected, "2025-03-04 10:00:00")
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 3, 10))
        self.assertEqual(ticket.last_stage_update, datetime(2025, 3, 4, 10))

    def test_each_ticket_of_a_list_has_its_own_time(self):
        early, late = self._ticket(), self._ticket()
        self._move(early, self.stage_done, "2025-03-03 10:00:00")
        self._move(early | late, self.stage_done, "2025-03-04 10:00:00")
        self.assertEqual(early.closed_date, datetime(2025, 3, 3, 10))
        self.assertEqual(late.closed_date, datetime(2025, 3, 4, 10))

    def test_created_closed_has_a_closing_time(self):
        with freeze_time("2025-03-03 10:00:00"):
            ticket = self._ticket(stage_id=self.stage_done.id)
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 3, 10))

    def test_a_team_without_that_stage_leaves_it_closed(self):
        """The stage follows the team without ``stage_id`` being written (HD-05)."""
        closed = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "Ours only",
                "closed": True,
                "company_id": self.company.id,
                "team_ids": [(6, 0, self.team.ids)],
            }
        )
        ticket = self._ticket(stage_id=closed.id)
        before = ticket.closed_date
        self.assertTrue(before)
        ticket.team_id = self.other_team
        self.assertNotEqual(ticket.stage_id, closed)
        self.assertTrue(ticket.stage_id.closed)
        self.assertEqual(ticket.closed_date, before)

    def test_the_same_user_again_moves_no_time(self):
        with freeze_time("2025-03-03 10:00:00"):
            ticket = self._ticket(user_id=self.users["agent"].id)
        with freeze_time("2025-03-04 10:00:00"):
            self._as("agent", ticket).write({"user_id": self.users["agent"].id})
        self.assertEqual(ticket.assigned_date, datetime(2025, 3, 3, 10))

    def test_another_team_keeps_who_works_on_it(self):
        """HD-02: ownership does not get lost on the way."""
        ticket = self._ticket(user_id=self.users["agent"].id)
        ticket.team_id = self.other_team
        self.assertEqual(ticket.user_id, self.users["agent"])

    def test_no_team_at_all(self):
        with freeze_time("2025-03-03 10:00:00"):
            ticket = self._ticket(team_id=False)
            self.assertEqual(ticket.stage_id, self.stage_new)
            self.assertRegex(ticket.number, r"^HT\d+")
            ticket.stage_id = self.stage_done
        self.assertEqual(ticket.closed_date, datetime(2025, 3, 3, 10))

    def test_no_team_but_the_stages_of_the_own_company(self):
        """The company at hand is another one when mail arrives."""
        stage = self.env["helpdesk.ticket.stage"].create(
            {"name": "First", "sequence": -1, "company_id": self.other_company.id}
        )
        here = self.company | self.other_company
        env = self.env(context={"allowed_company_ids": here.ids[::-1]})
        ticket = env["helpdesk.ticket"].create(
            {"name": "x", "description": "x", "company_id": self.company.id}
        )
        self.assertNotEqual(ticket.stage_id, stage)

    def test_nothing_of_another_company(self):
        there = {"company_id": self.other_company.id}
        ticket = self._ticket()
        others = {
            "stage_id": self.env["helpdesk.ticket.stage"].create(
                {"name": "x", **there}
            ),
            "team_id": self.env["helpdesk.ticket.team"].create({"name": "x", **there}),
            "category_id": self.env["helpdesk.ticket.category"].create(
                {"name": "x", **there}
            ),
            "partner_id": self.env["res.partner"].create({"name": "x", **there}),
        }
        for name, record in others.items():
            with self.subTest(field=name), self.assertRaises(UserError):
                ticket.write({name: record.id})
            if name == "team_id":
                continue  # a new ticket follows its team into the company
            with self.subTest(create=name), self.assertRaises(UserError):
                self._ticket(**{name: record.id})

    def test_nobody_without_access_to_the_company(self):
        outsider = self.users["agent"].copy(
            {
                "login": "outsider",
                "company_id": self.other_company.id,
                "company_ids": [(6, 0, self.other_company.ids)],
            }
        )
        with self.assertRaises(UserError):
            self._ticket().user_id = outsider


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyStage(RpcMixin, CustomerCase):
    def test_visitors_do_not_write_stages(self):
        public = self.env.ref("base.public_user")
        stage = self.stage_new.with_env(self.env(user=public, context={}))
        self.assertFalse(stage.has_access("write"))
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            stage.name = "Hacked"
        self.assertEqual(stage.name, self.stage_new.name)

    def test_customers_and_agents_do_not_write_stages(self):
        for role in ("customer", "agent"):
            self._refused(
                role,
                "helpdesk.ticket.stage",
                "write",
                self.stage_new.ids,
                {"close_from_portal": True},
            )

    def test_a_customer_reads_no_internal_field(self):
        ticket = self._ticket()
        read = self._rpc("customer", "helpdesk.ticket", "read", ticket.ids, ["name"])
        self.assertEqual(read[0]["name"], "No heat")
        for name in ("cs_owner_id", "user_id", "message_ids", "access_token"):
            with self.subTest(field=name):
                self._refused("customer", "helpdesk.ticket", "read", ticket.ids, [name])
        everything = self._rpc("customer", "helpdesk.ticket", "read", ticket.ids)[0]
        self.assertNotIn("cs_owner_id", everything)
        self._refused(
            "customer",
            "helpdesk.ticket",
            "search",
            [("cs_owner_id", "=", self.users["agent"].id)],
        )

    def test_a_customer_writes_nothing(self):
        ticket = self._ticket()
        self._refused("customer", "helpdesk.ticket", "write", ticket.ids, {"name": "x"})
        self._refused("customer", "helpdesk.ticket", "create", dict(name="x"))
