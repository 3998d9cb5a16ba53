"""The stock ways by which text reaches a sheet, and sheets reach the database."""

import csv
import io
import json
import zipfile
from unittest.mock import patch

import xlsxwriter
from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

ACTIVE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://x")',
]


def sheet_xml(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def column_of(content):
    sheet = load_workbook(io.BytesIO(content)).active
    return [row[0].value for row in sheet.iter_rows()]


@tagged("cs_base", "cs_base_sheet", "post_install", "-at_install")
class TestStockExport(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "exporter", "base.group_user,base.group_allow_export"
        )
        partners = [{"name": name, "ref": "cs-export"} for name in ACTIVE]
        cls.partners = cls.env["res.partner"].create(partners)

    def setUp(self):
        super().setUp()
        self.authenticate("exporter", "exporter")

    def _export(self, route, **params):
        data = {
            "model": "res.partner",
            "fields": [{"name": "name", "label": "=Name", "type": "char"}],
            "ids": self.partners.ids,
            "domain": [],
            "import_compat": False,
            **params,
        }
        return self._post(route, data)

    def _post(self, route, data):
        response = self.url_open(
            route,
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(response.status_code, 200)
        return response.content

    def test_list_to_xlsx(self):
        content = self._export("/web/export/xlsx")
        self.assertNotIn("<f>", sheet_xml(content))
        self.assertEqual(column_of(content), ["=Name", *ACTIVE])

    def test_grouped_list_to_xlsx(self):
        self.partners.ref = "=1+1"
        content = self._export("/web/export/xlsx", groupby=["ref"])
        self.assertNotIn("<f>", sheet_xml(content))
        self.assertEqual(column_of(content), ["=Name", "=1+1 (7)", *ACTIVE])

    def test_list_to_csv(self):
        content = self._export("/web/export/csv").decode()
        records = [row[0] for row in csv.reader(io.StringIO(content, newline=""))]
        self.assertEqual(records, ["'" + text for text in ["=Name", *ACTIVE]])

    def test_figures_stay_figures_in_csv(self):
        self.partners[0].color = -5
        fields = [{"name": "color", "label": "Color", "type": "integer"}]
        content = self._export(
            "/web/export/csv", fields=fields, ids=self.partners[0].ids
        )
        self.assertEqual(content.decode(), '"Color"\r\n"-5"\r\n')

    def test_pivot(self):
        title = {"is_bold": False, "title": "@Count"}
        table = {
            "model": "res.partner",
            "title": "=Partners",
            "measure_count": 2,
            "origin_count": 1,
            "col_group_headers": [
                [{"title": "=Total", "width": 4, "height": 1}],
                [
                    {"title": "=1+1", "width": 2, "height": 1},
                    {"title": "+86", "width": 2, "height": 1},
                ],
            ],
            "measure_headers": [{**title, "is_bold": True}, title, title, title],
            "rows": [
                {"title": "=Total", "indent": 0, "values": [{"value": -1}] * 4},
                {
                    "title": "=1+1",
                    "indent": 1,
                    "values": [{"value": 2, "is_bold": True}, *[{"value": ""}] * 3],
                },
            ],
        }
        content = self._post("/web/pivot/export_xlsx", table)
        self.assertNotIn("<f>", sheet_xml(content))
        rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        self.assertEqual(
            list(rows),
            [
                (None, "=Total", None, None, None),
                (None, "=1+1", None, "+86", None),
                (None, "@Count", "@Count", "@Count", "@Count"),
                ("=Total", -1, -1, -1, -1),
                ("     =1+1", 2, None, None, None),
            ],
        )


@tagged("cs_base", "cs_base_sheet")
class TestXlsxReport(TransactionCase):
    def test_text_in_reports_stays_text(self):
        """Reports of report_xlsx write cells with ``write``, which would guess."""

        def generate(_self, workbook, _data, _records):
            sheet = workbook.add_worksheet()
            for row, text in enumerate([*ACTIVE, "http://x", "007"]):
                sheet.write(row, 0, text)

        report = self.env["report.report_xlsx.abstract"]
        with patch.object(type(report), "generate_xlsx_report", generate):
            content, extension = report.with_context(
                active_model="res.partner"
            ).create_xlsx_report(self.env.user.partner_id.ids, {})
        self.assertEqual(extension, "xlsx")
        self.assertNotIn("<f>", sheet_xml(content))
        self.assertNotIn("<hyperlink", sheet_xml(content))
        self.assertEqual(column_of(content), [*ACTIVE, "http://x", "007"])


@tagged("cs_base", "cs_base_sheet")
class TestStockImport(TransactionCase):
    def _preview(self, content):
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": content,
                "file_name": "partners.xlsx",
                "file_type": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        options = {"has_headers": True, "quoting": '"'}
        return wizard.parse_preview(options)

    def _workbook(self, place, style=False):
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Name", "Color"])
            sheet.write_row(1, 0, ["Li", 2])
            style = book.add_format({"bold": True}) if style else None
            sheet.write(place, "" if style else 9, style)
        return target.getvalue()

    def test_a_good_workbook_is_imported_as_before(self):
        preview = self._preview(self._workbook("B3"))
        self.assertNotIn("error", preview)
        self.assertEqual(preview["preview"], [["Li"], ["2", "9"]])

    def test_a_cell_in_the_last_corner_is_refused(self):
        preview = self._preview(self._workbook("XFD1048576"))
        self.assertIn("XFD1048576", preview["error"])

    def test_so_is_a_blank_one_that_stock_would_unfold(self):
        preview = self._preview(self._workbook("XFD1048576", style=True))
        self.assertIn("2000000 cells", preview["error"])

    def test_a_formula_without_value_is_refused_and_not_zero(self):
        content = self._workbook("B3")
        target = io.BytesIO()
        part = "xl/worksheets/sheet1.xml"
        with (
            zipfile.ZipFile(io.BytesIO(content)) as old,
            zipfile.ZipFile(target, "w") as new,
        ):
            for name in old.namelist():
                text = old.read(name)
                if name == part:
                    text = text.replace(b"<v>9</v></c></row>", b"<f>1+1</f></c></row>")
                    self.assertIn(b"<f>1+1</f>", text)
                new.writestr(name, text)
        preview = self._preview(target.getvalue())
        self.assertIn("Row 3: The formula has no stored value", preview["error"])
