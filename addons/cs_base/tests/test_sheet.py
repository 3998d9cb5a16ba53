import base64
from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..engine.sheet_in import CELL_CODES, SHEET_CODES, BadCell, Field, SheetError
from ..engine.sheet_out import Column, Sheet
from .common import CsCase

FIELDS = [
    Field("pin", ["Pin", "工号"]),
    Field("day", ["Day", "日期"], "date"),
]


@tagged("cs_base", "cs_base_sheet")
class TestSheet(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheets = cls.env["cs.sheet"].with_user(cls.users["hr"])

    def test_workbook(self):
        columns = [
            Column("name", "Name"),
            Column("bonus", "Bonus", "money", total=True),
        ]
        rows = [{"name": "=1+1", "bonus": 100.1}, {"name": "Li", "bonus": 0.2}]
        content = self.sheets._xlsx([Sheet("March", columns, rows)], title="Bonus")
        book = load_workbook(BytesIO(content), data_only=True)
        cells = [[cell.value for cell in row] for row in book["March"]]
        expected = [["Name", "Bonus"], ["=1+1", 100.1], ["Li", 0.2], ["Total", 100.3]]
        self.assertEqual(cells, expected)
        self.assertEqual(book.properties.creator, self.company.name)
        self.assertIn("&P", book["March"].oddFooter.center.text)

    def test_csv(self):
        sheet = Sheet("March", [Column("name", "Name")], [["@SUM(A1)"]])
        content = self.sheets._csv(sheet)
        self.assertEqual(content.decode("utf-8-sig"), '"Name"\r\n"\'@SUM(A1)"\r\n')

    def test_read_rows(self):
        content = "工号,日期\n007,2025-03-31\n008,soon\n".encode("gb18030")
        result = self.sheets._read_rows(content, FIELDS)
        self.assertEqual(
            [(row.number, row.values) for row in result.good],
            [(2, {"pin": "007", "day": date(2025, 3, 31)})],
        )
        self.assertEqual(
            [(bad.number, bad.column) for bad in result.bad], [(3, "日期")]
        )

    def test_a_file_that_cannot_be_read_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "save it as .xlsx"):
            self.sheets._read_rows(bytes.fromhex("d0cf11e0a1b11ae1"), FIELDS)
        with self.assertRaisesRegex(UserError, "up to 20 MB"):
            self.sheets._read_rows(b"x" * (20 * 2**20 + 1), FIELDS)
        with self.assertRaisesRegex(UserError, "Missing columns: Day"):
            self.sheets._read_rows(b"Pin,When\n7,x\n", FIELDS)

    def test_every_code_has_a_text_for_its_parameters(self):
        for code, params in SHEET_CODES.items():
            error = SheetError(code, **dict.fromkeys(params, 7))
            self.assertTrue(self.sheets._sheet_error_text(error))
        for code, params in CELL_CODES.items():
            bad = BadCell(2, "Day", code, "soon", dict.fromkeys(params, 7))
            self.assertTrue(self.sheets._bad_cell_text(bad))
        self.assertEqual(self.sheets._file_texts().keys(), SHEET_CODES.keys())
        self.assertEqual(self.sheets._cell_texts().keys(), CELL_CODES.keys())

    def test_sheet_of_bad_rows(self):
        result = self.sheets._read_rows(b"Pin,Day\n=1,soon\n", FIELDS)
        sheet = self.sheets._bad_rows_sheet(result)
        content = self.sheets._xlsx([sheet])
        book = load_workbook(BytesIO(content))
        header, row = ([cell.value for cell in cells] for cells in book.active)
        self.assertEqual(header, ["Row", "Column", "Content", "What to do"])
        self.assertEqual(row[:3], [2, "Day", "soon"])
        self.assertIn("2025-03-31", row[3])


@tagged("cs_base", "cs_base_sheet", "post_install", "-at_install")
class TestSheetDownload(HttpCase, CsCase):
    """A download may hold salaries: it is its creator's, whatever others are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sheets = cls.env["cs.sheet"].with_user(cls.users["payroll"])
        cls.action = sheets._download_action("工资.xlsx", b"PK secret")
        cls.download = cls.env["cs.sheet.download"].search([], order="id desc", limit=1)

    def _login(self, role):
        login = self.users[role].login
        self.authenticate(login, login)

    def test_the_creator_fetches_it(self):
        self.assertEqual(self.action["type"], "ir.actions.act_url")
        self._login("payroll")
        response = self.url_open(self.action["url"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.content, b"PK secret")
        disposition = response.headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("attachment"))
        self.assertIn("%E5%B7%A5%E8%B5%84.xlsx", disposition)

    def test_nobody_else_does(self):
        for role in ("agent", "hr", "gm", "admin"):
            with self.subTest(role=role):
                self._login(role)
                response = self.url_open(self.action["url"])
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(b"secret", response.content)
        self.authenticate(None, None)
        self.assertNotIn(b"secret", self.url_open(self.action["url"]).content)

    def test_nobody_makes_or_changes_one(self):
        for role in ("payroll", "admin"):
            mine = self.download.with_user(self.users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    mine.create({"name": "x.html", "content": "eA=="})
                with self.assertRaises(AccessError):
                    mine.write({"name": "x.html"})
                with self.assertRaises(AccessError):
                    mine.unlink()
        stranger = self.download.with_user(self.users["admin"])
        self.assertFalse(stranger.search([("id", "=", self.download.id)]))
        with self.assertRaises(AccessError):
            stranger.read(["content"])

    def test_old_ones_go_when_another_is_kept(self):
        self.download.content = base64.b64encode(b"old")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cs_sheet_download SET create_date = %s WHERE id = %s",
            (self.env.cr.now() - timedelta(minutes=61), self.download.id),
        )
        self.env.invalidate_all()
        self.env["cs.sheet"]._download_action("new.csv", b"x")
        self.assertFalse(self.download.exists())
