"""Understands sheets of punches, whoever exported them (ATT-30).

Three layouts, told by what the columns mean: one punch a row; a person's day a row,
with in and out; a person a row, with the days as columns (DingTalk, WeCom). ``guess``
proposes what each column means, a person may correct it, ``read`` reads by it.

Rows come as (number, cells); a cell is text, a number, a date, a time, or something
with a ``code`` where the file itself is in error.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .punch import MAX_PIN, Bad, Parsed, Punch, check_moment, clean, clean_pin
from .punch_sheet_cell import (
    CellProblem,
    DateReader,
    cell_text,
    dates_of_header,
    is_blank,
    is_day_word,
    read_times,
)

#: what a column can mean
ROLES = ("pin", "name", "moment", "date", "time", "in", "out", "day")
HEADER_ROWS = 20
MAX_COLUMNS = 400
#: a person's day is no longer than this from in to out
_LONGEST = timedelta(hours=16)

#: roles by the words of a header, most telling first; NFKC, lower case, no blanks
_WORDS = (
    (
        None,
        "应|计划|结果|状态|时长|小时|地点|地址|备注|次数|校准|关联|planned|expected|hours"
        "|status|result|duration|location|remark|late|early|区间|考勤组|班次|部门|职位",
    ),
    (
        "pin",
        "工号|员工编号|员工号|考勤号码?|考勤编号|人员编号|登记号码?|用户编号|打卡编号|帐号"
        r"|账号|userid|user_id|pin|ac-no\.?|enno\.?|enroll\w*|employeeno\.?|employeeid"
        r"|employee_id|empcode|empid|emp\.?no\.?|badge\w*|staffid|personnelid",
    ),
    ("name", "姓名|员工姓名|人员|员工|name|employeename|fullname|staffname"),
    (
        "moment",
        r"日期时间|考勤时间|刷卡时间|出入时间|date/?time|datetime|timestamp|punchtime"
        r"|checktime|date_time|eventtime",
    ),
    (
        "in",
        r"(第?[一二三\d]次?)?(上班|签到).*|最早.*|checkin|clockin|intime|in|arrival",
    ),
    (
        "out",
        r"(第?[一二三\d]次?)?(下班|签退).*|最晚.*|checkout|clockout|outtime|out"
        "|departure|leave",
    ),
    ("date", r"日期|考勤日期|打卡日期|date|day|punchdate|workdate"),
    ("time", r"时间|打卡时间|time|clock"),
    ("pin", "编号|卡号|employee|id|no|number|card"),
)
_PATTERNS = [(role, re.compile(words)) for role, words in _WORDS]


@dataclass(frozen=True)
class Plan:
    """What the columns of a sheet mean.

    :param header: number of the header row, 0 without one
    :param roles: column index -> one of ROLES
    :param days: column index -> date, of columns with role ``day``
    :param order: of day and month where a date is written like 03/04/2026: dmy, mdy
        or nothing (not known: such dates are bad)
    """

    header: int = 0
    titles: tuple[str, ...] = ()
    roles: tuple[tuple[int, str], ...] = ()
    days: tuple[tuple[int, date], ...] = ()
    order: str = ""

    @property
    def layout(self) -> str:
        """month, day or punch; empty when the columns do not make a punch."""
        roles = {role for _index, role in self.roles}
        if not roles & {"pin", "name"}:
            return ""
        if "day" in roles:
            return "month"
        if roles & {"in", "out"}:
            return "day"
        return "punch" if "moment" in roles or {"date", "time"} <= roles else ""


def role_of(title: str) -> str:
    """What a header says that its column means; empty when it says nothing.

    >>> role_of("工号"), role_of("上班1打卡时间"), role_of("上班1打卡结果")
    ('pin', 'in', '')
    """
    word = re.sub(r"[\s*:_]+", "", unicodedata.normalize("NFKC", title)).casefold()
    for role, pattern in _PATTERNS:
        if role is None and pattern.search(word):
            return ""
        if role and pattern.fullmatch(word):
            return role
    return ""


def guess(rows: Sequence, month: date | None = None, hint: str = "") -> Plan:
    """Propose a plan from the first rows.

    :param month: any day of the month that the sheet is about, where its days are
        written without a month
    :param hint: the file's name; it often says the month
    """
    rows = rows[:HEADER_ROWS]
    plans = [
        _plan_of(row, month or month_in(rows[:index], hint))
        for index, row in enumerate(rows)
    ]
    best = max(plans, key=_score, default=Plan())
    if not _score(best):
        return _without_roles(rows)
    return replace(best, order=best.order or _order_of(best, rows))


def with_roles(plan: Plan, roles: dict[int, str], month: date | None = None) -> Plan:
    """The plan with columns as somebody chose them.

    Days of columns that were none are found anew.
    """
    chosen = [index for index, role in sorted(roles.items()) if role == "day"]
    titles = {index: plan.titles[index] for index in chosen if index < len(plan.titles)}
    days, order = dates_of_header(titles, plan.order, month)
    known = dict(plan.days)
    return replace(
        plan,
        roles=tuple(sorted((i, role) for i, role in roles.items() if role)),
        days=tuple(
            (i, days.get(i) or known[i]) for i in chosen if days.get(i, known.get(i))
        ),
        order=plan.order or order,
    )


def read(rows: Iterable, plan: Plan, latest: datetime) -> Parsed:
    """Read all rows below the header.

    :param latest: local moments after it are bad
    """
    result = Parsed()
    reader = _Reader(plan, latest, result)
    for number, cells in rows:
        if number > plan.header:
            reader.read(number, cells)
    return result


class _Reader:
    def __init__(self, plan: Plan, latest: datetime, result: Parsed):
        self.plan, self.latest, self.result = plan, latest, result
        self.columns = {role: [] for role in ROLES}
        for index, role in plan.roles:
            self.columns[role].append(index)
        self.days = dict(plan.days)
        self.dates = DateReader(plan.order)
        self.moments = {
            "month": self._of_month,
            "day": self._of_day,
            "punch": self._of_punch,
        }.get(plan.layout)

    def read(self, number: int, cells: Sequence) -> None:
        self.number = number
        if self.moments is None or all(is_blank(cell) for cell in cells):
            return
        pin = self._pin(cells)
        if pin is None:
            self._bad("unreadable", self._row_text(cells))
            return
        if not pin:
            if not self._is_second_header(cells):
                self._bad("no_pin", self._row_text(cells))
            return
        if len(pin) > MAX_PIN:
            self._bad("bad_pin", pin)
            return
        self.pin = pin
        for local, raw in self.moments(cells):
            self._take(pin, local, raw)

    def _take(self, pin: str, local: datetime, raw: str) -> None:
        code = check_moment(local, self.latest)
        if code:
            self._bad(code, raw)
        else:
            self.result.punches.append(
                Punch(self.number, pin, local.replace(microsecond=0), raw)
            )

    def _of_month(self, cells) -> Iterator:
        for index, day in self.days.items():
            cell = cells[index] if index < len(cells) else None
            yield from self._times(cell, day, f"{self.pin} {day} {cell_text(cell)}")

    def _of_day(self, cells) -> Iterator:
        row = self._row_text(cells)
        day = self._date(self._first(cells, "date"), row)
        if day is False:
            return
        found = []
        for role in ("in", "out"):
            for index in self.columns[role]:
                cell = cells[index] if index < len(cells) else None
                for local, _raw in self._times(cell, day, row):
                    found.append((role, local, is_dated(cell)))
        yield from self._across_midnight(found, row)

    def _across_midnight(self, found, row) -> Iterator:
        """An out that is before the in, given as times only, is of the next day."""
        first = min((local for role, local, _d in found if role == "in"), default=None)
        for role, local, dated in found:
            if role == "out" and first and local < first and not dated:
                local += timedelta(days=1)
                if local - first > _LONGEST:
                    self._bad("out_before_in", row)
                    continue
            yield local, row

    def _of_punch(self, cells) -> Iterator:
        row = self._row_text(cells)
        for index in self.columns["moment"]:
            cell = cells[index] if index < len(cells) else None
            if is_blank(cell):
                self._bad("no_time", row)
            yield from self._times(cell, None, row)
        if self.columns["moment"]:
            return
        day = self._date(self._first(cells, "date"), row)
        if day is False:
            return
        cell = self._first(cells, "time")
        if is_blank(cell):
            self._bad("no_time", row)
        yield from self._times(cell, day, row)

    def _times(self, cell, day, raw) -> Iterator:
        """Moments in a cell; a problem of the cell is reported."""
        try:
            for local in read_times(cell, day, self.dates):
                yield local, clean(raw)
        except CellProblem as problem:
            self._bad(problem.code, raw)

    def _date(self, cell, row):
        """The row's day; None where there is no such column, False when it is bad."""
        if not self.columns["date"]:
            return None
        try:
            return self.dates.read(cell)
        except CellProblem:
            self._bad("bad_time", row)
            return False

    def _pin(self, cells) -> str | None:
        """Whose row it is; None where the file cannot say it."""
        if getattr(cells[0], "code", None) and len(cells) == 1:
            return None  # a line of a CSV that could not be cut into cells
        for role in ("pin", "name"):
            cell = self._first(cells, role)
            if cell is not None:
                broken = getattr(cell, "code", None)
                return None if broken else clean_pin(cell_text(cell))
        return ""

    def _first(self, cells, role):
        for index in self.columns[role]:
            if index < len(cells) and not is_blank(cells[index]):
                return cells[index]
        return None

    def _is_second_header(self, cells) -> bool:
        """A row of weekdays below the days, as DingTalk writes it."""
        return self.plan.layout == "month" and all(
            is_blank(cell) or is_day_word(cell_text(cell)) for cell in cells
        )

    def _row_text(self, cells) -> str:
        wanted = [index for index, role in self.plan.roles if role != "day"]
        return clean(
            " ".join(
                cell_text(cells[index])
                for index in wanted
                if index < len(cells) and not is_blank(cells[index])
            )
        )

    def _bad(self, code: str, raw: str) -> None:
        self.result.bad.append(Bad(self.number, code, clean(raw)))


