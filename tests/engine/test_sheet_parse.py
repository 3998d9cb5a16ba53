"""Cells are read as people mean them, or refused: 03/04/2025 means two days."""

import doctest
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from cs_base_engine import sheet_parse
from cs_base_engine.sheet_in import CELL_CODES, CellError, Field
from hypothesis import given, settings
from hypothesis import strategies as st


def test_doctests():
    for module in (sheet_parse,):
        failed, tried = doctest.testmod(module)
        assert tried and not failed


def parsed(kind, value, **options):
    return Field("x", ["X"], kind, **options).parser()(value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", " 007\u200e ", "007"),
        ("text", "\u202a13800138000\u202c", "13800138000"),
        ("text", Decimal("7.0"), "7"),
        ("text", Decimal("7.5"), "7.5"),
        ("text", Decimal(999999999999999), "999999999999999"),
        ("text", True, "TRUE"),
        ("text", "👩\u200d💻", "👩\u200d💻"),
        ("integer", Decimal("3.0"), 3),
        ("integer", "１２", 12),
        ("integer", "-1,234", -1234),
        ("decimal", "1,234.50", Decimal("1234.50")),
        ("decimal", "￥1,234.50", Decimal("1234.50")),
        ("decimal", "50元", Decimal(50)),
        ("decimal", "-0.5", Decimal("-0.5")),
        ("percent", "72.5%", Decimal("0.725")),
        ("percent", "７０％", Decimal("0.7")),
        ("percent", Decimal("0.7"), Decimal("0.7")),
        ("date", "2025-3-1", date(2025, 3, 1)),
        ("date", "2025/03/01", date(2025, 3, 1)),
        ("date", "2025.3.1", date(2025, 3, 1)),
        ("date", "2025年3月1日", date(2025, 3, 1)),
        ("date", "20250301", date(2025, 3, 1)),
        ("date", Decimal(20250301), date(2025, 3, 1)),
        ("date", "2025-03-01 00:00:00", date(2025, 3, 1)),
        ("date", datetime(2025, 3, 1), date(2025, 3, 1)),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("datetime", "2025/3/1 8:05", datetime(2025, 3, 1, 8, 5)),
        ("datetime", "2025-03-01T08:05:07.123", datetime(2025, 3, 1, 8, 5, 7)),
        ("datetime", "2025年3月1日 08:05", datetime(2025, 3, 1, 8, 5)),
        ("time", "8:05", time(8, 5)),
        ("time", "08：05：09", time(8, 5, 9)),
        ("time", timedelta(hours=8), time(8)),
        ("duration", "100:05", timedelta(hours=100, minutes=5)),
        ("duration", "-1:30:05", -timedelta(hours=1, minutes=30, seconds=5)),
        ("duration", time(8, 30), timedelta(hours=8, minutes=30)),
        ("boolean", "是", True),
        ("boolean", "No", False),
        ("boolean", Decimal(1), True),
        ("boolean", False, False),
    ],
)
def test_cells_are_understood(kind, value, expected):
    result = parsed(kind, value)
    assert result == expected and type(result) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", Decimal(10**15), "digits_lost"),
        ("text", date(2025, 3, 1), "not_text"),
        ("text", time(8), "not_text"),
        ("text", "a\0b", "invisible_characters"),
        ("text", "a\u202eb", "invisible_characters"),
        ("text", "a\ud800b", "invisible_characters"),
        ("integer", "1.5", "not_integer"),
        ("integer", Decimal("1E+40"), "not_integer"),
        ("integer", True, "not_number"),
        ("decimal", "12,5", "not_number"),
        ("decimal", "1,23,456", "not_number"),
        ("decimal", "1e5", "not_number"),
        ("decimal", "nan", "not_number"),
        ("decimal", "(12)", "not_number"),
        ("decimal", "12%", "not_number"),
        ("decimal", "", "not_number"),
        ("decimal", "9" * 40, "not_number"),
        ("decimal", "=1+1", "not_number"),
        ("percent", "%", "not_number"),
        ("percent", date(2025, 3, 1), "not_number"),
        ("date", "03/04/2025", "not_date"),
        ("date", "2025-02-29", "not_date"),
        ("date", "2025-13-01", "not_date"),
        ("date", "2025年3-1", "not_date"),
        ("date", "1899-12-31", "not_date"),
        ("date", "2200-01-01", "not_date"),
        ("date", "45747", "not_date"),
        ("date", Decimal(45747), "not_date"),
        ("date", "2025-03-01 08:00", "not_date"),
        ("date", datetime(2025, 3, 1, 8), "not_date"),
        ("date", time(8), "not_date"),
        ("date", "2025-03-01" + " " * 30_000, "not_date"),
        ("datetime", "2025-03-01", "not_date"),
        ("datetime", date(2025, 3, 1), "not_date"),
        ("datetime", "2025-03-01 24:00", "not_date"),
        ("datetime", "2025-03-01 08:05+05:00", "not_date"),
        ("datetime", "2025-03-01T08:05Z", "not_date"),
        ("time", "25:00", "not_time"),
        ("time", "8", "not_time"),
        ("time", timedelta(days=1), "not_time"),
        ("time", Decimal("0.5"), "not_time"),
        ("duration", "8", "not_duration"),
        ("duration", Decimal(8), "not_duration"),
        ("duration", "8:60", "not_duration"),
        ("boolean", "maybe", "not_boolean"),
        ("boolean", Decimal(2), "not_boolean"),
    ],
)
def test_what_is_not_certain_is_refused(kind, value, code):
    with pytest.raises(CellError) as caught:
        parsed(kind, value)
    assert caught.value.code == code


def test_a_choice_is_one_of_its_words():
    choices = {"late": ["Late", "迟到"], "early": ["Early leave", "早退"]}
    assert parsed("choice", " 迟 到", choices=choices) == "late"
    assert parsed("choice", "EARLY LEAVE", choices=choices) == "early"
    with pytest.raises(CellError) as caught:
        parsed("choice", "absent", choices=choices)
    assert caught.value.params == {"allowed": "Late, 迟到, Early leave, 早退"}


values = st.one_of(
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9年月日/:.,%￥-]{1,12}"),
)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(sheet_parse.PARSERS)), values)
def test_parsers_raise_nothing_but_cell_errors(kind, value):
    try:
        parsed(kind, value)
    except CellError as error:
        assert set(error.params) == set(CELL_CODES[error.code])
