from collections import defaultdict, namedtuple
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

UTC = ZoneInfo("UTC")

#: What screens ask of a day: plain columns, read in one statement.
ROW_FIELDS = (
    "id",
    "employee_id",
    "department_id",
    "date",
    "verdict",
    "is_pending",
    "is_part",
    "leave_type_id",
    "shift_id",
    "work_days",
    "present_days",
    "late_count",
    "early_count",
    "missed_count",
    "absent_days",
    "leave_days",
)
#: ``has_come``: there is an on-duty punch.
DayRow = namedtuple("DayRow", [*ROW_FIELDS, "has_come"])

#: verdict (or business trip) -> class ``cs_day_<token>`` of cs_base, mark on paper;
#: late, early and both share a colour, the token tells the shape (design, "Day codes").
VERDICT_SIGNS = {
    "open": ("open", ""),
    "ok": ("ok", "√"),
    "fixed": ("fix", "√"),
    "late": ("late", "※"),
    "early": ("early", "◇"),
    "late_early": ("late_early", "※◇"),
    "missed": ("miss", "□"),
    "absent": ("abs", "×"),
    "leave": ("leave", "○"),
    "out": ("out", "＋"),
    "trip": ("out", "＋"),
    "rest": ("rest", ""),
    "holiday": ("hol", ""),
    "exempt": ("exempt", "免"),
}
# One character is no term for translation files, Odoo leaves them out.
CHINESE_CHARS = {
    "open": "",
    "ok": "√",
    "fixed": "补",
    "late": "迟",
    "early": "退",
    "late_early": "迟退",
    "missed": "缺",
    "absent": "旷",
    "leave": "假",
    "out": "外",
    "trip": "差",
    "rest": "休",
    "holiday": "节",
    "exempt": "免",
}
LATIN_CHARS = {
    "open": "",
    "ok": "√",
    "fixed": "C",
    "late": "L",
    "early": "E",
    "late_early": "LE",
    "missed": "M",
    "absent": "A",
    "leave": "V",
    "out": "O",
    "trip": "T",
    "rest": "R",
    "holiday": "H",
    "exempt": "X",
}
#: how a leave is marked on paper, by its character
LEAVE_MARKS = {"事": "○", "病": "☆", "年": "▽", "婚": "△", "产": "◎"}
#: verdicts that somebody has to look at
EXCEPTIONS = {"late", "early", "late_early", "missed", "absent"}


class DayCode(NamedTuple):
    """How a day is shown, on every screen and on paper.

    :param char: one character, two for late and early leave
    :param token: ``cs_day_<token>`` is its class
    :param label: the same in words
    :param paper: its mark in black on white
    :param pending: a request waits for a decision: striped
    :param part: only part of the day: triangle
    :param dot: under appeal or adjusted: dot
    """

    char: str
    token: str
    label: str
    paper: str = ""
    pending: bool = False
    part: bool = False
    dot: bool = False


