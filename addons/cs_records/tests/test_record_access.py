from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .record_case import RecordCase

EVERYBODY = {"agent", "agent2", "outsider", "keeper", "leader", "supervisor"}
EVERYBODY |= {"hr", "payroll", "gm"}
#: secrecy -> (whose register shows it, who reads its file)
SEEN = {
    "normal": (EVERYBODY, {"agent", "agent2", "leader", "supervisor", "hr", "gm"}),
    "secret": ({"leader", "supervisor", "hr", "gm"},) * 2,
    "top": ({"keeper", "gm"},) * 2,
}
KEPT_MODELS = (
    "cs.record",
    "cs.record.file",
    "cs.record.reading",
    "cs.record.move",
    "cs.record.loan",
    "cs.record.disposal",
    "cs.record.disposal.line",
    "cs.record.incoming",
    "cs.record.circulation",
    "cs.record.incident",
    "cs.record.category",
    "cs.record.policy",
    "cs.record.chase",
    "cs.record.ask",
)


@tagged("cs_records")
class TestRecordAccess(RecordCase):
    """Who reads what, by secrecy, department, office and loan (HD-20, ALL-06)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.records = {name: case.record(name) for name in SEEN}

    def _sees(self, role, record):
        found = self.env[record._name].with_user(self.users[role])
        return record in found.search([]).with_env(self.env)

    def test_by_secrecy(self):
        for secrecy, (register, content) in SEEN.items():
            record = self.records[secrecy]
            for role in EVERYBODY | {"admin"}:
                with self.subTest(secrecy, role=role):
                    if role != "admin":
                        seen = self._sees(role, record)
                        self.assertEqual(seen, role in register)
                    file = self.as_role(role, record.file_ids)
                    if role in content:
                        file.action_read("An audit")
                        continue
                    with self.assertRaises(AccessError):
                        file.action_read("An audit")
            readers = record.reading_ids.user_id
            expected = self.env["res.users"].union(*(self.users[r] for r in content))
            self.assertEqual(readers, expected)

    def test_keepers_and_borrowers_of_secret_ones(self):
        record = self.record("secret", keeper_ids=self.users["keeper"].ids)
        self.as_role("keeper", record.file_ids).action_read("Sorting")
        for role in ("agent", "outsider"):
            self.assertFalse(self._sees(role, record))
        loan = self.lent(record, "outsider", "keeper")
        self.assertEqual(self.as_role("outsider", record).name, record.name)
        self.as_role("outsider", record.file_ids).action_read("An audit")
        self.as_role("keeper", loan).action_receive()
        self.assertFalse(self._sees("outsider", record))
        with self.assertRaises(AccessError):
            self.as_role("outsider", record.file_ids).action_read("Again")

    def test_of_the_whole_company(self):
        record = self.record(department_id=False)
        for role in sorted(EVERYBODY):
            with self.subTest(role):
                self.as_role(role, record.file_ids).action_read()

    def test_titles_of_secret_ones_stay_inside(self):
        record = self.records["secret"]
        loan = self.loan(record, "agent")
        shown = self.as_role("agent", loan).read(["record_id", "display_name"])[0]
        self.assertNotIn(record.name, str(shown))
        self.assertEqual(shown["record_id"], (record.id, record.number))
        with self.assertRaises(AccessError):
            self.as_role("agent", loan).record_id.name  # noqa: B018
        found = self.env["cs.record"].with_user(self.users["agent"])
        self.assertFalse(found.name_search(record.number))

    def test_who_registers(self):
        for role in ("leader", "supervisor", "hr", "gm"):
            with self.subTest(role):
                self.record(role=role)
        for role in ("agent", "payroll", "keeper", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.record(role=role)

    def test_who_registers_a_top_secret_one_lets_it_go(self):
        record = self.record("top", filed=False)
        self.as_role("hr", record.file_ids).action_read("Checking the scan")
        self.as_role("hr", record).action_file()
        with self.assertRaises(AccessError):
            self.as_role("hr", record).read(["name"])
        with self.assertRaises(AccessError):
            self.as_role("hr", record.file_ids).action_read("Curious")

    def test_registered_ones_are_not_rewritten_by_others(self):
        record = self.record(filed=False)
        for role in ("agent", "keeper", "payroll"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, record).write({"name": "x"})
            with self.assertRaises(AccessError):
                self.as_role(role, record).action_file()
            with self.assertRaises(AccessError):
                self.as_role(role, record).write({"file_ids": [self.upload()]})
            with self.assertRaises(UserError):
                self.as_role(role, record.file_ids).unlink()
        self.assertEqual(len(record.file_ids), 1)

    def test_readings_are_read_by_who_keeps_it(self):
        for secrecy, readers in (("secret", {"leader", "supervisor", "hr", "gm"}),
                                 ("top", {"keeper", "gm"})):  # fmt: skip
            record = self.records[secrecy]
            self.as_role("gm", record.file_ids).action_read("An audit")
            reading = record.reading_ids[:1]
            for role in sorted(EVERYBODY):
                with self.subTest(secrecy, role=role):
                    self.assertEqual(self._sees(role, reading), role in readers)

    def test_technical_administrators_see_nothing(self):
        for model in KEPT_MODELS:
            with self.subTest(model):
                mine = self.env[model].with_user(self.users["admin"])
                self.assertFalse(mine.has_access("read"))

    def test_other_companies_see_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.users["gm"]
        user.write({"company_ids": [(4, other.id)]})
        there = self.env["cs.record"].with_user(user)
        there = there.with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.search([]))
        self.assertFalse(there.env["cs.record.file"].search([]))