def is_dated(cell) -> bool:
    """Whether a cell says its day itself, also as 次日 (the next day)."""
    if isinstance(cell, datetime):
        return True
    text = cell_text(cell)
    return "次日" in text or bool(re.search(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d", text))


def _plan_of(row, month: date | None) -> Plan:
    number, cells = row
    titles = tuple(clean(cell_text(cell)) for cell in cells[:MAX_COLUMNS])
    roles, taken = {}, set()
    for index, title in enumerate(titles):
        role = role_of(title)
        if role and (role in ("in", "out") or role not in taken):
            roles[index] = role
            taken.add(role)
    rest = {i: cells[i] for i in range(len(titles)) if i not in roles and titles[i]}
    days, order = dates_of_header(rest, "", month)
    if len(days) >= 2 and taken & {"pin", "name"}:
        roles = {i: role for i, role in roles.items() if role in ("pin", "name")}
        roles |= dict.fromkeys(days, "day")
    else:
        days = {}
    _settle_punch_time(roles, titles)
    return Plan(
        number, titles, tuple(sorted(roles.items())), tuple(sorted(days.items())), order
    )


def _without_roles(rows) -> Plan:
    """Nothing is recognised: the first row is the header, unless it holds data."""
    for number, cells in rows[:1]:
        titles = tuple(clean(cell_text(cell)) for cell in cells[:MAX_COLUMNS])
        if not any(re.search(r"\d:\d\d|\d{4}[-/.年]\d", title) for title in titles):
            return Plan(header=number, titles=titles)
    return Plan()


def _settle_punch_time(roles: dict[int, str], titles) -> None:
    """Without a date beside it, a time is meant to be the whole moment."""
    meant = set(roles.values())
    if "time" in meant and not meant & {"date", "moment", "in", "out"}:
        for index, role in roles.items():
            if role == "time":
                roles[index] = "moment"
    elif "moment" in meant and "date" in meant:
        for index in [i for i, role in roles.items() if role == "date"]:
            del roles[index]
    elif "moment" not in meant and meant & {"in", "out"} and "time" in meant:
        for index in [i for i, role in roles.items() if role == "time"]:
            del roles[index]


def _score(plan: Plan) -> int:
    return len(plan.roles) if plan.layout else 0


def _order_of(plan: Plan, rows) -> str:
    """Whether 03/04/2026 means the 3rd of April, from dates that leave no doubt."""
    wanted = {i for i, role in plan.roles if role in ("date", "moment", "in", "out")}
    texts = [
        cell_text(cells[index])
        for number, cells in rows
        if number > plan.header
        for index in wanted
        if index < len(cells)
    ]
    return DateReader.order_in(texts)


def month_in(rows, hint: str) -> date | None:
    """The month that titles above the header, or the file's name, speak of."""
    texts = [cell_text(cell) for _number, cells in rows for cell in cells]
    for text in [*texts, hint]:
        match = re.search(r"(20\d\d)\s*[-_/.年]?\s*(1[0-2]|0?[1-9])(?!\d)", text)
        packed = re.search(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)", text)
        if found := packed or match:
            return date(int(found[1]), int(found[2]), 1)
    return None
