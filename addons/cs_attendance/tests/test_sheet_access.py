"""Who may what with month sheets, as the matrix of TRUST.md says, over RPC."""

from datetime import date

from odoo.tests import freeze_time, tagged

from .sheet_case import SheetRpcCase

SHEET = "cs.attendance.sheet"
#: whose sheets a role reads
READS = {
    "agent": {"agent"},
    "agent2": {"agent2"},
    "leader": {"leader", "agent", "agent2"},
    "supervisor": {"supervisor", "leader", "agent", "agent2", "hr", "payroll"},
    "hr": {"agent", "agent2", "leader", "supervisor", "hr", "payroll"},
    "payroll": {"agent", "agent2", "leader", "supervisor", "hr", "payroll"},
    "gm": {"agent", "agent2", "leader", "supervisor", "hr", "payroll"},
}


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_sheet_access")
@freeze_time("2026-11-06 02:00:00")
class TestSheetAccess(SheetRpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "payroll"):
            cls.make_day(role, 5, "late")
        cls.Builder._build(
            cls.env["hr.employee"].union(*cls.people.values()), cls.month
        )
        cls.sheets = {
            role: cls.Sheet.search([("employee_id", "=", person.id)])
            for role, person in cls.people.items()
        }
        other = cls.env["res.company"].create({"name": "Elsewhere"})
        person = cls.env["hr.employee"].create(
            {"name": "Stranger", "company_id": other.id}
        )
        cls.make_day(person, 5, "late")
        cls.Builder._build(person, cls.month)
        cls.stranger = cls.Sheet.search([("employee_id", "=", person.id)])

    def test_who_reads_what(self):
        for role, expected in READS.items():
            with self.subTest(role=role):
                rows = self.rpc(role, SHEET, "search_read", [], ["employee_id"])
                found = {row["employee_id"][0] for row in rows}
                self.assertEqual(found, {self.people[r].id for r in expected})

    def test_technical_administration_sees_nothing(self):
        ids = self.sheets["agent"].ids
        self.refused("admin", SHEET, "search_read", [])
        self.refused("admin", SHEET, "read", ids, ["late_count"])
        self.refused("admin", SHEET, "action_approve", ids)

    def test_nobody_reads_another_company(self):
        for role in READS:
            with self.subTest(role=role):
                self.refused(role, SHEET, "read", self.stranger.ids, ["late_count"])

    def test_nobody_writes(self):
        ids = self.sheets["agent"].ids
        for role in (*READS, "admin"):
            for method, args in (
                ("write", [ids, {"state": "approved"}]),
                ("create", [{"month": "2026-10-01"}]),
                ("unlink", [ids]),
                ("copy", [ids]),
            ):
                with self.subTest(role=role, method=method):
                    self.refused(role, SHEET, method, *args)
        self.assertEqual(self.sheets["agent"].state, "computed")

    def test_only_the_person_confirms(self):
        sheet = self.sheets["agent"]
        for role in ("agent2", "leader", "supervisor", "hr", "payroll", "gm", "admin"):
            with self.subTest(role=role):
                self.refused(role, SHEET, "action_confirm", sheet.ids)
        self.assertTrue(self.rpc("agent", SHEET, "action_confirm", sheet.ids))
        self.assertEqual(sheet.state, "confirmed")
        self.assertEqual(sheet.confirmed_by_id, self.users["agent"])

    def test_only_hr_approves(self):
        sheet = self.sheets["agent"]
        self.rpc("agent", SHEET, "action_confirm", sheet.ids)
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role=role):
                self.refused(role, SHEET, "action_approve", sheet.ids)
        self.rpc("hr", SHEET, "action_approve", sheet.ids)
        self.assertEqual(sheet.state, "approved")
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role=role):
                self.refused(role, SHEET, "action_reopen", sheet.ids)
        self.rpc("hr", SHEET, "action_reopen", sheet.ids)
        self.assertEqual(sheet.state, "computed")

    def test_hr_confirms_and_approves_none_for_others(self):
        """One person cannot be both, whatever the role."""
        sheet = self.sheets["hr"]
        self.rpc("hr", SHEET, "action_confirm", sheet.ids)
        self.refused("hr", SHEET, "action_approve", sheet.ids)
        self.assertEqual(sheet.state, "confirmed")

    def test_private_methods_are_closed(self):
        ids = self.sheets["agent"].ids
        for method in ("_set", "_reopen", "_rebuild"):
            self.refused("hr", SHEET, method, ids)
        for model, method in (
            ("cs.attendance.sheet.builder", "_build"),
            ("cs.attendance.adjustment", "_adjust"),
            ("cs.attendance.day", "_lock"),
        ):
            self.refused("hr", model, method, ids)

    def test_explanation_is_for_who_reads_the_sheet(self):
        ids = self.sheets["agent"].ids
        told = self.rpc("leader", SHEET, "get_explanation", ids)
        self.assertTrue(told["reasons"])
        self.refused("agent2", SHEET, "get_explanation", ids)

    def test_adjustments_follow_the_sheets(self):
        self.approve(*(s for r, s in self.sheets.items() if r not in ("gm", "admin")))
        self.hand_over()
        key = (self.people["agent"].id, date(2026, 10, 5))
        with self.as_recorded({key: self.verdict("ok")}):
            row = self.env["cs.attendance.adjustment"]._adjust(
                self.people["agent"], self.month
            )
        model = row._name
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "gm"):
            self.assertEqual(len(self.rpc(role, model, "search_read", [])), 1, role)
        self.assertEqual(self.rpc("agent2", model, "search_read", []), [])
        self.refused("admin", model, "search_read", [])
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            self.refused(role, model, "action_approve", row.ids)
        for role in (*READS, "admin"):
            self.refused(role, model, "write", row.ids, {"state": "approved"})
            self.refused(role, model, "unlink", row.ids)
        self.rpc("hr", model, "action_approve", row.ids)
        self.assertEqual(row.state, "approved")
