"""Reads sheets of tickets of an earlier system: one row an event, or one a ticket.

Each ticket is read whole or not at all: one bad row sets it aside, with the row's
number and what is wrong. Rows are put in the order of their moments; a row that stands
there twice counts once. Whatever has no meaning of its own is kept as text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from odoo.addons.cs_base.engine.sheet_error import CellError
from odoo.addons.cs_base.engine.sheet_parse import (
    as_text,
    folded,
    parse_date,
    parse_datetime,
    parse_text,
)

from .helpdesk_ticket_guard import seen_text

HEADER_ROWS = 20
EARLIEST = datetime(2000, 1, 1)
MAX_NUMBER = 64
#: of a name or word that is looked up
MAX_WORD = 200
_SHOWN = 80
#: what a row may say of the ticket as a whole; the last one that says it holds
DETAILS = ("kind", "priority", "customer", "phone", "email", "title", "description")
#: role -> headers, folded; the first column of that name has the role
HEADERS = {
    "number": "ticketnumber|ticketno.|ticketid|ticket|caseid|case|caseno.|number"
    "|工单号|工单编号|单号|编号|服务单号|投诉编号",
    "moment": "completetimestamp|timestamp|moment|time|dateandtime|eventtime|时间"
    "|操作时间|发生时间|事件时间|日期时间",
    "activity": "activity|event|action|stage|操作|动作|事件|环节|活动|处理动作|节点",
    "person": "resource|person|agent|assignee|handler|colleague|user|处理人|客服|经办人"
    "|负责人|受理人|操作人|人员|坐席",
    "unit": "workgroup|unit|department|team|group|部门|班组|小组|处理部门|责任部门",
    "kind": "kind|type|tickettype|servicetype|类型|工单类型|业务类型|类别",
    "priority": "priority|seriousness|severity|urgency|优先级|紧急程度|等级",
    "customer": "customer|customername|client|客户|客户姓名|客户名称|姓名",
    "phone": "phone|telephone|mobile|tel|电话|手机|联系电话|手机号|客户电话",
    "email": "email|e-mail|mail|邮箱|电子邮箱|邮件",
    "title": "title|subject|summary|标题|主题",
    "description": "description|details|content|描述|内容|问题描述|详情",
    "created": "created|createdon|createdat|createddate|opened|openedat|received"
    "|创建时间|建单时间|登记时间|提交时间|开始时间|来电时间",
    "taken": "taken|takenat|assigned|assignedon|assignedat|受理时间|接单时间|派单时间"
    "|分配时间",
    "closed": "closed|closedon|closedat|closeddate|resolved|resolvedon|完成时间"
    "|关闭时间|结束时间|办结时间|完结时间",
}
_ROLE_OF = {word: role for role, words in HEADERS.items() for word in words.split("|")}
#: roles that a layout does not know stay text
LAYOUTS = {
    "event": {"number", "moment", "activity"},
    "ticket": {"number", "created"},
}
_FOREIGN = {
    "event": {"created", "taken", "closed"},
    "ticket": {"moment", "activity"},
    "": set(),
}


@dataclass(frozen=True)
class Line:
    """An event of a ticket: moment in naive UTC.

    ``meaning`` is set where the column says what happened, else ``activity`` does.
    """

    number: int
    moment: datetime
    activity: str = ""
    meaning: str = ""
    person: str = ""
    unit: str = ""


@dataclass
class Past:
    """A ticket with its history, as the file has it."""

    number: str
    row: int
    lines: list[Line] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bad:
    """Why a ticket is set aside: ``code`` as in the quarantine."""

    row: int
    ticket: str
    code: str
    column: str = ""
    shown: str = ""
    other: int = 0


@dataclass
class Parsed:
    read: int = 0
    pasts: list[Past] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    held: int = 0
    repeated: int = 0
    disordered: int = 0


class _BadRow(Exception):
    pass


def guess(rows: list) -> tuple[int, list[str], dict[int, str]]:
    """Find the header: the row that names most of what is known.

    :param rows: the first rows, as (number, cells)
    :return: number of the header row, its texts, index -> role
    """
    best, titles, roles = 0, [], {}
    for number, cells in rows[:HEADER_ROWS]:
        found = {}
        for index, cell in enumerate(cells):
            role = _ROLE_OF.get(folded(as_text(cell)))
            if role and role not in found.values():
                found[index] = role
        if not best or len(found) > len(roles):
            best, roles = number, found
            titles = [seen_text(as_text(cell))[:_SHOWN] for cell in cells]
    return best, titles, roles


def layout_of(roles: Iterable[str]) -> str:
    for layout, needed in LAYOUTS.items():
        if needed <= set(roles):
            return layout
    return ""


class Reader:
    """Reads the rows of a sheet.

    :param roles: index -> role, ``text`` to keep it as text; others are not read
    :param to_utc: function from a local moment of the file
    :param latest: UTC; what is later cannot have happened
    """

    def __init__(
        self,
        titles: list[str],
        roles: Mapping[int, str],
        to_utc: Callable[[datetime], datetime],
        latest: datetime,
    ):
        self.layout = layout_of(roles.values())
        foreign = _FOREIGN[self.layout]
        self.roles = {
            index: "text" if role in foreign else role for index, role in roles.items()
        }
        self.index = {role: index for index, role in self.roles.items()}
        self.titles, self.to_utc, self.latest = titles, to_utc, latest
        self.known, self.spoilt, self.seen = {}, set(), set()
        self.parsed = Parsed()

    def read(self, rows: Iterable, header: int) -> Parsed:
        for number, cells in rows:
            if number > header and self.layout:
                self.parsed.read += 1
                self._read_row(number, cells)
        parsed = self.parsed
        parsed.held = len(self.spoilt)
        for number, past in self.known.items():
            if number in self.spoilt:
                continue
            lines = past.lines
            past.lines = sorted(lines, key=lambda one: (one.moment, one.number))
            parsed.disordered += past.lines != lines
            parsed.pasts.append(past)
        return parsed

    def _read_row(self, row, cells):
        ticket = ""
        try:
            self._check_row(row, cells)
            ticket = self._number(row, cells)
            past = self.known.setdefault(ticket, Past(ticket, row))
            if self.layout == "event":
                self._read_event(past, row, cells)
            else:
                self._read_ticket(past, row, cells)
            self._read_details(past, cells)
        except _BadRow as error:
            [bad] = error.args
            self.parsed.bad.append(bad)
            if bad.ticket:
                self.spoilt.add(bad.ticket)

    def _check_row(self, row, cells):
        """A delimiter too many moves cells into wrong columns."""
        broken = cells and isinstance(cells[0], CellError)
        if broken or any(map(readable, cells[len(self.titles) :])):
            index = self.index.get("number")
            ticket = cells[index] if index is not None and index < len(cells) else ""
            ticket = "" if isinstance(ticket, CellError) else as_text(ticket)
            shown = ", ".join(map(as_text, cells))
            self._refuse("broken", row, ticket[:MAX_NUMBER], shown=shown)

    def _number(self, row, cells):
        value = self._cell(cells, "number")
        try:
            if isinstance(value, CellError):
                raise value
            number = parse_text(value) if value is not None else ""
        except CellError:
            self._refuse("bad_number", row, "", "number", as_text(value))
        if not number:
            self._refuse("no_number", row, "", "number")
        if len(number) > MAX_NUMBER:
            self._refuse("bad_number", row, "", "number", number)
        return number

    def _read_event(self, past, row, cells):
        moment = self._moment(past, row, cells, "moment")
        if moment is None:
            self._refuse("no_moment", row, past.number, "moment")
        activity = self._text(cells, "activity")
        if not activity:
            self._refuse("no_activity", row, past.number, "activity")
        person, unit = self._text(cells, "person"), self._text(cells, "unit")
        line = Line(row, moment, activity, "", person, unit)
        same = (past.number, moment, activity, person, unit)
        if same in self.seen:
            self.parsed.repeated += 1
        else:
            self.seen.add(same)
            past.lines.append(line)

    def _read_ticket(self, past, row, cells):
        if past.row != row:
            self._refuse("twice", row, past.number, "number", other=past.row)
        created = self._moment(past, row, cells, "created")
        taken = self._moment(past, row, cells, "taken")
        closed = self._moment(past, row, cells, "closed")
        if created is None:
            self._refuse("no_moment", row, past.number, "created")
        if closed and closed < created:
            self._refuse("before_created", row, past.number, "closed")
        if taken and not created <= taken <= (closed or taken):
            self._refuse("taken_outside", row, past.number, "taken")
        person, unit = self._text(cells, "person"), self._text(cells, "unit")
        past.lines.append(Line(row, created, meaning="note", unit=unit))
        if taken or person:
            taken = taken or created
            past.lines.append(Line(row, taken, meaning="assign", person=person))
        if closed:
            past.lines.append(Line(row, closed, meaning="close"))

    def _read_details(self, past, cells):
        for role in DETAILS:
            if text := self._text(cells, role):
                past.details[role] = text
        for index, role in self.roles.items():
            text = readable(cells[index]) if index < len(cells) else ""
            if role == "text" and text:
                past.texts[self.titles[index] or "-"] = text

    def _cell(self, cells, role):
        index = self.index.get(role)
        return cells[index] if index is not None and index < len(cells) else None

    def _text(self, cells, role):
        text = readable(self._cell(cells, role))
        return text if role in ("title", "description") else text[:MAX_WORD]

    def _moment(self, past, row, cells, role):
        value = self._cell(cells, role)
        if value is None or value == "" or isinstance(value, str) and not value.strip():
            return None
        try:
            local = _moment(value)
        except CellError:
            self._refuse("bad_moment", row, past.number, role, as_text(value))
        if local < EARLIEST:
            self._refuse("too_early", row, past.number, role, as_text(value))
        moment = self.to_utc(local.replace(microsecond=0))
        if moment > self.latest:
            self._refuse("in_future", row, past.number, role, as_text(value))
        return moment

    def _refuse(self, code, row, ticket, role="", shown="", other=0):
        index = self.index.get(role)
        column = self.titles[index] if index is not None else ""
        shown = seen_text(shown)[:_SHOWN]
        raise _BadRow(Bad(row, seen_text(ticket), code, column, shown, other))


def readable(value):
    """Text for people, whatever it was; an error of the sheet as the sheet shows it."""
    return seen_text(as_text(value)) if value is not None else ""


def _moment(value):
    """A day alone is its first second."""
    if isinstance(value, CellError):
        raise value
    try:
        return parse_datetime(value)
    except CellError:
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, time())
        return datetime.combine(parse_date(value), time())
