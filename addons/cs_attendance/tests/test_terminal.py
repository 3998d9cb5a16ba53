from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .punch_common import PunchCase


@tagged("cs_attendance", "cs_terminal")
class TestTerminal(PunchCase):
    """ATT-30: terminals, their keys, and who may what."""

    def test_who_may_what(self):
        """TRUST.md, "terminal keys": HR lists, technical administrators create."""
        candidate = self.env["cs.terminal.candidate"]
        candidate._note("STRANGER1")
        candidate = candidate.search([])
        for role, user in self.users.items():
            terminal = self.terminal.with_user(user)
            with self.subTest(role):
                self.assertEqual(terminal.has_access("read"), role in ("hr", "admin"))
                for operation in ("create", "write"):
                    self.assertEqual(terminal.has_access(operation), role == "admin")
                self.assertFalse(terminal.has_access("unlink"))
                mine = candidate.with_user(user)
                self.assertEqual(mine.has_access("read"), role == "admin")
                self.assertFalse(mine.has_access("create"))
                self.assertFalse(mine.has_access("write"))
                if role != "admin":
                    for action in (terminal.action_new_key, terminal.action_drop_key):
                        with self.assertRaises(AccessError):
                            action()
        self.assertFalse(self.terminal.has_key)

    def test_a_key_is_shown_once_and_only_its_hash_is_stored(self):
        terminal = self.terminal.with_user(self.users["admin"])
        action = terminal.action_new_key()
        key = action["context"]["default_key"]
        Dialog = self.env[action["res_model"]].with_user(self.users["admin"])
        with Form(Dialog.with_context(**action["context"])) as dialog:
            self.assertEqual(dialog.key, key)
            self.assertIn(f"/iclock/{key}/", dialog.address)
        self.assertTrue(terminal.has_key)
        self.assertGreaterEqual(len(key), 24)
        stored = self.terminal.sudo().key_hash
        self.assertNotIn(key, stored)
        for user in ("admin", "hr"):
            with self.assertRaises(AccessError):
                self.terminal.with_user(self.users[user]).read(["key_hash"])
        self.assertEqual(self.terminal._identify(self.terminal.serial, key), terminal)
        for wrong in ("", None, key[:-1], stored):
            self.assertFalse(self.terminal._identify(self.terminal.serial, wrong))
        other = terminal.action_new_key()["context"]["default_key"]
        self.assertNotEqual(key, other)
        self.assertFalse(self.terminal._identify(self.terminal.serial, key))
        terminal.action_drop_key()
        self.assertTrue(self.terminal._identify(self.terminal.serial, ""))

    def test_nobody_writes_the_hash_or_what_the_gateway_notes(self):
        terminal = self.terminal.with_user(self.users["admin"])
        terminal.write(
            {
                "key_hash": "x",
                "attlog_stamp": "9",
                "last_seen": "2026-03-02",
                "place": "A",
            }
        )
        self.assertEqual(terminal.place, "A")
        self.assertFalse(
            terminal.has_key or terminal.attlog_stamp or terminal.last_seen
        )

    def test_a_terminal_out_of_service_is_refused(self):
        self.terminal.is_active = False
        self.assertFalse(self.terminal._identify(self.terminal.serial, ""))

    def test_serial_numbers(self):
        for serial in ("a b", "x" * 41, "ab", "'; --"):
            with self.subTest(serial), self.assertRaises(ValidationError):
                self.terminal.serial = serial
        self.terminal.serial = "  "
        self.assertFalse(self.terminal.serial)

    def test_strangers_are_noted_once_and_boundedly(self):
        Candidate = self.env["cs.terminal.candidate"]
        for number in range(60):
            self.terminal._identify(f"STRANGER{number}", "")
            self.terminal._identify(f"STRANGER{number}", "")
        self.assertEqual(Candidate.search_count([]), 50)
        self.env["cs.terminal"].create(
            {"name": "New", "serial": "STRANGER7", "company_id": self.company.id}
        )
        self.assertEqual(Candidate.search_count([]), 49)

    def test_register_a_stranger(self):
        self.terminal._identify("STRANGER1", "")
        candidate = self.env["cs.terminal.candidate"].search([])
        action = candidate.with_user(self.users["admin"]).action_register()
        self.assertEqual(action["context"]["default_serial"], "STRANGER1")

    def test_a_terminal_with_punches_stays_in_its_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._ingest(("7", "2026-03-02 08:25:00"), terminal=self.terminal)
        with self.assertRaisesRegex(UserError, "new terminal"):
            self.terminal.company_id = other

    def test_a_clock_that_differs_by_more_than_a_minute_is_shown(self):
        for drift, wrong in ((60, False), (61, True), (-60, False), (-61, True)):
            self.env.cr.execute(
                "UPDATE cs_terminal SET clock_drift = %s WHERE id = %s",
                [drift, self.terminal.id],
            )
            self.terminal.invalidate_recordset()
            with self.subTest(drift):
                self.assertEqual(self.terminal.is_drifting, wrong)
                found = self.terminal.search([("is_drifting", "=", True)])
                self.assertEqual(self.terminal in found, wrong)
                found = self.terminal.search([("is_drifting", "=", False)])
                self.assertEqual(self.terminal in found, not wrong)
