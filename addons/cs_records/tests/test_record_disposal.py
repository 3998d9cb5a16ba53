from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .record_case import RecordCase


@tagged("cs_records")
class TestRecordDisposal(RecordCase):
    """Past retention, approved, destroyed by two people (ALL-06)."""

    def disposal(self, records, role="hr", **vals):
        values = {
            "company_id": self.company.id,
            "reason": "Retention is over",
            "executor_id": self.users["agent"].id,
            "witness_id": self.users["leader"].id,
            "line_ids": [Command.create({"record_id": one.id}) for one in records],
        }
        Disposal = self.env["cs.record.disposal"].with_user(self.users[role])
        return Disposal.create(values | vals).with_env(self.env)

    def approved(self, records, **vals):
        disposal = self.disposal(records, **vals)
        self.as_role("hr", disposal).action_submit()
        self.as_role("gm", disposal).action_approve()
        return disposal

    def test_from_the_list_to_the_shredder(self):
        record = self.old()
        disposal = self.approved(record)
        self.assertEqual(disposal.state, "approved")
        with self.assertRaisesRegex(UserError, "first agent"):
            self.as_role("leader", disposal).action_witnessed()
        self.as_role("agent", disposal).action_destroyed()
        with self.assertRaises(UserError):
            self.as_role("agent", disposal).action_destroyed()
        self.assertEqual(record.state, "filed")
        self.as_role("leader", disposal).action_witnessed()
        self.assertEqual((disposal.state, record.state), ("done", "disposed"))
        self.assertFalse(record.file_ids)
        self.assertTrue(self.as_role("agent", record).name)
        loan = self.loan(record)
        with self.assertRaisesRegex(UserError, "archive"):
            self.as_role("outsider", loan).action_submit()

    def test_only_who_is_named_says_so(self):
        disposal = self.approved(self.old())
        for role in ("hr", "gm", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, disposal).action_destroyed()
        self.as_role("agent", disposal).action_destroyed()
        for role in ("hr", "gm", "agent"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, disposal).action_witnessed()

    def test_two_people(self):
        agent = self.users["agent"].id
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            self.disposal(self.old(), witness_id=agent)

    def test_the_general_manager_decides(self):
        disposal = self.disposal(self.old())
        self.as_role("hr", disposal).action_submit()
        for role in ("hr", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, disposal).action_approve()

    def test_not_before_retention_is_over(self):
        record = self.old()
        last = record.retain_until
        disposal = self.disposal(record)
        with freeze_time(f"{last} 04:00"), self.assertRaisesRegex(UserError, "longer"):
            self.as_role("hr", disposal).action_submit()
        self.as_role("hr", disposal).action_submit()
        self.category.retention = "permanent"
        with self.assertRaisesRegex(UserError, "longer"):
            self.as_role("hr", self.disposal(self.old())).action_submit()

    def test_not_while_it_is_on_loan(self):
        record = self.old()
        loan = self.lent(record)
        disposal = self.disposal(record)
        with self.assertRaisesRegex(UserError, "on loan"):
            self.as_role("hr", disposal).action_submit()
        self.as_role("leader", loan).action_receive()
        self.as_role("hr", disposal).action_submit()
        self.as_role("gm", disposal).action_approve()
        second = self.lent(record, "agent2")
        with self.assertRaisesRegex(UserError, "on loan"):
            self.as_role("agent", disposal).action_destroyed()
        self.as_role("leader", second).action_receive()
        self.as_role("agent", disposal).action_destroyed()
        self.lent(record, "agent2")
        with self.assertRaises(UserError):
            self.as_role("leader", disposal).action_witnessed()
        self.assertTrue(record.file_ids)

    def test_frozen_once_submitted(self):
        disposal = self.disposal(self.old())
        self.as_role("hr", disposal).action_submit()
        for vals in (
            {"witness_id": self.users["hr"].id},
            {"line_ids": [Command.create({"record_id": self.old().id})]},
            {"destroyed_at": "2025-01-01 00:00:00"},
            {"state": "done"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.as_role("hr", disposal).write(vals)

    def test_all_that_is_over(self):
        old, self_kept = self.old(), self.record()
        secret = self.old(secrecy="top", keeper_ids=self.users["keeper"].ids)
        disposal = self.disposal(self.env["cs.record"])
        self.as_role("hr", disposal).action_fill()
        listed = disposal.line_ids.record_id
        self.assertIn(old, listed)
        self.assertFalse(listed & (self_kept | secret))
        before = len(listed)
        self.as_role("hr", disposal).action_fill()
        self.assertEqual(len(disposal.line_ids), before)
        with self.assertRaises(AccessError):
            self.disposal(secret)

    def test_empty_lists_are_not_submitted(self):
        disposal = self.disposal(self.env["cs.record"])
        with self.assertRaises(UserError):
            self.as_role("hr", disposal).action_submit()

    def test_who_reads_it(self):
        disposal = self.disposal(self.old())
        for role, reads in {
            "hr": True,
            "gm": True,
            "agent": True,
            "leader": True,
            "supervisor": False,
            "agent2": False,
            "payroll": False,
        }.items():
            with self.subTest(role):
                mine = self.as_role(role, disposal)
                self.assertEqual(mine.has_access("read"), reads)
