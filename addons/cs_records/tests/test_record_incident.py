from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .record_case import RecordCase


@tagged("cs_records")
class TestRecordIncident(RecordCase):
    """A leak: told at once, kept, closed with what follows (HD-20, INC-25)."""

    def incident(self, role="agent", **vals):
        Incident = self.env["cs.record.incident"].with_user(self.users[role])
        values = {"name": "A list of customers was sent out", "measures": "Called back"}
        return Incident.create(values | vals).with_env(self.env)

    def test_told_at_once(self):
        record = self.record("secret")
        one = self.incident(record_number=record.number)
        self.assertEqual(one.record_id, record)
        self.assertEqual(one.reporter_id, self.users["agent"])
        for role, count in (("hr", 1), ("gm", 1), ("leader", 0), ("admin", 0)):
            partner = self.users[role].partner_id
            domain = [
                ("partner_ids", "in", partner.ids),
                ("subject", "like", one.number),
            ]
            with self.subTest(role):
                self.assertEqual(self.env["mail.message"].search_count(domain), count)

    def test_from_the_record(self):
        record = self.record()
        action = self.as_role("agent", record).action_report_leak()
        Incident = self.env["cs.record.incident"].with_user(self.users["agent"])
        one = Incident.with_context(**action["context"]).create({"name": "Copied"})
        self.assertEqual(one.sudo().record_id, record)

    def test_the_report_stays(self):
        one = self.incident()
        for role in ("agent", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, one).write({"name": "x"})
            with self.assertRaises(UserError):
                self.as_role(role, one).unlink()

    def test_only_what_people_know_is_entered(self):
        gm = self.users["gm"].id
        one = self.incident(reporter_id=gm, state="closed", conclusion="x")
        self.assertEqual((one.state, one.conclusion), ("open", False))
        self.assertEqual(one.reporter_id, self.users["agent"])

    def test_closed_with_what_follows(self):
        one = self.incident()
        for role in ("agent", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, one).action_close("Nothing")
        for conclusion in ("", "  ", None, 5):
            with self.subTest(conclusion), self.assertRaises(UserError):
                self.as_role("hr", one).action_close(conclusion)
        action = self.as_role("hr", one).action_ask_close()
        Ask = self.env["cs.record.ask"].with_user(self.users["hr"])
        Ask.with_context(**action["context"]).create({"text": "SV-10"}).action_confirm()
        self.assertEqual((one.state, one.conclusion), ("closed", "SV-10"))
        self.assertEqual(one.closed_by_id, self.users["hr"])
        with self.assertRaises(UserError):
            self.as_role("gm", one).action_close("Again")

    def test_who_reads_it(self):
        one = self.incident()
        for role in ("agent", "agent2", "leader", "hr", "gm", "payroll"):
            with self.subTest(role):
                reads = role in ("agent", "hr", "gm")
                self.assertEqual(self.as_role(role, one).has_access("read"), reads)
