"""Turns the values of a row into what a cell of a column's type holds."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .sheet_book import Column

#: a spreadsheet's numbers keep 15 digits
DIGITS = 15


def text_of(value) -> str:
    """An empty text of Odoo is False."""
    return "" if value is None or value is False else str(value)


def is_blank(column: Column, value) -> bool:
    """No value; an empty date of Odoo is False, but a figure never is."""
    if value is False:
        return column.type in ("date", "datetime")
    return value is None or value == ""


def number_of(column: Column, value, row: int) -> Decimal:
    """Return the figure of a cell; a duration in days, as spreadsheets count it.

    :raises ValueError: no number, not finite, or not whole where it must be
    """
    if column.type == "duration":
        return Decimal(repr(seconds_of(column, value, row) / 86_400))
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        raise misfit(column, value, row)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise misfit(column, value, row)
    if column.type == "integer" and number != number.to_integral_value():
        raise misfit(column, value, row)
    if column.type == "money" and fits_number(column, number):
        return number.quantize(Decimal(1).scaleb(-column.digits), ROUND_HALF_UP)
    return number


def fits_number(column: Column, number: Decimal) -> bool:
    """Whether a spreadsheet can hold and show ``number``, decimals included."""
    if column.type == "duration":
        return number >= 0  # Excel shows #### for less
    shown = 0 if column.type == "integer" else column.digits
    return not number or number.adjusted() < DIGITS - shown


def number_as_text(column: Column, number: Decimal) -> str:
    """Write a figure that ``fits_number`` refuses."""
    if column.type == "duration":
        return clock(round(number * 86_400))
    return f"{number:f}"


def seconds_of(column: Column, value, row: int) -> int:
    if not isinstance(value, timedelta):
        raise misfit(column, value, row)
    return round(value.total_seconds())


def clock(seconds: int) -> str:
    """Write a duration: 8:30, 100:00:05, -1:30."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}" + (f":{rest:02}" if rest else "")
    return "-" + text if seconds < 0 else text


def moment_of(column: Column, value, row: int) -> date | datetime:
    """Return a date, or a naive datetime to the second, as the column wants it."""
    is_moment = isinstance(value, datetime)
    if not isinstance(value, date) or is_moment is not (column.type == "datetime"):
        raise misfit(column, value, row)
    if not is_moment:
        return value
    if value.tzinfo:
        raise misfit(column, value, row)
    return value.replace(microsecond=0)


def misfit(column: Column, value, row: int) -> ValueError:
    return ValueError(
        f"row {row}, column {column.key}: {value!r} is no {column.type} value"
    )
