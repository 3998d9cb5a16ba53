"""Every row of a file is either good or reported, with its number and reason."""

from datetime import datetime

import pytest
from cs_base_engine.sheet_in import (
    CELL_CODES,
    SHEET_CODES,
    CellError,
    Field,
    SheetError,
    read_rows,
    read_table,
)
from sheet_files import with_sheet, workbook

PUNCHES = [
    Field("pin", ["Pin", "工号"]),
    Field("at", ["Time", "打卡时间"], "datetime"),
    Field("note", ["Note", "备注"], required=False),
]


def punches(content, **options):
    return read_rows(read_table(content, **options), PUNCHES)


def test_good_rows_are_read_and_bad_ones_reported():
    result = punches(
        b"Pin,Time,Note\n"
        b"007,2025-03-31 08:30,\n"
        b"008,31/03/2025 08:31,x\n"
        b",,only a note\n"
        b'"9"x,2025-03-31 08:33,\n'
        b"010,2025-03-31 08:34,a,b\n"
        b"011,2025-03-31T08:35:07,z\n"
    )
    moment = datetime(2025, 3, 31, 8, 30)
    assert [(row.number, row.values) for row in result.good] == [
        (2, {"pin": "007", "at": moment, "note": None}),
        (7, {"pin": "011", "at": datetime(2025, 3, 31, 8, 35, 7), "note": "z"}),
    ]
    assert [(bad.number, bad.column, bad.code, bad.shown) for bad in result.bad] == [
        (3, "Time", "not_date", "31/03/2025 08:31"),
        (4, "Pin", "required", ""),
        (4, "Time", "required", ""),
        (5, "", "broken_quotes", ""),
        (6, "", "extra_cells", "010, 2025-03-31 08:34, a, b"),
    ]
    assert result.bad_row_count == 4
    assert all(set(bad.params) == set(CELL_CODES[bad.code]) for bad in result.bad)


def test_every_row_is_good_or_bad():
    lines = [f"{number},2025-03-31 08:30,x" for number in range(50_000)]
    lines[-1] = "49999,never,x"
    result = punches("\n".join(["Pin,Time,Note", *lines]).encode())
    assert len(result.good) == 49_999
    assert [(bad.number, bad.shown) for bad in result.bad] == [(50_001, "never")]


def test_the_header_is_found_below_titles_in_any_language():
    content = workbook(
        [
            ["三月打卡记录"],
            [None, "制表：人事部"],
            [],
            [" 备 注 ", "部门", "工号*", "打卡时间："],
            ["迟到", "客服部", "007", "2025年3月31日 8:30"],
        ]
    )
    result = punches(content)
    assert result.header_row == 4
    assert result.unknown == ["部门"]
    moment = datetime(2025, 3, 31, 8, 30)
    (row,) = result.good
    assert (row.number, row.values) == (
        5,
        {"note": "迟到", "pin": "007", "at": moment},
    )


def header_error(content):
    with pytest.raises(SheetError) as caught:
        punches(content)
    error = caught.value
    assert set(error.params) == set(SHEET_CODES[error.code])
    return error


def test_missing_columns_are_named():
    error = header_error(b"Report\nPin,When\n7,2025-03-31 08:30\n")
    assert error.code == "missing_columns"
    assert error.params == {"missing": "Time", "found": "Pin, When"}


def test_a_header_too_far_down_is_not_looked_for():
    good = b"x\n" * 19 + b"Pin,Time\n7,2025-03-31 08:30\n"
    assert punches(good).header_row == 20
    assert header_error(b"x\n" + good).code == "missing_columns"


def test_one_column_twice_is_refused():
    error = header_error("Pin,Time,工号\n7,2025-03-31 08:30,8\n".encode())
    assert error.code == "duplicate_column"
    assert error.params == {"column": "Pin", "headers": "Pin, 工号"}


def test_a_header_alone_is_refused():
    assert header_error(b"Pin,Time\n").code == "no_rows"
    assert header_error(workbook([["Pin", "Time"]])).code == "no_rows"
    assert header_error(workbook([])).code == "empty"


def test_cells_the_file_spoils_are_reported():
    xml = (
        '<row r="1"><c t="inlineStr"><is><t>Pin</t></is></c>'
        '<c t="inlineStr"><is><t>Time</t></is></c></row>'
        '<row r="2"><c><f>1+1</f></c><c t="e"><v>#REF!</v></c></row>'
    )
    bad = punches(with_sheet(f"<sheetData>{xml}</sheetData>")).bad
    assert [(cell.column, cell.code, cell.shown) for cell in bad] == [
        ("Pin", "formula_without_value", ""),
        ("Time", "error_value", "#REF!"),
    ]


def test_what_is_shown_is_short_and_clean():
    (bad,) = punches(b"Pin,Time\n7," + b"\0\1x" * 100 + b"\n").bad
    assert bad.shown == "x" * 79 + "…"


def test_an_endless_cell_is_one_bad_row():
    content = b"Pin,Time,Note\n7,2025-03-31 08:30," + b"x" * 131_073
    result = punches(content + b"\n8,2025-03-31 08:30,y\n")
    assert [(bad.number, bad.code) for bad in result.bad] == [(2, "too_long")]
    assert [row.number for row in result.good] == [3]


def test_a_parser_of_ones_own():
    def even(value):
        if value % 2:
            raise CellError("not_integer")
        return int(value)

    fields = [Field("n", ["N"], even)]
    result = read_rows(read_table(workbook([["N"], [2], [3]])), fields)
    assert [row.values for row in result.good] == [{"n": 2}]
    assert [bad.number for bad in result.bad] == [3]
