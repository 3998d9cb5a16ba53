"""Numbers and dates of .xlsx cells: a date is a number with a date's format."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from .sheet_error import CellError
from .sheet_table import Value

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]')
_SECONDS = 86_400
_LAST_DAY = 2_958_465  # 9999-12-31

#: built-in formats that have no code in the file, the Chinese ones (27-58) included
_BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 55)], "date"),
    **dict.fromkeys([57, 58], "date"),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56], "time"),
    22: "datetime",
    46: "duration",
}


def kind_of_format(identifier: str, code: str | None) -> str:
    """Return what a number format shows: number, date, time, datetime or duration.

    >>> kind_of_format("164", 'yyyy"年"m"月"d"日"'), kind_of_format("165", "[h]:mm")
    ('date', 'duration')
    >>> kind_of_format("166", '#,##0.00 "days"'), kind_of_format("31", None)
    ('number', 'date')
    """
    if code is None:
        return _BUILT_IN.get(int(identifier), "number")
    shown = _UNSHOWN.sub("", code.split(";")[0]).lower()
    if "[" in shown:
        return "duration"
    if "general" in shown:
        return "number"
    has_time = "h" in shown or "s" in shown
    has_date = "y" in shown or "d" in shown or ("m" in shown and not has_time)
    if has_date and has_time:
        return "datetime"
    return "date" if has_date else "time" if has_time else "number"


def read_number(text: str, kind: str, is_1904: bool) -> Value:
    """Return the number as it was typed, or the moment it stands for.

    Spreadsheets show 15 digits and store 17: 1.1000000000000001 was typed as 1.1.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        return CellError("not_number", shown=text)
    if kind != "number":
        return _moment(float(text), kind, is_1904, text)
    return Decimal(text if len(text) <= 15 else f"{float(text):.15G}")


def read_iso(text: str) -> Value:
    try:
        return datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return CellError("not_date", shown=text)


def _moment(serial: float, kind: str, is_1904: bool, text: str) -> Value:
    if not -_LAST_DAY <= serial <= _LAST_DAY + 0.999_99:
        return CellError("not_date", shown=text)
    seconds = round(serial * _SECONDS)
    if kind == "duration":
        return timedelta(seconds=seconds)
    if 0 <= serial < 1 and (kind == "time" or not is_1904):
        elapsed = timedelta(seconds=min(seconds, _SECONDS - 1))
        return (datetime.min + elapsed).time()
    return _date_or_datetime(seconds, kind, is_1904) or CellError("not_date", text)


def _date_or_datetime(seconds: int, kind: str, is_1904: bool) -> date | None:
    """Excel's first calendar holds a 29 February 1900, its day 60."""
    days, rest = divmod(seconds, _SECONDS)
    if is_1904:
        first = date(1904, 1, 1)
    else:
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    if days < 0 or (days == 60 and not is_1904) or days > _LAST_DAY - is_1904 * 1462:
        return None
    day = datetime.combine(first, time()) + timedelta(days=days, seconds=rest)
    return day.date() if kind == "date" and not rest else day
