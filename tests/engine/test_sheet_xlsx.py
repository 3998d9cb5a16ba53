"""What Excel, WPS and others write is read as it was typed."""

import doctest
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from cs_base_engine import sheet_table, sheet_xlsx_cell
from cs_base_engine.sheet_in import CellError, read_table
from sheet_files import HEAD, cells, refused, with_parts, with_sheet, workbook


def test_doctests():
    for module in (sheet_table, sheet_xlsx_cell):
        failed, tried = doctest.testmod(module)
        assert tried and not failed


def test_values_as_they_were_typed():
    content = workbook(
        [["007", 7, 1.1, 0.1 + 0.2, True, "", None, "a\nb", 123456789012345]]
    )
    assert cells(content) == [
        [
            "007",
            Decimal(7),
            Decimal("1.1"),
            Decimal("0.3"),
            True,
            None,
            None,
            "a\nb",
            Decimal(123456789012345),
        ]
    ]


def test_row_numbers_are_the_sheets_own():
    content = workbook([["Pin"], [], [None, None], ["7"], [], ["8"]])
    assert [row.number for row in read_table(content).rows] == [1, 4, 6]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_are_told_by_their_format(is_1904):
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": is_1904})
    sheet = book.add_worksheet()
    moment = datetime(2025, 3, 31, 8, 30, 5)
    for index, (code, value) in enumerate(
        [
            ("yyyy-mm-dd", datetime(2025, 3, 31)),
            ('yyyy"年"m"月"d"日"', datetime(2025, 3, 31)),
            ("yyyy-mm-dd hh:mm", moment),
            ("[$-804]yyyy/m/d h:mm;@", moment),
            ("h:mm:ss", time(8, 30, 5)),
            ('[h]"小时"mm', timedelta(hours=30, minutes=30)),
            ('0.0"days"', 1.5),
            ("[Red]0.00_ ", 1.5),
            ("yyyy-mm-dd", moment),
        ]
    ):
        style = book.add_format({"num_format": code})
        if isinstance(value, datetime | time | timedelta):
            sheet.write_datetime(0, index, value, style)
        else:
            sheet.write_number(0, index, value, style)
    book.close()
    assert cells(target.getvalue()) == [
        [
            date(2025, 3, 31),
            date(2025, 3, 31),
            moment,
            moment,
            time(8, 30, 5),
            timedelta(hours=30, minutes=30),
            Decimal("1.5"),
            Decimal("1.5"),
            moment,
        ]
    ]


@pytest.mark.parametrize("number_format", [14, 31, 57, 58])
def test_built_in_chinese_dates(number_format):
    """Chinese Excel stores dates in formats 27-58, which have no code in the file."""
    style = f'<cellXfs count="1"><xf numFmtId="{number_format}"/></cellXfs>'
    xml = '<sheetData><row r="1"><c r="A1" s="0"><v>45747</v></c></row></sheetData>'
    content = with_parts(
        with_sheet(xml), xl__styles_xml=f"<styleSheet>{style}</styleSheet>"
    )
    assert cells(content) == [[date(2025, 3, 31)]]


def one_cell(xml, style="number"):
    kinds = {"number": 0, "date": 14, "time": 20}
    styles = f'<cellXfs><xf numFmtId="{kinds[style]}"/></cellXfs>'
    return cells(
        with_parts(
            with_sheet(f'<sheetData><row r="1">{xml}</row></sheetData>'),
            xl__styles_xml=f"<styleSheet>{styles}</styleSheet>",
        )
    )[0][0]


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("60", "not_date"),
        ("61", date(1900, 3, 1)),
        ("2958465", date(9999, 12, 31)),
        ("2958466", "not_date"),
        ("-1", "not_date"),
        ("1e300", "not_date"),
        ("0.5", time(12)),
        ("0.999999", time(23, 59, 59)),
        ("1e400", "not_number"),
        ("nan", "not_number"),
        ("1_0", "not_number"),
        ("١", "not_number"),
    ],
)
def test_the_ends_of_excels_calendar(serial, expected):
    value = one_cell(f"<c><v>{serial}</v></c>", "date")
    assert (value.code if isinstance(value, CellError) else value) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c t="inlineStr"><is><t>a</t><r><t>b</t></r></is></c>', "ab"),
        ('<c t="inlineStr"><is><t>客</t><rPh><t>kè</t></rPh></is></c>', "客"),
        ('<c t="str"><f>A1</f><v>a_x000D_b_x005F_x0041_</v></c>', "a\rb_x0041_"),
        ('<c t="b"><v>0</v></c>', False),
        ('<c t="d"><v>2025-03-31T08:30:00</v></c>', datetime(2025, 3, 31, 8, 30)),
        ("<c><f>1+1</f><v>2</v></c>", Decimal(2)),
        ("<c><v> 1.5E2 </v></c>", Decimal(150)),
        ("<c><v>1.10101199003072E+17</v></c>", Decimal("110101199003072000")),
    ],
)
def test_kinds_of_cells(xml, expected):
    assert one_cell(xml) == expected


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<c><f>1+1</f></c>", "formula_without_value"),
        ("<c><f>1+1</f><v/></c>", "formula_without_value"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error_value"),
        ('<c t="e"><v>#N/A</v></c>', "error_value"),
        ('<c t="d"><v>soon</v></c>', "not_date"),
    ],
)
def test_a_spoilt_cell_is_an_error_and_never_blank(xml, code):
    assert one_cell(xml).code == code


def test_a_formula_that_yields_nothing_is_blank():
    xml = '<row r="1"><c t="str"><f>A9</f><v></v></c><c t="str"><v>x</v></c></row>'
    assert cells(with_sheet(f"<sheetData>{xml}</sheetData>")) == [[None, "x"]]


def test_a_workbook_by_another_name():
    """Some programs call it workbook2.xml, and write empty cells as empty strings."""
    content = workbook([["x"]])
    with zipfile.ZipFile(BytesIO(content)) as parts:
        rels = parts.read("_rels/.rels").replace(b"workbook.xml", b"workbook2.xml")
        book = parts.read("xl/workbook.xml")
        links = parts.read("xl/_rels/workbook.xml.rels")
    moved = {
        "_rels__.rels": rels,
        "xl__workbook_xml": None,
        "xl__workbook2_xml": book,
        "xl___rels__workbook2_xml.rels": links,
        "xl__worksheets__sheet1_xml": HEAD
        + '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v/></c></row></sheetData>'
        + "</worksheet>",
    }
    assert cells(with_parts(content, **moved)) == [["x"]]


def test_openpyxl_writes_formulas_without_value():
    book = openpyxl.Workbook()
    book.active.append(["Pin", "=1+1"])
    target = BytesIO()
    book.save(target)
    (row,) = cells(target.getvalue())
    assert row[0] == "Pin" and row[1].code == "formula_without_value"


def test_the_first_visible_sheet_or_the_named_one():
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    for name in ("Hidden", "March", "April"):
        book.add_worksheet(name).write(0, 0, name)
    book.get_worksheet_by_name("March").activate()
    book.get_worksheet_by_name("Hidden").hide()
    book.close()
    content = target.getvalue()
    table = read_table(content)
    assert table.sheet == "March" and next(table.rows).cells == ["March"]
    assert cells(content, sheet="Hidden") == [["Hidden"]]
    error = refused(content, sheet="May")
    assert error.code == "unknown_sheet"
    assert error.params["known"] == "Hidden, March, April"


def test_prefixed_and_strict_documents():
    xml = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
        "<x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    content = with_parts(workbook([["x"]]), xl__worksheets__sheet1_xml=xml)
    assert cells(content) == [["a", Decimal(1)]]
