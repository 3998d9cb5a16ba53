from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .punch_common import PunchCase

#: TRUST.md, "punch": whose punches a role reads
READS = {
    "agent": {"agent"},
    "agent2": {"agent2"},
    "leader": {"agent", "agent2", "leader"},
    "supervisor": {"agent", "agent2", "leader", "supervisor", "hr", "gm"},
    "hr": {"agent", "agent2", "leader", "supervisor", "hr", "gm", None},
    "payroll": {"agent", "agent2", "leader", "supervisor", "hr", "gm", None},
    "gm": {"agent", "agent2", "leader", "supervisor", "hr", "gm", None},
    "admin": None,
}


@tagged("post_install", "-at_install", "cs_attendance", "cs_punch_rpc")
class TestPunchRpc(RpcMixin, PunchCase):
    """TRUST.md, rows "punch" and "terminal keys", from outside."""

    def setUp(self):
        super().setUp()
        # The supervisor heads all departments of the company here.
        for number, role in enumerate(("leader", "supervisor", "hr", "gm"), 20):
            self._pin(str(number), role)
        pins = ("7", "8", "20", "21", "22", "23", "99")
        self._ingest(*((pin, "2026-03-02 08:25:00") for pin in pins))
        self.terminal.with_user(self.users["admin"]).action_new_key()

    def test_whose_punches_a_role_reads(self):
        names = {person.id: role for role, person in self.people.items()}
        for role, readable in READS.items():
            with self.subTest(role):
                if readable is None:
                    self._refused(role, "cs.punch", "search_read", [])
                    continue
                rows = self._rpc(role, "cs.punch", "search_read", [], ["employee_id"])
                found = {
                    names[row["employee_id"][0]] if row["employee_id"] else None
                    for row in rows
                }
                self.assertEqual(found, readable)

    def test_nobody_writes_the_ledger(self):
        punch = self._ledger()[0]
        before = self._content()
        vals = {
            "company_id": self.company.id,
            "employee_id": self.people["agent"].id,
            "moment": "2026-03-03 00:00:00",
            "local_moment": "2026-03-03 08:00:00",
            "source": "push",
            "received_at": "2026-03-03 00:00:00",
        }
        for role in READS:
            for method, *args in (
                ("create", vals),
                ("write", [punch.id], {"moment": "2026-03-03 00:00:00"}),
                ("unlink", [punch.id]),
                ("copy", [punch.id]),
                ("web_save", [], vals, {}),
                ("_ingest", self.company.id, [], "push"),
                ("_ingest_known", []),
            ):
                with self.subTest(role, method=method):
                    self._refused(role, "cs.punch", method, *args)
            with self.subTest(role, method="load"), mute_logger("odoo.http"):
                try:
                    result = self._rpc(role, "cs.punch", "load", ["pin"], [["7"]])
                    self.assertFalse(result["ids"])
                except JsonRpcException as error:
                    self.assertIn(str(error), self.REFUSALS)
        self.assertEqual(self._content(), before)

    def _content(self):
        self.env.cr.execute("SELECT * FROM cs_punch ORDER BY id")
        return self.env.cr.fetchall()

    def test_keys_of_terminals(self):
        for role in READS:
            with self.subTest(role):
                if role not in ("hr", "admin"):
                    self._refused(role, "cs.terminal", "search_read", [], ["name"])
                else:
                    rows = self._rpc(role, "cs.terminal", "search_read", [], [])
                    self.assertNotIn("key_hash", rows[0])
                    self._refused(
                        role, "cs.terminal", "read", self.terminal.ids, ["key_hash"]
                    )
                    self._refused(
                        role,
                        "cs.terminal",
                        "search_read",
                        [("key_hash", "like", "a")],
                        ["name"],
                    )
                if role != "admin":
                    for method in ("action_new_key", "action_drop_key"):
                        self._refused(role, "cs.terminal", method, self.terminal.ids)
                for method in ("_identify", "_receive_punches", "_handshake"):
                    self._refused(role, "cs.terminal", method, "X", "Y")

    def test_imports_pins_and_lines_set_aside(self):
        for role in READS:
            if role == "hr":
                continue
            with self.subTest(role):
                for model, vals in (
                    ("cs.punch.import", {"name": "x"}),
                    ("cs.pin", {"pin": "5", "employee_id": self.people["agent"].id}),
                    ("cs.punch.claim", {"pin": "99"}),
                    ("cs.punch.quarantine", {"raw": "x"}),
                ):
                    self._refused(role, model, "create", vals)
                self._refused(
                    role, "cs.pin", "action_withdraw", self.pin_agent.ids, "no"
                )
                self._refused(role, "cs.punch.unknown", "search_read", [])

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.users["hr"]
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in ("cs.punch", "cs.pin", "cs.terminal", "cs.punch.unknown"):
            with self.subTest(model):
                self.assertEqual(self._rpc("hr", model, "search_read", [], ["id"]), [])
