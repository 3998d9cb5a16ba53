from collections import Counter
from datetime import date, timedelta
from operator import attrgetter

from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.addons.cs_base.engine.working_calendar import HOLIDAY, MAKEUP
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse

from .cs_attendance_day_code import EXCEPTIONS, code_class

#: So many people fit on one board; for more, a department has to be chosen.
MAX_PEOPLE = 1000


#: columns of the board's totals
_TOTALS = [
    attrgetter(name)
    for name in (
        "present_days",
        "late_count",
        "early_count",
        "missed_count",
        "absent_days",
        "leave_days",
    )
]


class CsAttendanceBoard(models.AbstractModel):
    """The month board: people by days (ALL-01). Everything in one call.

    Shown are the days that the caller may read: a leader's team, a supervisor's
    departments, a company for HR, payroll and the general manager.
    """

    _name = "cs.attendance.board"
    _description = "Attendance Month Board"

    @api.model
    @api.readonly
    def get_board(self, month=None, department_id=None, search=""):
        """One month of everybody whose days the caller reads.

        The number of queries depends neither on people nor on days.

        :param month: number like 202610; None for the current one
        :param department_id: with the departments below it
        :param search: part of a name
        :return: dict; ``people`` is a list of [employee id, name, shift, department,
            totals, cells, day ids]: totals are days present, times late, times early,
            missed punches, days absent, days of leave; a cell is an index into
            ``codes`` or -1, a day id 0 where there is none
        """
        first = self._first_day(month)
        rows = self._rows(first, department_id, search)
        return {
            **self._of_month(first),
            "company": self.env.company.name,
            "legend": self._legend(),
            "departments": self._departments(first),
            "shortfall": self.env.company.cs_attendance_shortfall,
            "can_export": self._can_export(),
            **self._of_people(first, rows),
        }

    @api.model
    @api.readonly
    def get_preview(self, day_id):
        """What hovering over a cell tells.

        :return: dict ``title`` and ``lines``
        """
        day = self.env["cs.attendance.day"].browse(day_id)
        day.check_access("read")
        header = day._explanation_header()
        return {
            "title": f"{header['title']} · {header['subtitle']}",
            "lines": [day.code_label, day._shift_line(), day._punch_line()],
        }

    @api.model
    def _legend(self):
        """What each code means, in the order of the design."""
        signs = self.env["cs.attendance.day"]._code_words()
        kinds = self._leave_characters()
        leave = signs["leave"]._replace(char=kinds[:1] or signs["leave"].char)
        labels = self._legend_labels(kinds)
        codes = signs | {
            "leave": leave,
            "pending": signs["out"]._replace(pending=True),
        }
        entries = [(codes[key], label) for key, label in labels.items()]
        return [
            {
                "char": code.char,
                "class": code_class(code),
                "paper": code.paper,
                "label": label,
            }
            for code, label in entries
        ]

    def _legend_labels(self, kinds):
        return {
            "ok": self.env._("Present"),
            "fixed": self.env._("Punch confirmed"),
            "late": self.env._("Late"),
            "early": self.env._("Early leave"),
            "missed": self.env._("Missed punch"),
            "absent": self.env._("Absent"),
            "leave": self.env._("Leave (%s)", kinds) if kinds else self.env._("Leave"),
            "out": self.env._("Out of office, trip"),
            "pending": self.env._("Waits for approval"),
            "rest": self.env._("Rest day"),
            "holiday": self.env._("Holiday"),
            "exempt": self.env._("Exempt"),
        }

    def _leave_characters(self):
        """The characters of the leave types in use, as one text."""
        # sudo: a legend, the same for everybody
        types = self.env["hr.leave.type"].sudo()
        found = types.search_fetch([("cs_code", "!=", False)], ["cs_code"])
        return "".join(dict.fromkeys(kind.cs_code for kind in found))

    # Months and days

    @api.model
    def _first_day(self, month):
        if month is None:
            return self.env.company._cs_today().replace(day=1)
        year, number = divmod(month, 100) if type(month) is int else (0, 0)
        if not (2000 <= year < 2100 and 1 <= number <= 12):
            raise UserError(self.env._("There is no month %s.", month))
        return date(year, number, 1)

    @api.model
    def _of_month(self, first):
        today = self.env.company._cs_today()
        following = (first + timedelta(days=31)).replace(day=1)
        previous = (first - timedelta(days=1)).replace(day=1)
        return {
            "month": _number(first),
            "month_label": words.month_name(self.env, first),
            "month_short": words.month_short(self.env, first),
            "previous": _number(previous),
            "next": _number(following) if following <= today else False,
            "today": today.day if today.replace(day=1) == first else 0,
            "days": self._days(first, following),
        }

    def _days(self, first, following):
        """:return: list of [day, weekday or mark, kind, in words]; the kind is
        ``work``, ``rest``, ``holiday`` or ``makeup`` in the company's calendar"""
        company = self.env.company
        narrow = self._weekdays("narrow")
        last = following - timedelta(days=1)
        calendar = company.resource_calendar_id
        facts = calendar and self.env["cs.working.time"]._facts(calendar, company)
        plans = {plan.day: plan for plan in facts.plans(first, last)} if facts else {}
        holiday = self.env["cs.attendance.day"]._code_words()["holiday"].char
        marks = {HOLIDAY: holiday, MAKEUP: self.env._("Make-up")}
        result = []
        for offset in range((following - first).days):
            day = first + timedelta(days=offset)
            kind = plans[day].kind if day in plans else "work"
            if kind not in marks:
                kind = "rest" if day.weekday() > 4 else "work"
            mark = marks.get(kind) or narrow[day.weekday()]
            name = plans[day].name if kind in marks else ""
            result.append([day.day, mark, kind, self._day_title(day, name)])
        return result

    def _day_title(self, day, name):
        weekday = self._weekdays("abbreviated")[day.weekday()]
        return " ".join(filter(None, [words.day_name(self.env, day), weekday, name]))

    def _weekdays(self, width):
        locale = babel_locale_parse(self.env.lang or "en_US")
        return get_day_names(width, context="stand-alone", locale=locale)

    def _weekdays_in_order(self):
        """Narrow names of the weekdays, Monday first."""
        narrow = self._weekdays("narrow")
        return [narrow[weekday] for weekday in range(7)]

    # People

    def _rows(self, first, department_id, search):
        domain = self._month_domain(first)
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        if search:
            domain &= Domain("employee_id.name", "ilike", search)
        return self.env["cs.attendance.day"]._rows(domain)

    def _month_domain(self, first):
        return Domain("month", "=", fields.Date.to_string(first)) & Domain(
            "company_id", "=", self.env.company.id
        )

    def _departments(self, first):
        """Those of the days that the caller reads in the month, with what is above.

        :return: list of [id, name, depth] in the order of the tree
        """
        groups = self.env["cs.attendance.day"]._read_group(
            self._month_domain(first), ["department_id"]
        )
        # sudo: names of departments whose days the caller reads, and of those above
        found = self.env["hr.department"].sudo().union(*(group for [group] in groups))
        ids = {id_ for path in found._cs_ancestor_ids().values() for id_ in path}
        departments = found.browse(ids).sorted("complete_name")
        return [
            [department.id, department.name, department.parent_path.count("/") - 1]
            for department in departments
        ]

    def _of_people(self, first, rows):
        by_person = {}
        for row in rows:
            by_person.setdefault(row.employee_id, []).append(row)
        if len(by_person) > MAX_PEOPLE:
            return {"codes": [], "people": [], "too_many": len(by_person)}
        codes = _CodeTable(self.env["cs.attendance.day"]._codes_of(rows))
        shifts = self._shift_names({row.shift_id for row in rows} - {None})
        people = [
            self._person(employee, by_person[employee.id], codes, shifts)
            for employee in self._employees(by_person)
        ]
        return {"codes": codes.entries, "people": people, "too_many": 0}

    def _employees(self, ids):
        # sudo: the names of those whose days the caller reads
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        return employees.search_fetch(
            [("id", "in", list(ids))], ["name"], order="name, id"
        )

    def _person(self, employee, rows, codes, shifts):
        cells, ids = [-1] * 31, [0] * 31
        for row in rows:
            cells[row.date.day - 1] = codes.index_of(row)
            ids[row.date.day - 1] = row.id
        most = Counter(row.shift_id for row in rows if row.shift_id).most_common(1)
        return [
            employee.id,
            employee.name,
            shifts[most[0][0]] if most else "",
            rows[-1].department_id or 0,
            _totals(rows),
            cells,
            ids,
        ]

    def _shift_names(self, ids):
        # sudo: the shifts of days that the caller reads
        shifts = self.env["cs.shift"].sudo().with_context(active_test=False)
        found = shifts.search_fetch([("id", "in", list(ids))], ["name"])
        return {shift.id: shift.name for shift in found}

    # Export

    @api.model
    def _can_export(self):
        """Whether the caller may make the workbook of a month."""
        Export = self.env.get("cs.attendance.export")
        return Export is not None and Export.has_access("create")

    @api.model
    def export(self, month, department_id=None):
        """The dialog that makes the workbook of the month on the board (ATT-08)."""
        first = self._first_day(month)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cs_attendance.cs_attendance_export_action"
        )
        context = {
            "default_month": fields.Date.to_string(first),
            "default_department_id": department_id or False,
        }
        return action | {"context": context}


class _CodeTable:
    """Days that look and count alike share one entry: some dozens for any month."""

    def __init__(self, codes):
        self.codes, self.entries, self._index = codes, [], {}

    def index_of(self, row):
        code = self.codes[row.id]
        # Days that look alike share one code object.
        key = (id(code), row.verdict, row.work_days, row.present_days, row.has_come)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self.entries)
            self.entries.append(self._entry(row, code))
        return index

    def _entry(self, row, code):
        return {
            "char": code.char,
            "class": code_class(code),
            "token": code.token,
            "label": code.label,
            "paper": code.paper,
            "pending": code.pending,
            "exception": row.verdict in EXCEPTIONS or code.pending,
            "todo": row.verdict == "missed" or code.pending,
            "due": int(bool(row.work_days)),
            "present": _present(row),
        }


def _present(row):
    """1 who was there that day, if only for a part of it; today: who is there."""
    return int(bool(row.has_come if row.verdict == "open" else row.present_days))


def _totals(rows):
    return [round(sum(filter(None, map(column, rows))), 2) for column in _TOTALS]


def _number(month):
    return month.year * 100 + month.month
