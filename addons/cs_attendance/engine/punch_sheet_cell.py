"""What a cell of a sheet of punches says: a day, one time or several."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_DAY = timedelta(days=1)
#: words for "no punch": nothing to read and nothing to report
_NOTHING = frozenset(
    {"na", "n/a", "nan", "null", "none", "nil", "-", "--", "---", "—", "/", "\\", "."}
    | {"无", "空", "未打卡", "未签到", "缺卡", "休", "休息", "轮休", "公休", "节假日"}
    | {"旷工", "请假", "正常", "未排班", "外出", "出差"}
    | {"absent", "off", "rest", "holiday", "leave"}
)
_WEEKDAYS = re.compile(
    r"(星期|周|礼拜)?[一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day"
)
_ISO = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?"
)
_PACKED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_ONLY = re.compile(r"(\d{1,2})\s*[日号]?")
_TIME = re.compile(
    r"(?<![\d:+])(次日|隔天|第二天)?\s*(\d{1,2}):(\d\d)(?::(\d\d))?(?![\d:])"
)
_LATE = re.compile(r"\s*([ap])\.?m\.?(?![a-z])", re.I)
_REQUESTED = re.compile("补卡|补签|更正")
_SEPARATORS = re.compile(r"[\s,;，、|/~()\[\]-]+")
_LONGEST_CELL = 500


class CellProblem(Exception):
    """``code`` is one of punch.BAD_CODES."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def cell_text(cell) -> str:
    """Any cell as one reads it in the sheet."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        whole = cell.adjusted() < 30 and cell == cell.to_integral_value()
        return f"{cell.to_integral_value():f}" if whole else f"{cell:f}"[:60]
    if getattr(cell, "code", None):
        return getattr(cell, "shown", "")
    return str(cell)


def is_blank(cell) -> bool:
    return cell is None or isinstance(cell, str) and not cell.strip()


def is_day_word(text: str) -> bool:
    """Whether a text names a weekday."""
    return bool(_WEEKDAYS.fullmatch(text.strip().casefold().strip("()")))


class DateReader:
    """Reads days; ``order`` says what 03/04/2026 means: dmy, mdy or nothing."""

    def __init__(self, order: str = ""):
        self.order = order

    def read(self, cell) -> date:
        """:raises CellProblem: no day, or one that can be two"""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = _narrow(cell_text(cell))
        if found := self.find(text):
            return found[0]
        if match := _PACKED.fullmatch(text.strip()):
            return _date(*map(int, match.groups()))
        raise CellProblem("bad_time")

    def find(self, text: str) -> tuple[date, int] | None:
        """The first full date in a text, and where it ends."""
        if match := _ISO.search(text):
            return _date(*map(int, match.groups())), match.end()
        if match := _SLASHED.search(text):
            first, second, year = map(int, match.groups())
            order = self.order or self._only(first, second)
            if not order:
                raise CellProblem("bad_time")
            day, month = (first, second) if order == "dmy" else (second, first)
            return _date(year, month, day), match.end()
        return None

    @staticmethod
    def order_in(texts: Iterable[str]) -> str:
        """The order that the texts prove; nothing when they prove none or both."""
        proofs = set()
        for text in texts:
            if match := _SLASHED.search(_narrow(text)):
                proofs.add(DateReader._only(int(match[1]), int(match[2])))
        proofs.discard("")
        return proofs.pop() if len(proofs) == 1 else ""

    @staticmethod
    def _only(first: int, second: int) -> str:
        if first == second:
            return "dmy"
        if first > 12 or second > 12:
            return "dmy" if first > 12 else "mdy"
        return ""


def read_times(cell, day: date | None, dates: DateReader) -> list[datetime]:
    """All moments in a cell.

    :param day: the day of the column or row; None when the cell has to say it
    :raises CellProblem: words instead of a time, no such time, another day, or an
        entry that was made by request and so is no punch
    """
    if is_blank(cell):
        return []
    if getattr(cell, "code", None):
        raise CellProblem("unreadable")
    if isinstance(cell, datetime):
        return [_of_day(cell, day)]
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return [_plus(day, cell)]
    return _read_text(_narrow(cell_text(cell)), day, dates)


def _read_text(text: str, day: date | None, dates: DateReader) -> list[datetime]:
    if text.strip().casefold() in _NOTHING:
        return []
    if len(text) > _LONGEST_CELL:
        raise CellProblem("garbage")
    if _REQUESTED.search(text):
        raise CellProblem("not_a_punch")
    result, position = [], 0
    while position < len(text):
        match = _TIME.search(text, position)
        if not match:
            break
        own = dates.find(text[position : match.start()])
        if own:
            day = _own_day(own[0], day)
        moment = _plus(day, _clock(match, text))
        if result and not own and moment < result[-1] and moment.hour < 6:
            moment += _DAY  # 22:05 06:03: the morning after
        result.append(moment)
        late = _LATE.match(text, match.end())
        position = late.end() if late else match.end()
    if not result or _has_digits(text, result):
        raise CellProblem("bad_time" if re.search(r"\d", text) else "no_time")
    return result


def _has_digits(text: str, result: list) -> bool:
    """Whether a part that looks like a time was left unread."""
    rest = _TIME.sub(" ", text)
    rest = _SLASHED.sub(" ", _ISO.sub(" ", rest))
    return any(
        ":" in part for part in _SEPARATORS.split(rest) if re.search(r"\d", part)
    )


def _clock(match, text: str) -> timedelta:
    next_day, hours, minutes, seconds = match.groups()
    hours, minutes, seconds = int(hours), int(minutes), int(seconds or 0)
    late = _LATE.match(text, match.end())
    if late:
        if not 1 <= hours <= 12:
            raise CellProblem("bad_time")
        hours = hours % 12 + (12 if late[1].lower() == "p" else 0)
    if hours > 29 or minutes > 59 or seconds > 59:
        raise CellProblem("bad_time")
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return length + _DAY if next_day else length


def _own_day(own: date, day: date | None) -> date:
    if day is not None and not timedelta(0) <= own - day <= _DAY:
        raise CellProblem("other_day")
    return own


def _of_day(moment: datetime, day: date | None) -> datetime:
    if day is not None:
        _own_day(moment.date(), day)
    return moment.replace(tzinfo=None, microsecond=0)


def _plus(day: date | None, length: timedelta) -> datetime:
    if day is None or not timedelta(0) <= length < 2 * _DAY:
        raise CellProblem("bad_time")
    try:
        return datetime.combine(day, time()) + length
    except OverflowError:
        raise CellProblem("bad_time") from None


def dates_of_header(
    titles: Mapping[int, object], order: str, month: date | None
) -> tuple[dict[int, date], str]:
    """Which columns are days: index -> date, and the order of day and month found.

    Full dates, dates without a year, or only the day of ``month``. Where 03/04 can be
    two days, the reading that makes the columns follow each other is taken.
    """
    texts = {i: _without_weekday(_narrow(cell_text(t))) for i, t in titles.items()}
    best: tuple[dict[int, date], str] = {}, order
    for tried in [order] if order else ["", "dmy", "mdy"]:
        days = {}
        for index, title in titles.items():
            day = _header_day(title, texts[index], DateReader(tried), month)
            if day:
                days[index] = day
        if len(days) > len(best[0]) and _ascends(days):
            best = days, tried
    return best


def _header_day(title, text: str, dates: DateReader, month: date | None):
    if isinstance(title, date):
        return title.date() if isinstance(title, datetime) else title
    try:
        if found := dates.find(text):
            return found[0] if found[1] == len(text) else None
        if match := _PACKED.fullmatch(text):
            return _date(*map(int, match.groups()))
        if month and (match := _SHORT.fullmatch(text)):
            return _near(month, int(match[1]), int(match[2]))
        if month and (match := _DAY_ONLY.fullmatch(text)):
            return _date(month.year, month.month, int(match[1]))
    except CellProblem:
        return None
    return None


def _near(month: date, number: int, day: int) -> date:
    """A date without a year: that of the month spoken of, or of the one beside it."""
    year = month.year
    if month.month == 12 and number == 1:
        year += 1
    elif month.month == 1 and number == 12:
        year -= 1
    return _date(year, number, day)


def _ascends(days: Mapping[int, date]) -> bool:
    ordered = [days[index] for index in sorted(days)]
    return all(
        first < second for first, second in zip(ordered, ordered[1:], strict=False)
    )


def _without_weekday(text: str) -> str:
    parts = [part for part in re.split(r"[\s()\[\]]+", text) if part]
    if len(parts) == 1 and (match := re.fullmatch(r"(.*\d日?)(星期.|周.)", parts[0])):
        parts = [match[1]]
    if len(parts) > 1:
        parts = [
            p
            for p in parts
            if not is_day_word(p) and not re.fullmatch("0?0:00(:00)?", p)
        ]
    return " ".join(parts)


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellProblem("bad_time") from None
