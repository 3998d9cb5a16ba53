"""Punches as they arrive, before anybody knows whose they are (ATT-30, ATT-32).

Every reader gives the same two things: punches, and the lines that are none, each with
its number and a code of BAD_CODES. Nothing is dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytz

#: why a line is no punch
BAD_CODES = (
    "garbage",  # no punch can be recognised
    "filler",  # a run of NUL or 0x5A bytes
    "damaged",  # behind such a run: the start of the line may be missing
    "bad_pin",  # empty or too long
    "bad_time",  # there is no such moment
    "too_early",
    "in_future",
    "no_pin",  # a row of a sheet that names nobody
    "no_time",  # a cell of a sheet with words instead of a time
    "not_a_punch",  # a time that somebody entered by request
    "other_day",  # a cell whose date is not that of its column
    "out_before_in",
    "unreadable",  # the spreadsheet program itself reports an error in the cell
)
EARLIEST = datetime(2000, 1, 1)
MAX_PIN = 32
MAX_RAW = 200

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


class Punch(NamedTuple):
    """``number`` is that of the line or row, ``local`` what the terminal showed."""

    number: int
    pin: str
    local: datetime
    raw: str


class Bad(NamedTuple):
    number: int
    code: str
    raw: str


@dataclass
class Parsed:
    """What a file or a pushed batch holds.

    :param read: lines or cells that were looked at: punches and bad ones
    :param serial: of the terminal, where the file says it
    """

    punches: list[Punch] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    serial: str = ""

    @property
    def read(self) -> int:
        return len(self.punches) + len(self.bad)


def clean(text: str, length: int = MAX_RAW) -> str:
    """Text that PostgreSQL and people can read; what is cut off shows.

    >>> clean("583\\t2020-12-01 07:56:36\\x00")
    '583 2020-12-01 07:56:36'
    """
    text = text.replace("\t", " ").strip()
    if not text.isprintable():
        text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= length else text[: length - 1] + "…"


def clean_pin(text: str) -> str:
    """A pin without the padding of terminals; "007" and "7" are two pins.

    >>> clean_pin("      583"), clean_pin("007 ")
    ('583', '007')
    """
    return _CONTROL.sub("", text).strip()


def check_moment(local: datetime, latest: datetime) -> str:
    """The code of what is wrong with a moment, or nothing."""
    if local < EARLIEST:
        return "too_early"
    return "in_future" if local > latest else ""


class Zone:
    """Local clock of a terminal to naive UTC, as the working calendar does it: an hour
    that occurs twice means its second occurrence, one that does not exist is read as
    standard time (ATT-32).

    >>> Zone("Europe/Berlin").utc(datetime(2026, 10, 25, 2, 30))  # occurs twice
    datetime.datetime(2026, 10, 25, 1, 30)
    """

    def __init__(self, name: str):
        self._tz = pytz.timezone(name)
        self._offsets: dict[date, timedelta | None] = {}

    def utc(self, local: datetime) -> datetime:
        day = local.date()
        try:
            offset = self._offsets[day]
        except KeyError:
            offset = self._offsets[day] = self._offset_of(day)
        return local - (self._offset(local) if offset is None else offset)

    def local(self, moment: datetime) -> datetime:
        """Naive local time of a moment in naive UTC."""
        return pytz.utc.localize(moment).astimezone(self._tz).replace(tzinfo=None)

    def offset_at(self, moment: datetime) -> timedelta:
        """How far the zone is ahead of UTC at a moment in naive UTC."""
        return self.local(moment) - moment

    def _offset(self, local: datetime) -> timedelta:
        return self._tz.localize(local).utcoffset()

    def _offset_of(self, day: date) -> timedelta | None:
        """The offset that holds all day, or None when the clock is changed."""
        midnight = datetime.combine(day, time())
        first = self._offset(midnight - timedelta(hours=3))
        last = self._offset(midnight + timedelta(hours=27))
        return first if first == last else None


def to_utc(punches: Sequence[Punch], zone: Zone) -> list[datetime]:
    return [zone.utc(punch.local) for punch in punches]
