import base64

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger, new_test_user, tagged

from .import_case import EVENTS, ImportCase

IMPORT = "cs.ticket.import"
TICKET = "helpdesk.ticket"
EVERYBODY_ELSE = ("agent", "leader", "supervisor", "hr", "payroll", "gm")


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_ticket_import_access")
class TestTicketImportAccess(RpcMixin, ImportCase):
    """Only helpdesk managers import; nobody forges history (HD-02, TRUST.md)."""

    def setUp(self):
        super().setUp()
        self.batch = self.upload(EVENTS)

    def test_only_managers_import(self):
        vals = {
            "name": "x.csv",
            "content": base64.b64encode(EVENTS.encode()).decode(),
            "source": "OLD",
            "team_id": self.team.id,
        }
        word = self.batch.activity_ids[0]
        calls = [
            (IMPORT, "create", [vals]),
            (IMPORT, "read", [self.batch.id], ["name"]),
            (IMPORT, "action_run", [self.batch.id]),
            (IMPORT, "action_report", [self.batch.id]),
            (IMPORT, "action_open_tickets", [self.batch.id]),
            (IMPORT, "write", [self.batch.id], {"source": "X"}),
            (IMPORT, "unlink", [self.batch.id]),
            ("cs.ticket.import.word", "write", [word.id], {"meaning": "note"}),
            ("cs.ticket.import.column", "read", self.batch.column_ids.ids),
        ]
        for role in EVERYBODY_ELSE:
            for model, method, *args in calls:
                with self.subTest(role=role, model=model, method=method):
                    self._refused(role, model, method, *args)
        self.assertEqual(self.batch.state, "draft")
        [number] = self._rpc("manager", IMPORT, "create", [vals])
        self._rpc("manager", IMPORT, "action_run", [number])
        self.env.invalidate_all()
        self.assertEqual(self.env[IMPORT].browse(number).new_count, 2)

    def test_what_the_server_keeps_is_not_sent(self):
        forged = {"state": "done", "new_count": 7, "started_by_id": self.users["gm"].id}
        self._rpc("manager", IMPORT, "write", [self.batch.id], forged)
        [other] = self._rpc(
            "manager",
            IMPORT,
            "create",
            [{"name": "empty.csv", "digest": "00", **forged}],
        )
        self.env.invalidate_all()
        for one in self.batch | self.env[IMPORT].browse(other):
            self.assertEqual((one.state, one.new_count), ("draft", 0))
            self.assertFalse(one.started_by_id)
        self._refused("manager", IMPORT, "copy", [self.batch.id])
        self._refused("manager", IMPORT, "_take", [self.batch.id], [])
        self._refused("manager", IMPORT, "_set", [self.batch.id], {"state": "done"})
        self._refused("manager", TICKET, "_cs_import", [])

    def test_history_is_kept(self):
        with self.at("2025-06-05 10:00"):
            self.batch.action_run()
        tickets = self.tickets(self.batch)
        events = tickets["C1"].cs_past_ids
        vals = {
            "ticket_id": tickets["C1"].id,
            "company_id": self.company.id,
            "moment": "2025-01-01 00:00:00",
            "meaning": "close",
        }
        for role in ("agent", "leader", "manager"):
            for method, *args in (
                ("create", [vals]),
                ("write", events.ids, {"person": "X"}),
                ("unlink", events.ids),
            ):
                with self.subTest(role=role, method=method):
                    self._refused(role, "cs.ticket.past", method, *args)
        self._refused("manager", IMPORT, "unlink", [self.batch.id])
        self.assertTrue(events.with_user(self.users["leader"]).read(["person"]))

    def test_nobody_marks_a_ticket_as_imported(self):
        ticket = self.ticket()
        stamps = {"cs_import_number": "9", "cs_import_source": "OLD"}
        for role in ("leader", "manager"):
            self._rpc(role, TICKET, "write", [ticket.id], stamps)
        self._rpc("manager", TICKET, "write", [ticket.id], {"cs_import_id": 1})
        ticket.invalidate_recordset()
        self.assertFalse(ticket.cs_import_number or ticket.cs_import_id)
        [made] = self._rpc(
            "manager",
            TICKET,
            "create",
            [{"name": "x", "description": "x", "team_id": self.team.id, **stamps}],
            context={"default_cs_import_number": "8"},
        )
        self.assertFalse(self.env[TICKET].browse(made).cs_import_number)

    def test_the_gate_is_not_opened_by_being_imported(self):
        """HD-01: an imported ticket that is open closes like any other."""
        text = EVENTS.replace("phone", "kind").replace("Mr Li,", "Mr Li,repair")
        batch = self.upload(text.replace("13800000001", ""))
        with self.at("2025-06-05 10:00"):
            batch.action_run()
        ticket = self.tickets(batch)["C2"]
        self.assertEqual(ticket.cs_kind, "repair")
        asked = []
        self.patch(
            type(self.env[TICKET]),
            "_cs_missing",
            lambda one: asked.append(one) or ["x"],
        )
        with self.assertRaises(UserError):
            ticket.stage_id = self.done
        self.assertEqual(asked, [ticket])

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_elsewhere",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.at("2025-06-05 10:00"):
            self.batch.action_run()
        records = (
            self.batch,
            self.batch.column_ids[0],
            self.batch.word_ids[0],
            self.tickets(self.batch)["C1"].cs_past_ids[0],
        )
        for record in records:
            own = record.with_user(user).with_context(allowed_company_ids=other.ids)
            with self.subTest(record._name), self.assertRaises(AccessError):
                own.read(["display_name"])
        Import = self.env[IMPORT].with_user(user)
        mine = Import.with_context(allowed_company_ids=other.ids).create(
            {
                "name": "x.csv",
                "content": base64.b64encode(EVENTS.encode()),
                "company_id": other.id,
            }
        )
        self.assertFalse(mine.person_ids.user_id, "no colleague of another company")
        with self.assertRaises(UserError):
            mine.write({"team_id": self.team.id})
        word = mine.person_ids[0]
        with self.assertRaises(UserError):
            word.write({"user_id": self.users["agent"].id})

    def test_once_in_the_database(self):
        with self.at("2025-06-05 10:00"):
            self.batch.action_run()
        ticket = self.tickets(self.batch)["C1"]
        again = self.ticket()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET (company_id, cs_import_source,"
                " cs_import_number) = (SELECT company_id, cs_import_source,"
                " cs_import_number FROM helpdesk_ticket WHERE id = %s) WHERE id = %s",
                [ticket.id, again.id],
            )
