from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .record_case import RecordCase


@tagged("cs_records")
class TestRecordIncoming(RecordCase):
    """Sign, register, circulate, handle, result, file (ALL-06)."""

    def incoming(self, role="outsider", **vals):
        values = {
            "name": "Notice of the market authority",
            "sender": "Market authority",
            "pages": 3,
            "company_id": self.company.id,
            "department_id": self.group_one.id,
            "file_ids": [self.upload("notice.pdf")],
        }
        Incoming = self.env["cs.record.incoming"].with_user(self.users[role])
        return Incoming.create(values | vals).with_env(self.env)

    def circulated(self, *roles, clerk="hr", **vals):
        one = self.incoming(**vals)
        mine = self.as_role(clerk, one)
        mine.action_register()
        readers = [Command.create({"user_id": self.users[role].id}) for role in roles]
        mine.write({"circulation_ids": readers})
        mine.action_circulate()
        return one

    def handled(self, **vals):
        one = self.circulated("agent2", **vals)
        mine = self.as_role("hr", one)
        mine.write({"handler_id": self.users["agent"].id, "due_on": self.days(3)})
        mine.action_handle()
        return one

    def test_from_the_door_to_the_cabinet(self):
        one = self.handled()
        self.assertEqual(one.signed_by_id, self.users["outsider"])
        self.assertEqual(one.number, f"LW{self.today.year}-0001")
        self.as_role("agent2", one).action_sign()
        agent = self.as_role("agent", one)
        with self.assertRaisesRegex(UserError, "result"):
            agent.action_done()
        agent.result = "Answered"
        agent.action_done()
        action = self.as_role("hr", one).action_file()
        record = self.env["cs.record"].browse(action["res_id"])
        self.assertEqual((one.state, one.record_id), ("filed", record))
        self.assertEqual(record.file_ids.name, "notice.pdf")
        self.assertFalse(one.file_ids)
        self.as_role("hr", record).action_file()
        with self.assertRaises(UserError):
            self.as_role("hr", one).action_file()

    def test_steps_in_order(self):
        steps = ("action_register", "action_circulate", "action_handle", "action_file")
        one = self.incoming()
        for step in steps[1:]:
            with self.subTest(step), self.assertRaises(UserError):
                getattr(self.as_role("hr", one), step)()
        self.as_role("hr", one).action_register()
        with self.assertRaises(UserError):
            self.as_role("hr", one).action_register()
        with self.assertRaisesRegex(UserError, "who reads"):
            self.as_role("hr", one).action_circulate()
        other = self.circulated("agent2")
        with self.assertRaisesRegex(UserError, "until when"):
            self.as_role("hr", other).action_handle()

    def test_each_signs_the_own_line_once(self):
        one = self.circulated("agent", "agent2")
        for role in ("outsider", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, one).action_sign()
        self.as_role("agent", one).action_sign()
        lines = {line.user_id: bool(line.signed_at) for line in one.circulation_ids}
        self.assertEqual(
            lines, {self.users["agent"]: True, self.users["agent2"]: False}
        )
        with self.assertRaises(UserError):
            self.as_role("agent", one).action_sign()
        line = one.circulation_ids.filtered("signed_at")
        for role in ("agent", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, line).write({"signed_at": False})
            with self.assertRaises(UserError):
                self.as_role(role, line).unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            one.circulation_ids._kept_create(
                [{"incoming_id": one.id, "user_id": self.users["agent"].id}]
            )

    def test_a_line_is_made_unsigned(self):
        one = self.incoming()
        self.as_role("hr", one).action_register()
        line = {"user_id": self.users["agent"].id, "signed_at": "2025-01-01 00:00:00"}
        self.as_role("hr", one).write({"circulation_ids": [Command.create(line)]})
        self.assertFalse(one.circulation_ids.signed_at)
        with self.assertRaises(UserError):
            self.as_role("hr", one).action_sign()
        self.as_role("hr", one.circulation_ids).unlink()

    def test_who_does_what(self):
        one = self.incoming()
        for role in ("outsider", "agent", "payroll", "keeper"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, one).action_register()
        self.as_role("leader", one).action_register()
        for role in ("outsider", "agent"):
            values = {"circulation_ids": [Command.create({"user_id": self.env.uid})]}
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, one).write(values)
            with self.assertRaises(AccessError):
                self.env["cs.record.circulation"].with_user(self.users[role]).create(
                    {"incoming_id": one.id, "user_id": self.users[role].id}
                )
        handled = self.handled()
        for role in ("hr", "gm", "leader", "agent2"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, handled).write({"result": "x"})
            with self.assertRaises(AccessError):
                self.as_role(role, handled).action_done()
        with self.assertRaises(AccessError):
            self.as_role("agent", handled).write({"due_on": self.days(9)})
        self.as_role("hr", handled).write({"handler_id": self.users["agent2"].id})
        with self.assertRaises(AccessError):
            self.as_role("agent", handled).write({"result": "x"})

    def test_stamps_are_the_servers(self):
        one = self.incoming(signed_at=False, state=False)
        for vals in (
            {"signed_by_id": self.users["agent"].id},
            {"signed_at": "2025-01-01 00:00:00"},
            {"state": "filed"},
            {"number": "LW1"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.as_role("outsider", one).write(vals)
            with self.assertRaises(UserError):
                self.incoming(**vals)
        self.as_role("hr", one).action_register()
        for role in ("outsider", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, one).write({"pages": 5})
        with self.assertRaises(UserError):
            self.as_role("hr", one).copy()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            one._decision_write({"state": "filed"})
            one.flush_recordset()

    def test_who_reads_it(self):
        one = self.circulated("agent2")
        for role, row, file in (
            ("agent2", True, True),
            ("hr", True, True),
            ("leader", True, True),
            ("gm", True, True),
            ("outsider", True, False),
            ("agent", False, False),
            ("payroll", False, False),
        ):
            with self.subTest(role):
                self.assertEqual(self.as_role(role, one).has_access("read"), row)
                mine = self.as_role(role, one.file_ids)
                self.assertEqual(mine.has_access("read"), file)

    def test_a_top_secret_one_is_passed_on_by_the_general_manager(self):
        one = self.incoming(secrecy="top")
        for role in ("hr", "leader"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, one).action_register()
        gm = self.as_role("gm", one)
        gm.action_register()
        line = Command.create({"user_id": self.users["agent"].id})
        gm.write({"circulation_ids": [line]})
        gm.action_circulate()
        with self.assertRaises(UserError):
            self.as_role("agent", one.file_ids).action_read()
        self.as_role("agent", one.file_ids).action_read("Asked to")
        self.assertEqual(
            self.env["cs.record.reading"]
            .search([("incoming_id", "=", one.id)])
            .user_id,
            self.users["agent"],
        )

    def test_waiting_for_me(self):
        one = self.handled()
        codes = {"agent2": "incoming_read", "agent": "incoming_handle"}
        for role, code in codes.items():
            page = self.env["cs.waiting"].with_user(self.users[role])
            page = page.with_company(self.company).load()
            rows = [row for part in page["sections"] for row in part["rows"]]
            with self.subTest(role):
                self.assertIn(code, {row["code"] for row in rows})
        self.assertEqual(one.state, "handling")
