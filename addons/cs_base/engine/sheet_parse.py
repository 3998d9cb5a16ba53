"""Turns what a cell holds into what a column means, or says why it cannot.

Each parser takes a cell's value (never blank) and raises ``CellError``. Text is read
the way people in China and elsewhere type it, as long as it can mean one thing only:
03/04/2025 and 12,5 cannot.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .sheet_error import CellError
from .sheet_table import Value

#: white space, and invisible marks that telephones put around numbers
_EDGES = "".join(
    chr(code)
    for code in (
        *(code for code in range(0x3001) if chr(code).isspace()),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
    )
)
#: never part of a name: control characters, and marks that reorder what is read
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_PACKED = re.compile(r"((?:19|20|21)[0-9]{2})([01][0-9])([0-3][0-9])")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?")
_DURATION = re.compile(r"(-?)([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9]))?")
_WORDS = {True: "yes y true t 1 是 √ ✓", False: "no n false f 0 否 × ✗ x"}
_BOOLEANS = {word: value for value, words in _WORDS.items() for word in words.split()}
_DIGITS = 15
_LONGEST = 60  # of a number, day or time with its blanks
_YEARS = range(1900, 2200)


def as_text(value: Value) -> str:
    """Write any value as one would read it in the sheet."""
    if isinstance(value, str):
        return trimmed(value)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and value.adjusted() < 50
        return f"{value.to_integral_value():f}" if whole else f"{value:f}"
    if isinstance(value, CellError):
        return value.shown
    return "" if value is None else str(value)


def trimmed(text: str) -> str:
    """Cut white space and invisible marks off both ends."""
    return text.strip(_EDGES)


def folded(text: str) -> str:
    """Reduce a header or word to what matters for comparing it.

    >>> folded(" Employee No.* ："), folded("工　号＊")
    ('employeeno.', '工号')
    """
    return re.sub(r"[\s*:]+", "", unicodedata.normalize("NFKC", text)).casefold()


def parse_text(value: Value) -> str:
    """Text as it stands; "007" and "7" are two things.

    A spreadsheet keeps 15 digits of a number: an order or identity number of 16 and
    more that was not entered as text is lost, not merely shortened.
    """
    if isinstance(value, Decimal):
        if value and value.adjusted() >= _DIGITS:
            raise CellError("digits_lost")
        return as_text(value)
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, str):
        raise CellError("not_text")
    text = trimmed(value)
    if _INVISIBLE.search(text):
        raise CellError("invisible_characters")
    return text


def parse_decimal(value: Value) -> Decimal:
    """A number; as text also 1,234.50, ￥12 or full-width digits."""
    if isinstance(value, Decimal):
        return value
    text = _normalized(value, "not_number").strip("¥$€元 ")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if len(text) > 30 or not _PLAIN.fullmatch(text):
        raise CellError("not_number")
    return Decimal(text)


def parse_integer(value: Value) -> int:
    number = parse_decimal(value)
    if number.adjusted() >= 30 or number != number.to_integral_value():
        raise CellError("not_integer")
    return int(number)


def parse_percent(value: Value) -> Decimal:
    """A ratio of 1: a number as it stands, or text such as 12.5%."""
    if isinstance(value, str):
        text = _normalized(value, "not_number")
        if text.endswith("%"):
            return parse_decimal(text[:-1]).scaleb(-2)
    return parse_decimal(value)


def parse_date(value: Value) -> date:
    """A day; as text 2025-03-31, 2025/3/31, 2025.3.31, 2025年3月31日 or 20250331."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise CellError("not_date")
        return value.date()
    if isinstance(value, date):
        return value
    text = _normalized(as_text(value) if isinstance(value, Decimal) else value)
    return _date(re.sub(r"[ T]+0?0:00(:00)?$", "", text))


def parse_datetime(value: Value) -> datetime:
    """A naive moment; as text a day and a time, to the second. No zone is assumed."""
    if isinstance(value, datetime) and not value.tzinfo:
        return value
    day, _, clock = _normalized(value).replace("T", " ").partition(" ")
    return datetime.combine(_date(day), _time(clock.strip(), "not_date"))


def parse_time(value: Value) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta):
        if not timedelta(0) <= value < timedelta(days=1):
            raise CellError("not_time")
        return (datetime.min + value).time()
    return _time(_normalized(value, "not_time"), "not_time")


def parse_duration(value: Value) -> timedelta:
    """Hours and minutes: 8:30 or 100:00:05. A bare number has no unit: refused."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, time):
        return datetime.combine(date.min, value) - datetime.min
    match = _DURATION.fullmatch(_normalized(value, "not_duration"))
    if not match:
        raise CellError("not_duration")
    sign, hours, minutes, seconds = match.groups("0")
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -length if sign == "-" else length


def parse_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    word = folded(as_text(value))
    if word not in _BOOLEANS:
        raise CellError("not_boolean")
    return _BOOLEANS[word]


def parse_choice(meanings: Mapping[str, object], allowed: str, value: Value):
    """One of some words: ``meanings`` by ``folded`` word, ``allowed`` to read."""
    word = folded(as_text(value))
    if word not in meanings:
        raise CellError("not_choice", allowed=allowed)
    return meanings[word]


def _normalized(value: Value, code: str = "not_date") -> str:
    """Text with full-width forms made narrow, or the error ``code``."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise CellError(code)
    return trimmed(unicodedata.normalize("NFKC", value))


def _date(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match and (match[2] == "年") is ("月" in text):
        parts = match.group(1, 3, 4)
    elif match := _PACKED.fullmatch(text):
        parts = match.groups()
    else:
        raise CellError("not_date")
    year, month, day = map(int, parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise CellError("not_date") from None
    if year not in _YEARS:
        raise CellError("not_date")
    return found


def _time(text: str, code: str) -> time:
    match = _TIME.fullmatch(text)
    try:
        return time(*(int(part or 0) for part in match.groups()))
    except (AttributeError, ValueError):
        raise CellError(code) from None


PARSERS = {
    "text": parse_text,
    "integer": parse_integer,
    "decimal": parse_decimal,
    "percent": parse_percent,
    "date": parse_date,
    "datetime": parse_datetime,
    "time": parse_time,
    "duration": parse_duration,
    "boolean": parse_boolean,
}