class CsAttendanceDayCode(models.Model):
    """The code of a day: character, shape and colour, decided here once."""

    _inherit = "cs.attendance.day"

    code = fields.Char(compute="_compute_code", exportable=False)
    code_class = fields.Char(compute="_compute_code", exportable=False)
    code_label = fields.Char("Verdict in Words", compute="_compute_code")

    @api.depends("verdict", "is_pending", "is_part", "leave_type_id")
    @api.depends_context("lang")
    def _compute_code(self):
        codes = self._codes()
        for day in self:
            code = codes.get(day._origin.id)
            day.code = code and code.char
            day.code_class = code and code_class(code)
            day.code_label = code and code.label

    @api.model
    def _rows(self, domain):
        """Days as plain rows, as far as the user may read them; one query.

        :return: list of DayRow by date
        """
        query = self._search(domain, order="date, id")
        if query.is_empty():
            return []
        columns = [self._field_to_sql(self._table, name, query) for name in ROW_FIELDS]
        come = self._field_to_sql(self._table, "check_in", query)
        columns.append(SQL("%s IS NOT NULL", come))
        rows = self.env.execute_query(query.select(*columns))
        return list(map(DayRow._make, rows))

    def _codes(self):
        """:return: dict id -> DayCode of these days, which the caller has read"""
        # sudo: whoever has the records has their verdict
        return self._codes_of(self.sudo()._rows([("id", "in", self.ids)]))

    @api.model
    def _codes_of(self, rows):
        """:return: dict id -> DayCode; the number of queries does not grow with rows"""
        words = self._code_words()
        asked = self._requests_of(rows)
        leaves = self._leave_words({row.leave_type_id for row in rows} - {None})
        dotted = self._dotted_ids(rows)
        marked, result = {}, {}
        for row in rows:
            code = self._code_of(row, words, leaves, asked)
            dot = row.id in dotted
            if row.is_pending or row.is_part or dot:
                # One object for all days that look alike.
                key = (code, row.is_pending, row.is_part, dot)
                code = marked.get(key) or marked.setdefault(key, _marked(*key))
            result[row.id] = code
        return result

    def _code_of(self, row, words, leaves, asked):
        if row.is_pending and (waiting := asked.get((row.id, "waiting"))):
            return waiting
        if row.verdict == "leave" and (leave := leaves.get(row.leave_type_id)):
            return leave
        if row.verdict == "out" and (outing := asked.get((row.id, "approved"))):
            return outing
        return words[row.verdict]

    @api.model
    def _code_words(self):
        """:return: dict verdict, or ``trip``, -> DayCode"""
        chinese = (self.env.lang or "").startswith("zh")
        chars = CHINESE_CHARS if chinese else LATIN_CHARS
        labels = dict(self._fields["verdict"]._description_selection(self.env))
        labels["trip"] = self.env._("Business trip")
        return {
            verdict: DayCode(chars[verdict], token, labels[verdict], paper)
            for verdict, (token, paper) in VERDICT_SIGNS.items()
        }

    @api.model
    def _outing_words(self):
        """:return: dict kind of outing -> DayCode"""
        words = self._code_words()
        return {kind: words[kind] for kind in ("out", "trip")}

    @api.model
    def _leave_words(self, type_ids):
        """:return: dict leave type id -> DayCode, with the type's own character"""
        # sudo: the name of a leave that the reader of the day may know
        types = self.env["hr.leave.type"].sudo().with_context(active_test=False)
        result = {}
        for kind in types.search_fetch([("id", "in", list(type_ids))]):
            char = kind.cs_code or kind.name[:1]
            # Characters without a mark of their own stand for themselves.
            mark = char + LEAVE_MARKS.get(char, "")
            result[kind.id] = DayCode(char, "leave", kind.name, mark)
        return result

    @api.model
    def _dotted_ids(self, rows):
        """Ids of days that are under appeal, or adjusted after their month."""
        if not rows:
            return set()
        # sudo: that there is an appeal or adjustment, not what it says
        appeals = self.env["cs.appeal"].sudo()
        found = appeals.search_fetch(
            [("res_model", "=", self._name), ("state", "=", "submitted")], ["res_id"]
        )
        result = set(found.mapped("res_id")) & {row.id for row in rows}
        if "cs.attendance.adjustment" in self.env:
            adjustments = self.env["cs.attendance.adjustment"].sudo()
            first, last = _span(rows)
            people = ("employee_id", "in", list({row.employee_id for row in rows}))
            adjusted = adjustments.search_fetch(
                [people, ("date", ">=", first), ("date", "<=", last)], ["day_id"]
            )
            result |= set(adjusted.day_id.ids)
        return result

    # What waits for a decision, or was approved, on a day

    @api.model
    def _requests_of(self, rows):
        """Which request colours a day.

        :return: dict (day id, "waiting" or "approved") -> DayCode
        """
        waiting = [row for row in rows if row.is_pending]
        outside = [row for row in rows if row.verdict == "out"]
        result = {}
        if waiting:
            result |= self._corrections_on(waiting)
            result |= self._leaves_on(waiting)
        if waiting or outside:
            result |= self._outings_on(waiting + outside)
        return result

    def _between(self, rows):
        """Facts of these people on the days of the rows, as a domain."""
        return [("employee_id", "in", list({row.employee_id for row in rows}))]

    def _corrections_on(self, rows):
        first, last = _span(rows)
        # sudo: the day says already that something waits; what, is its code
        found = (
            self.env["cs.punch.correction"]
            .sudo()
            .search_fetch(
                self._between(rows)
                + [
                    ("state", "=", "submitted"),
                    ("date", ">=", first),
                    ("date", "<=", last),
                ],
                ["employee_id", "date"],
            )
        )
        days = {(one.employee_id.id, one.date) for one in found}
        code = self._code_words()["fixed"]
        code = code._replace(label=self.env._("Punch correction"))
        return {
            (row.id, "waiting"): code
            for row in rows
            if (row.employee_id, row.date) in days
        }

    def _leaves_on(self, rows):
        first, last = _span(rows)
        # sudo: as for corrections
        found = (
            self.env["hr.leave"]
            .sudo()
            .search_fetch(
                self._between(rows)
                + [
                    ("state", "in", ["confirm", "validate1"]),
                    ("request_date_from", "<=", last),
                    ("request_date_to", ">=", first),
                ],
                [
                    "employee_id",
                    "holiday_status_id",
                    "request_date_from",
                    "request_date_to",
                ],
            )
        )
        words = self._leave_words(set(found.holiday_status_id.ids))
        by_person = defaultdict(list)
        for leave in found:
            by_person[leave.employee_id.id].append(leave)
        return {
            (row.id, "waiting"): words[leave.holiday_status_id.id]
            for row in rows
            for leave in by_person[row.employee_id]
            if leave.request_date_from <= row.date <= leave.request_date_to
        }

    def _outings_on(self, rows):
        first, last = _span(rows)
        # A day of any zone, and the night after it.
        low = datetime.combine(first, time()) - timedelta(days=1)
        high = datetime.combine(last, time()) + timedelta(days=3)
        # sudo: as for corrections
        found = (
            self.env["cs.outing"]
            .sudo()
            .search_fetch(
                self._between(rows)
                + [
                    ("state", "in", ["submitted", "approved"]),
                    ("start", "<", high),
                    ("stop", ">", low),
                ],
                ["employee_id", "kind", "start", "stop", "state"],
            )
        )
        words = self._outing_words()
        by_person = {
            person.id: own for person, own in found.grouped("employee_id").items()
        }
        concerned = [row.id for row in rows if row.employee_id in by_person]
        result = {}
        for day in self.sudo().browse(concerned):
            start, stop = day._hours()
            for outing in by_person[day.employee_id.id]:
                if outing.start < stop and outing.stop > start:
                    state = "waiting" if outing.state == "submitted" else "approved"
                    result[day.id, state] = words[outing.kind]
        return result

    def _hours(self):
        """(start, stop) in naive UTC: the shift, else the whole local day."""
        if self.plan_start:
            return self.plan_start, self.plan_end
        midnight = datetime.combine(self.date, time(), self.company_id._cs_zone())
        start = midnight.astimezone(UTC).replace(tzinfo=None)
        return start, start + timedelta(days=1)


def code_class(code):
    """The classes of cs_base that draw a DayCode.

    >>> code_class(DayCode("迟", "late", "Late"))
    'cs_day cs_day_late'
    >>> code_class(DayCode("外", "out", "Out of office", pending=True, dot=True))
    'cs_day cs_day_out cs_day_pending cs_day_dot'
    """
    marks = ("pending", "part", "dot")
    return " ".join(
        ["cs_day", f"cs_day_{code.token}"]
        + [f"cs_day_{mark}" for mark in marks if getattr(code, mark)]
    )


def _span(rows):
    days = [row.date for row in rows]
    return min(days), max(days)


def _marked(code, pending, part, dot):
    return code._replace(pending=pending, part=part, dot=dot)
