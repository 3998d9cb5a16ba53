"""The workbook for finance and the printed sheets (ATT-08, INC-32)."""

import base64
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .sheet_case import SheetCase


@tagged("cs_attendance", "cs_attendance_export")
@freeze_time("2026-11-06 02:00:00")
class TestExport(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sick = cls.env["hr.leave.type"].create({"name": "Sick"})
        cls.make_month("agent", {3: "late", 4: "absent"})
        cls.make_month("agent2")
        cls.make_day("agent2", 25, "leave", leave_type_id=cls.sick.id)
        cls.make_day(
            "agent2",
            26,
            "ok",
            check_in="2026-10-26 00:24:00",
            check_out="2026-10-26 16:10:00",
        )
        cls.people["agent2"].name = '=HYPERLINK("http://x")'
        cls.Builder._build(
            cls.env["hr.employee"].union(*cls.people.values()), cls.month
        )

    def export(self, role="payroll", **vals):
        wizard = (
            self.env["cs.attendance.export"]
            .with_user(self.users[role])
            .create({"month": "2026-10-15", **vals})
        )
        action = wizard.action_export()
        number = int(action["url"].split("/")[4])
        download = self.env["cs.sheet.download"].with_user(self.users[role])
        content = base64.b64decode(download.browse(number).content)
        return load_workbook(BytesIO(content)), content

    def rows(self, sheet):
        """Rows as dicts by header, the total last."""
        rows = list(sheet.iter_rows(values_only=True))
        start = next(i for i, row in enumerate(rows) if row[0] == "Department")
        header = rows[start]
        return [
            dict(zip(header, row, strict=True)) for row in rows[start + 1 :] if any(row)
        ]

    def test_totals(self):
        book, _content = self.export()
        self.assertEqual(book.sheetnames, ["Totals", "Day by Day", "Adjustments"])
        rows = self.rows(book["Totals"])
        row = next(row for row in rows if row["Person"] == "agent")
        self.assertEqual((row["Days Due"], row["Days Absent"]), (20, 1))
        self.assertEqual((row["Late"], row["Minutes Late"]), (1, 10))
        self.assertEqual(row["Has Full Attendance"], "No")
        self.assertEqual(row["Full Attendance Lost By"], "Absent")
        other = next(row for row in rows if row["Sick"] == 1)
        self.assertEqual(other["Days of Leave"], 1)
        self.assertEqual(len(rows), 3)  # two people and the total

    def test_days(self):
        book, _content = self.export()
        rows = self.rows(book["Day by Day"])
        self.assertEqual(len(rows), 20 + 22 + 1)
        day = next(row for row in rows if row["On Duty"])
        self.assertEqual((day["On Duty"], day["Off Duty"]), ("08:24", "00:10 (+1)"))
        self.assertEqual(sum(1 for row in rows if row["Verdict"] == "Late"), 1)

    def test_text_stays_text(self):
        book, content = self.export()
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        self.assertTrue(
                            cell.data_type == "s" or cell.value.startswith("=SUM("),
                            cell.value,
                        )
        self.assertNotIn(b"<f>HYPERLINK", content)

    def test_adjustments(self):
        self.env.cr.execute(
            "INSERT INTO cs_attendance_adjustment (company_id, employee_id,"
            " department_id, date, month, before, after, verdict_before, verdict_after,"
            " absent_days, present_days, digest, found_at, state, approved_by_id,"
            " approved_at) VALUES (%s, %s, %s, '2026-09-02', %s, '{}', '{}', 'absent',"
            " 'ok', -1, 1, 'x', now(), 'approved', %s, now())",
            [
                self.company.id,
                self.people["agent"].id,
                self.group_one.id,
                self.month,
                self.users["hr"].id,
            ],
        )
        self.build("agent")
        book, _content = self.export()
        [row, _total] = self.rows(book["Adjustments"])
        self.assertEqual((row["Person"], row["Days Absent"]), ("agent", -1))
        totals = self.rows(book["Totals"])
        mine = next(row for row in totals if row["Person"] == "agent")
        self.assertEqual(mine["Adjustment: Days Absent"], -1)
        self.assertEqual(mine["Days Absent"], 1)

    def test_who_exports_what(self):
        book, _content = self.export("supervisor", department_id=self.group_one.id)
        self.assertEqual(len(self.rows(book["Totals"])), 3)
        for role in ("agent", "leader", "admin"):
            with self.assertRaises(AccessError):
                self.export(role)

    def test_a_month_without_sheets(self):
        with self.assertRaisesRegex(UserError, "no month sheets"):
            self.export(month="2026-08-03")

    def test_without_days(self):
        book, _content = self.export(with_details=False)
        self.assertEqual(book.sheetnames, ["Totals", "Adjustments"])

    def test_streaming_for_many(self):
        people = self.env["hr.employee"].create(
            [
                {"name": f"Person {number}", "company_id": self.company.id}
                for number in range(310)
            ]
        )
        for person in people:
            self.make_day(person, 5, "ok")
        self.Builder._build(people, self.month)
        book, _content = self.export()
        self.assertEqual(len(self.rows(book["Totals"])), 313)


@tagged("cs_attendance", "cs_attendance_print")
@freeze_time("2026-11-06 02:00:00")
class TestPrint(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_month("agent", {3: "late", 4: "absent", 5: "late_early", 6: "missed"})
        cls.make_month("agent2", {7: "out", 8: "exempt"})
        cls.Builder._build(
            cls.env["hr.employee"].union(*cls.people.values()), cls.month
        )
        cls.sheets = cls.Sheet.search([("month", "=", cls.month)])

    def html(self, name, records, role):
        report = self.env["ir.actions.report"].with_user(self.users[role])
        html, _type = report._render_qweb_html(f"cs_attendance.{name}", records.ids)
        return html.decode()

    def test_department_sheet(self):
        html = self.html("sheet_print", self.sheets, "hr")
        for mark in ("※", "×", "※◇", "□", "＋", "免", "√"):
            self.assertIn(f">{mark}<", html)
        self.assertEqual(html.count("<thead>"), 1)
        self.assertEqual(html.count('<td class="cs_day">'), 2 * 31)
        for text in ("Prepared by", "Reviewed by", "2026-11-06 10:00"):
            self.assertIn(text, html)

    def test_own_month_sheet(self):
        mine = self.sheets.filtered(lambda s: s.employee_id == self.people["agent"])
        html = self.html("person_print", mine, "agent")
        self.assertIn("Days with exceptions", html)
        with self.assertRaises(AccessError):
            self.html("person_print", self.sheets - mine, "agent")

    def test_weekly_report(self):
        report = self.env["cs.exception.report.maker"]._prepare_week(
            self.company, date(2026, 9, 28)
        )
        html = self.html("exception_print", report, "hr")
        self.assertIn("2026-W40", html)
        self.assertIn("agent", html)
