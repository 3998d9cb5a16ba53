from base64 import b64decode
from io import BytesIO

from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .month_case import JULY, JUNE, MonthCase


@tagged("cs_helpdesk", "cs_complaint_month")
class TestComplaintMonthOut(MonthCase):
    """HD-06: on paper, as a workbook, and by week."""

    def setUp(self):
        super().setUp()
        self.received(
            "2025-06-05 09:00",
            (self.group_one, self.people["agent"], 50),
            (self.workshop, None, 50),
            closed="2025-06-06 09:00",
        )
        self.category.name = "=HYPERLINK(1)"

    def workbook(self, role):
        month = self.month().with_user(self.users[role])
        action = month.action_export()
        number = int(action["url"].split("/")[4])
        download = month.env["cs.sheet.download"].browse(number)
        return load_workbook(BytesIO(b64decode(download.content)))

    def table(self, sheet):
        """Rows by what stands in their first cells, from the header on."""
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        start = next(n for n, row in enumerate(rows) if "Responsible Unit" in row)
        return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]

    def test_workbook(self):
        book = self.workbook("supervisor")
        self.assertEqual(book.sheetnames, ["Ranking", "By Type", "Cases"])
        first, second = self.table(book["Ranking"])[:2]
        self.assertEqual(
            [first[one] for one in ("Rank", "Responsible Unit", "Complaints")],
            [1, "Group one", 0.5],
        )
        ratio = first["Tickets Taken In"], first["Complaints to Volume"]
        self.assertEqual(ratio, (1, 0.5))
        self.assertEqual(first["Days Until Closed, Average"], 1)
        self.assertEqual(second["Responsible Unit"], "Workshop")
        self.assertIsNone(second["Complaints to Volume"])
        kind = self.table(book["By Type"])[0]
        self.assertEqual(kind["Type"], "=HYPERLINK(1)")
        types = [row for row in book["By Type"].iter_rows() if row[1].value]
        self.assertEqual({row[1].data_type for row in types}, {"s"})
        people = {one["Responsible Person"] for one in self.table(book["Cases"])}
        self.assertIn("agent", people)

    def test_workbook_holds_what_one_may_read(self):
        month = self.month()
        self.publish(month)
        for role, persons in (("agent2", None), ("agent", 1), ("foreman", 0)):
            month.invalidate_recordset()
            action = month.with_user(self.users[role]).action_export()
            number = int(action["url"].split("/")[4])
            download = self.env["cs.sheet.download"].browse(number)
            book = load_workbook(BytesIO(b64decode(download.content)))
            self.assertEqual("Cases" in book.sheetnames, persons is not None, role)
            if persons is not None:
                rows = self.table(book["Cases"])
                named = [one for one in rows if one["Responsible Person"]]
                self.assertEqual(len(named), persons, role)

    def test_paper(self):
        self.publish(self.month())
        action = self.env.ref("cs_helpdesk.cs_complaint_month_print_action")
        Report = self.env["ir.actions.report"].with_user(self.users["agent"])
        page = Report._render_qweb_html(action.report_name, self.month_ids())[0]
        text = page.decode()
        for expected in (
            "Star Ripple · Complaints of June 2025",
            "Approved by gm",
            "Group one",
            "50.00 %",
            "Not applicable",
            "=HYPERLINK(1) 0.5",
            "equal ratios",
            "Printed",
        ):
            self.assertIn(expected, text)

    def month_ids(self):
        return self.env["cs.complaint.month"].search([("month", "=", JUNE)]).ids

    def test_paper_is_not_for_all(self):
        month = self.month()
        Print = self.env["report.cs_helpdesk.complaint_month_print"]
        with self.assertRaises(AccessError):
            Print.with_user(self.users["agent"])._get_report_values(month.ids)

    def test_a_week(self):
        """Monday 00:00:00 to Sunday 23:59:59 where the company works."""
        for text in (
            "2025-06-08 23:59:59",
            "2025-06-09 00:00:00",
            "2025-06-15 23:59:59",
            "2025-06-16 00:00:00",
        ):
            self.whole(text)
        Week = self.env["cs.complaint.week"].with_user(self.users["leader"])
        week = Week.create({"day": "2025-06-11"})
        week.action_show()
        self.assertEqual(week.week, "2025-W24 · 2025-06-09 – 2025-06-15")
        self.assertEqual(week.line_ids.mapped("number"), [2])
        self.assertEqual(week.line_ids.rank, 1)
        week.day = "2025-06-02"
        week.action_show()
        self.assertEqual(sum(week.line_ids.mapped("number")), 2)
        with self.assertRaises(AccessError):
            week.with_user(self.users["supervisor"]).read(["day"])
        with self.assertRaises(AccessError):
            week.line_ids.with_user(self.users["gm"]).read(["number"])

    def test_figures_are_entered_by_nobody(self):
        arch = self.env["cs.complaint.month"].get_view(view_type="form")["arch"]
        [field] = etree.fromstring(arch).xpath("//group//field[@name='number']")
        self.assertIn(field.get("readonly"), (None, "1", "True"), "in drafts, too")


@tagged("cs_helpdesk", "cs_complaint_month")
class TestComplaintMonthClose(MonthCase):
    """ALL-05: the step of the month close."""

    def setUp(self):
        super().setUp()
        types = self.env["cs.period.step.type"].search([])
        types.filtered(lambda one: one.code != "complaint_month").unlink()
        with self.later:
            self.period = self.env["cs.period"]._open_month(self.company, JUNE)
        self.step = self.env["cs.complaint.month.step"]

    def open(self):
        with self.later:
            return [
                (one["label"], one["count"])
                for one in self.step._period_open(self.period)
                if one["count"]
            ]

    def run_step(self):
        with self.later:
            self.assertEqual(self.step._period_run(self.period, None, 100), (1, None))
        return self.env["cs.complaint.month"].search([("month", "=", JUNE)])

    def test_nothing_to_do(self):
        self.assertEqual(self.open(), [])
        self.assertFalse(self.run_step())

    def test_what_is_open(self):
        one = self.received("2025-06-05 09:00", (self.group_one, None, 60))
        self.assertEqual(self.open(), [("Statistics to be computed", 1)])
        month = self.run_step()
        before = self.rows("line", month)
        self.assertEqual(self.rows("line", self.run_step()), before)
        approve = ("Lists to be approved", 1)
        self.assertEqual(
            self.open(), [("Complaints without unit or class", 1), approve]
        )
        one.cs_party_ids.share = 100
        self.assertEqual(self.open(), [approve])
        self.approve(month)
        self.assertEqual(self.open(), [("Lists to be published", 1)])
        with self.later:
            month.with_user(self.users["gm"]).action_publish()
        self.assertEqual(self.open(), [])
        facts = self.step._period_facts(self.period)
        self.assertEqual(facts[0]["count"], "1")

    def test_differences_skip_a_sealed_month(self):
        self.whole("2025-06-05 09:00")
        self.publish(self.run_step())
        with self.at("2025-08-02 09:00"):
            july = self.env["cs.period"]._open_month(self.company, JULY)
            july.step_ids._set({"state": "locking"})
            self.assertEqual(
                self.maker._booking_month(self.company).month.isoformat(), "2025-08-01"
            )
