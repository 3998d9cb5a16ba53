from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.rotation import place, rotate
from .cs_duty_plan import _Calendar
from .cs_roster_edit import MIDNIGHT, NAMED, Change, local_minutes

DAY = timedelta(days=1)
#: So many people fit on one board; for more, a department has to be chosen.
MAX_PEOPLE = 300
#: Of so many departments side by side the people needed are added up.
MAX_DEPARTMENTS = 8
#: Who reads everybody's roster, besides those who plan.
_READERS = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)
_SLOT_FIELDS = (
    "employee_id",
    "date",
    "kind",
    "is_extra",
    "shift_id",
    "start",
    "stop",
    "origin",
    "is_draft",
)


class CsRosterBoard(models.AbstractModel):
    """The roster board: people by days, planned by keyboard and by hand (ATT-10).

    Shown are the people whose roster the caller reads, with slots as the access rules
    of ``cs.duty.slot`` let them be read; changed is the roster of those whom the
    caller plans (``cs.roster._domain_planned``).
    """

    _name = "cs.roster.board"
    _description = "Roster Board"

    @api.model
    @api.readonly
    def load(self, month=None, week=None, department_id=None):
        """A month or a week of everybody whose roster the caller reads.

        The number of queries depends neither on people nor on days.

        :param month: number like 202611; None for the current one
        :param week: ISO date of any of its days, instead of a month
        :param department_id: with the departments below it
        :return: dict; ``people`` is a list of dicts ``id``, ``name``, ``department``,
            ``edit`` (may the caller plan) and ``cells``: one index into ``looks`` a
            day, -1 who is not employed
        """
        self.env["cs.duty.slot"].check_access("read")
        first, last = self._days_shown(month, week)
        shown = self._shown()
        people = shown
        if department_id:
            domain = Domain("department_id", "child_of", department_id)
            people = shown.filtered_domain(domain)
        board = {
            **self._of_days(first, last, bool(week)),
            "company": self.env.company.name,
            "departments": self._departments(shown),
            "department": department_id or 0,
            "mine": self._mine(shown),
            "signs": self._signs(),
        }
        if len(people) > MAX_PEOPLE:
            return {**board, **self._empty(), "too_many": len(people)}
        return {**board, **self._of_people(people, first, last)}

    @api.model
    @api.readonly
    def check(self, view):
        """How many people are planned and needed, and what speaks against publishing.

        Apart from ``load``, so that the roster is on the screen before.

        :param view: dict ``first``, ``last`` and ``department_id`` of what is shown
        :return: dict: ``coverage``, list of [shift id, [[planned, needed], …]] with a
            pair for each day; ``troubles`` of those whom the caller plans, list of
            [employee id, ISO date, rule, text, is hard]
        """
        self.env["cs.duty.slot"].check_access("read")
        first, last, department_id = self._viewed(view)
        domain = self.env["cs.roster"]._domain_planned() & self._domain_company()
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        planned = self._employees(domain)
        return {
            "coverage": self._coverage(department_id, first, last),
            "troubles": self._troubles(planned, first, last),
        }

    @api.model
    def apply(self, changes, view=None, exchange=False, expected=()):
        """Change cells, all of them or none.

        :param changes: list of [employee id, ISO date, state]; a state is null (follow
            the fixed shift again) or a dict with ``kind`` and perhaps ``shift``,
            ``hours`` (local minutes) and ``origin``
        :param view: dict ``first``, ``last`` and ``department_id`` of what is shown
        :param exchange: two people exchange what they have (ATT-11)
        :param expected: what the cells hold as far as the caller knows, like
            ``changes``; refused where somebody else has changed them
        :return: dict: what became of the cells, or ``refused``
        :raises AccessError: not the roster of the caller
        """
        Edit = self.env["cs.roster.edit"]
        wanted = Edit._changes(changes)
        known = Edit._changes(expected) if expected else ()
        people, refusal = Edit._apply(wanted, exchange, known)
        if refusal:
            return {"refused": self._refused(refusal)}
        return self._applied(people, wanted, view or {})

    @api.model
    def fill(self, pattern_id, employee_ids, first, last, view=None, stagger=False):
        """Fill cells by a pattern, the first day being the first of its cycle.

        Days of approved leave stay as they are. A week plan begins on its Monday.

        :param stagger: each person begins a day (in week plans: a week) further on
        :return: as ``apply``
        """
        pattern = self.env["cs.roster.pattern"].browse(pattern_id)
        pattern.check_access("read")
        people = self.env["cs.roster"]._check_people(employee_ids)
        first, last = self.env["cs.roster"]._check_days(first, last)
        in_order = people.browse(dict.fromkeys(map(int, employee_ids)))
        wanted = self._filled(pattern, in_order, first, last, stagger)
        if not wanted:
            raise UserError(
                self.env._(
                    "There is nothing to fill: the pattern has no days, or these people"
                    " are on leave or not employed."
                )
            )
        _people, refusal = self.env["cs.roster.edit"]._apply(wanted)
        if refusal:
            return {"refused": self._refused(refusal)}
        return self._applied(people, wanted, view or {})

    @api.model
    @api.readonly
    def candidates(self, shift_id, day, department_id=None):
        """Who could take a shift: those who rest on the day, may be planned by the
        caller and would not work two shifts in a row.

        :return: list of [employee id, name]
        """
        Roster = self.env["cs.roster"]
        day, _last = Roster._check_days(day, day)
        shift = self.env["cs.shift"].browse(shift_id)
        shift.check_access("read")
        domain = Roster._domain_planned() & self._domain_company()
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        people = self._employees(domain)
        free = self.env["cs.roster.edit"]._free(people, shift.sudo(), day)
        return [[person.id, person.name] for person in free]

    # Days

    def _days_shown(self, month, week):
        if not week:
            first = self.env["cs.attendance.board"]._first_day(month)
            return first, (first + 31 * DAY).replace(day=1) - DAY
        try:
            day = fields.Date.to_date(week)
        except (TypeError, ValueError):
            day = None
        if not day or not 2000 <= day.year < 2100:
            raise UserError(self.env._("There is no week of %s.", week))
        monday = day - day.weekday() * DAY
        return monday, monday + 6 * DAY

    def _of_days(self, first, last, is_week):
        company = self.env.company
        days = self.env["cs.attendance.board"]._days(first, last + DAY)
        dates = [first + number * DAY for number in range((last - first).days + 1)]
        if is_week:
            label = f"{words.day_name(self.env, first)} – " + words.day_name(
                self.env, last
            )
            steps = [str(first - 7 * DAY), str(last + DAY)]
        else:
            label = words.month_name(self.env, first)
            steps = [_number(first - DAY), _number(last + DAY)]
        return {
            "first": str(first),
            "last": str(last),
            "is_week": is_week,
            "month": _number(first),
            "label": label,
            "previous": steps[0],
            "next": steps[1],
            "today": str(company._cs_today()),
            "days": [[str(day), *row] for day, row in zip(dates, days, strict=True)],
        }

    # People

    def _domain_company(self):
        return Domain("company_id", "=", self.env.company.id)

    def _shown(self):
        domain = self.env["cs.roster"]._domain_planned()
        domain |= Domain("user_id", "=", self.env.uid)
        if self._reads_all():
            domain = Domain.TRUE
        return self._employees(domain & self._domain_company())

    def _reads_all(self):
        return any(self.env.user.has_group(group) for group in _READERS)

    def _employees(self, domain):
        # sudo: names of people whose roster the caller reads
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        return Employee.search_fetch(
            domain, ["name", "department_id", "user_id"], order="name, id"
        )

    def _mine(self, people):
        own = people.filtered(lambda one: one.user_id == self.env.user)
        return own[:1].id or 0

    def _departments(self, people):
        """Those of the people and those above: list of [id, name, depth, manager id,
        manager] in the order of the tree."""
        found = people.department_id
        ids = {id_ for path in found._cs_ancestor_ids().values() for id_ in path}
        departments = found.browse(ids).sorted("complete_name")
        return [
            [
                department.id,
                department.name,
                department.parent_path.count("/") - 1,
                department.manager_id.id or 0,
                department.manager_id.name or "",
            ]
            for department in departments
        ]

    def _empty(self):
        return {
            "people": [],
            "looks": [],
            "shifts": [],
            "patterns": [],
            "can_edit": False,
            "too_many": 0,
        }

    def _of_people(self, people, first, last):
        stays = self.env["cs.duty.plan"]._employments(people, first, last)
        people = people.filtered(lambda person: person.id in stays)
        planned = self._planned(people)
        looks = _Looks()
        cells = self._cells(people, first, last, stays)
        count = (last - first).days + 1
        rows = [
            {
                "id": person.id,
                "name": person.name,
                "department": stays[person.id][-1].department or 0,
                "edit": person.id in planned.ids,
                "cells": [
                    looks.index_of(cells.get((person.id, first + number * DAY)))
                    for number in range(count)
                ],
            }
            for person in people
        ]
        used = {look["shift"] for look in looks.entries} - {0}
        return {
            "people": rows,
            "looks": looks.entries,
            "shifts": self._shifts(used),
            "patterns": self._patterns() if planned else [],
            "can_edit": bool(planned),
            "too_many": 0,
        }

    def _planned(self, people):
        domain = self.env["cs.roster"]._domain_planned()
        return people.search(domain & Domain("id", "in", people.ids))

    # Cells

    def _cells(self, people, first, last, stays):
        """What each cell shows: dict (employee id, date) -> dict.

        Slots are read as the caller; days without one follow the plan.
        """
        plan = self.env["cs.duty.plan"].sudo()._slots(people, first, last)
        leaves = self.env["cs.roster.edit"]._leaves(people, first, last)
        zones, hours = self._zones(stays), {}
        result = {
            (person, day): _look(slot.kind, slot.shift)
            for person, days in plan.items()
            for day, slot in days.items()
        }
        for slot in self._slots(people, first, last):
            key = slot.employee_id.id, slot.date
            if key not in result:
                continue  # not employed on this day: a trouble of the roster
            zone = zones[key[0]]
            if slot.is_extra:
                self._add_extra(result[key], slot, zone)
            else:
                extra = result[key]["extra"]
                result[key] = self._stored_look(slot, zone, hours)
                result[key]["extra"] = extra
        for key, (code, name, is_part) in leaves.items():
            if key in result:
                result[key]["leave"] = [code, name, is_part]
        return result

    def _slots(self, people, first, last):
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("date", ">=", first) & Domain("date", "<=", last)
        return self.env["cs.duty.slot"].search_fetch(
            domain, _SLOT_FIELDS, order="is_extra, id"
        )

    def _stored_look(self, slot, zone, hours):
        # sudo: hours of shifts, with their breaks, are no secret
        shift = slot.shift_id.sudo()
        if shift and shift.id not in hours:
            own = shift._hours()
            hours[shift.id] = own.start, own.stop
        minutes = self._minutes(slot, zone)
        return _look(
            slot.kind,
            shift.id,
            hours=None if minutes == hours.get(shift.id) else minutes,
            origin=slot.origin,
            draft=slot.is_draft,
            stored=True,
        )

    def _minutes(self, slot, zone):
        if not slot.start:
            return None
        return tuple(
            local_minutes(moment, slot.date, zone) for moment in (slot.start, slot.stop)
        )

    def _add_extra(self, look, slot, zone):
        if not slot.start:
            return
        start, stop = (
            words.localized(moment, zone) for moment in (slot.start, slot.stop)
        )
        look["extra"] = f"{start:%H:%M}–{stop:%H:%M}"

    def _zones(self, stays):
        """Zone of each person's working calendar: employee id -> ZoneInfo."""
        numbers = {stay.calendar for own in stays.values() for stay in own} - {None}
        calendars = self.env["resource.calendar"].sudo().browse(sorted(numbers))
        names = {calendar.id: calendar.tz for calendar in calendars}
        company = self.env.company._cs_zone()
        zones = {number: ZoneInfo(name) for number, name in names.items() if name}
        return {
            person: zones.get(own[-1].calendar, company)
            for person, own in stays.items()
        }

    def _signs(self):
        """Characters of days without a shift."""
        signs = self.env["cs.attendance.day"]._code_words()
        labels = dict(
            self.env["cs.duty.slot"]._fields["kind"]._description_selection(self.env)
        )
        return {
            "rest": [signs["rest"].char, labels["rest"]],
            "holiday": [signs["holiday"].char, labels["holiday"]],
            "work": ["·", labels["work"]],
            "makeup": ["·", labels["makeup"]],
        }

    def _shifts(self, used):
        """Shifts of the company, also those put aside that are still rostered."""
        # sudo: everybody reads the shifts of the company
        Shift = self.env["cs.shift"].sudo().with_context(active_test=False)
        domain = self._domain_company() & (
            Domain("active", "=", True) | Domain("id", "in", list(used))
        )
        return [
            {
                "id": shift.id,
                "char": shift.code,
                "name": shift.name,
                "token": shift.token,
                "hours": _clocks(shift._hours()),
                "active": shift.active,
            }
            for shift in Shift.search_fetch(domain)
        ]

    def _patterns(self):
        domain = self._domain_company()
        return [
            [pattern.id, pattern.name]
            for pattern in self.env["cs.roster.pattern"].search_fetch(domain, ["name"])
        ]

    # Coverage and troubles

    def _coverage(self, department_id, first, last):
        """Of the department chosen, else of the topmost ones of whom the caller plans
        or, who plans nobody, reads. Drafts are counted: not for those planned."""
        count = (last - first).days + 1
        result = defaultdict(lambda: [[0, 0] for _number in range(count)])
        for department in self._covered(department_id):
            found = self.env["cs.roster"]._coverage(department, first, last)
            for (shift, day), figures in found.items():
                cell = result[shift][(day - first).days]
                cell[0] += figures[0]
                cell[1] += figures[1]
        return sorted(result.items())

    def _covered(self, department_id):
        people = self._shown()
        planned = self._planned(people)
        if not planned and not self._reads_all():
            return people.department_id.browse()
        if department_id:
            # A department that has nobody in sight is none of the caller's.
            below = Domain("department_id", "child_of", department_id)
            seen = people.filtered_domain(below)
            return people.department_id.browse(department_id if seen else ())
        departments = (planned or people).department_id
        paths = departments._cs_ancestor_ids()
        top = departments.filtered(
            lambda one: not (set(paths[one.id]) - {one.id}) & set(departments.ids)
        )
        return top if len(top) <= MAX_DEPARTMENTS else top.browse()

    def _troubles(self, people, first, last):
        if not people:
            return []
        found = self.env["cs.roster"]._troubles(people, first, last)
        return [
            [one["employee_id"], str(one["date"]), one["rule"]]
            + [one["text"], one["is_hard"]]
            for one in found
        ]

    # Answers

    def _applied(self, people, changes, view):
        """What the board needs to be right again: cells, coverage of the days from
        the first changed one on, all troubles of the people in what is shown."""
        days = [one.date for one in changes]
        low, high = min(days), max(days)
        first, last, department_id = self._viewed({"first": low, "last": high, **view})
        stays = self.env["cs.duty.plan"]._employments(people, low, high)
        cells = self._cells(people, low, high, stays)
        return {
            "cells": [
                [one.employee, str(one.date), cells.get((one.employee, one.date))]
                for one in changes
            ],
            "people": people.ids,
            "troubles": self._troubles(people, first, last),
            "from": str(low),
            "to": str(high),
            "coverage": self._coverage(department_id, low, high),
        }

    def _viewed(self, view):
        """(first, last, department id) of what a client shows."""
        if not isinstance(view, dict):
            raise UserError(
                self.env._("This change cannot be read. Please load the board again.")
            )
        days = self.env["cs.roster"]._check_days(view.get("first"), view.get("last"))
        number = view.get("department_id")
        return *days, number if type(number) is int else None

    def _refused(self, refusal):
        """What the bubble at the cell says: why, which rule, what is possible."""
        # sudo: the rule book is for everybody
        Rule = self.env["cs.rule"].sudo()
        rule = Rule.search_fetch([("code", "=", refusal.rule)], ["title", "text"])
        change = refusal.change
        return {
            "employee_id": change.employee,
            "date": str(change.date),
            "title": refusal.title,
            "is_outdated": refusal.is_outdated,
            "text": refusal.text,
            "rule": refusal.rule,
            "rule_title": rule.title or "",
            "rule_text": rule.text or "",
            "others": self._others(change),
        }

    def _others(self, change):
        """Some who could do it instead, of the same department first."""
        shift = self.env["cs.shift"].sudo().browse(change.shift)
        if not shift:
            return []
        domain = self.env["cs.roster"]._domain_planned() & self._domain_company()
        people = self._employees(domain & Domain("id", "!=", change.employee))
        own = people.browse(change.employee).department_id
        free = self.env["cs.roster.edit"]._free(people, shift, change.date)
        near = free.filtered(lambda person: person.department_id == own)
        return [[person.id, person.name] for person in (near | free)[:NAMED]]

    # Patterns

    def _filled(self, pattern, people, first, last, stagger):
        cycle = pattern._cycle()
        if not cycle:
            return []
        stays = self.env["cs.duty.plan"]._employments(people, first, last)
        leaves = self.env["cs.roster.edit"]._leaves(people, first, last)
        away = {key for key, (*_words, is_part) in leaves.items() if not is_part}
        calendars, result = {}, []
        for number, person in enumerate(people):
            start = place(cycle, first, number if stagger else 0, first)
            for stay in stays.get(person.id, ()):
                key = stay.company, stay.calendar
                if key not in calendars:
                    calendars[key] = _kinds(self.env, key, first, last)
                for day, kind, shift in rotate(
                    cycle, start, first, last, calendars[key]
                ):
                    is_here = stay.first <= day <= stay.last
                    if is_here and (person.id, day) not in away:
                        result.append(Change(person.id, day, kind, shift))
        return result

    # On paper and as a workbook

    @api.model
    def export(self, month=None, week=None, department_id=None):
        """The board as a workbook, as the caller reads it.

        :return: action by which the browser fetches it
        """
        board, shifts, groups = self._in_words(month, week, department_id)
        name = self.env._("Roster %(period)s", period=board["label"])
        sheet = Sheet(
            name,
            self._columns(board, shifts),
            [
                (department, person, *marks, *totals)
                for department, rows in groups
                for person, marks, totals in rows
            ],
            title=f"{self.env.company.name} · {name}",
            notes=[self._legend_line(shifts), self._draft_line(board)],
            frozen_columns=2,
        )
        content = self.env["cs.sheet"]._xlsx([sheet], title=name)
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    def _columns(self, board, shifts):
        days = [
            Column(iso, f"{number} {mark}", width=5)
            for iso, number, mark, *_rest in board["days"]
        ]
        totals = [
            Column(f"shift_{shift['id']}", shift["name"], "integer", total=True)
            for shift in shifts
        ]
        return [
            Column("department", self.env._("Department")),
            Column("name", self.env._("Person")),
            *days,
            *totals,
            Column("rest", self.env._("Days off"), "integer", total=True),
            Column("leave", self.env._("Leave"), "integer", total=True),
        ]

    def _legend_line(self, shifts):
        return " · ".join(
            f"{shift['char']} {shift['name']} {shift['hours']}" for shift in shifts
        )

    def _draft_line(self, board):
        """What of it counts not yet; empty when all is published."""
        drafts = {number for number, look in enumerate(board["looks"]) if look["draft"]}
        count = sum(look in drafts for one in board["people"] for look in one["cells"])
        if not count:
            return ""
        return self.env._("Draft: %s days are not published yet.", count)

    @api.model
    def print_roster(self, month=None, week=None, department_id=None):
        """The board on A4 landscape, as the caller reads it.

        :return: action of the report
        """
        self._in_words(month, week, department_id)
        report = self.env.ref("cs_attendance.cs_roster_print_action")
        data = {"month": month, "week": week, "department_id": department_id}
        # sudo: who may load the board may print it
        return report.sudo().report_action(None, data=data, config=False)

    @api.model
    def _in_words(self, month=None, week=None, department_id=None):
        """The board as rows of text, for paper and workbook.

        :return: (board, shifts in the totals, list of (department, rows)); a row is
            (name, characters, totals)
        """
        board = self.load(month, week, department_id)
        if board["too_many"]:
            raise UserError(
                self.env._(
                    "%s people are too many for one board. Choose a department.",
                    board["too_many"],
                )
            )
        chars = {shift["id"]: shift["char"] for shift in board["shifts"]}
        used = {look["shift"] for look in board["looks"]}
        shifts = [shift for shift in board["shifts"] if shift["id"] in used]
        texts = [_text(look, chars, board["signs"]) for look in board["looks"]]
        groups = defaultdict(list)
        for person in board["people"]:
            cells = [look for look in person["cells"] if look >= 0]
            counts = Counter(_counted(board["looks"][look]) for look in cells)
            marks = [texts[look] if look >= 0 else "" for look in person["cells"]]
            totals = [counts[shift["id"]] for shift in shifts]
            totals += [counts["rest"], counts["leave"]]
            groups[person["department"]].append((person["name"], marks, totals))
        names = {row[0]: row[1] for row in board["departments"]}
        order = [row[0] for row in board["departments"]] + [0]
        return (
            board,
            shifts,
            [(names.get(key, ""), groups[key]) for key in order if key in groups],
        )


class _Looks:
    """Cells that look alike share one entry: some dozens for any month."""

    def __init__(self):
        self.entries, self._index = [], {}

    def index_of(self, look):
        if look is None:
            return -1
        key = tuple(map(_frozen, look.values()))
        if key not in self._index:
            self._index[key] = len(self.entries)
            self.entries.append(look)
        return self._index[key]


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value


def _look(kind, shift, hours=None, origin="", draft=False, stored=False):
    return {
        "kind": kind,
        "shift": shift or 0,
        "hours": hours,
        "origin": origin,
        "draft": draft,
        "stored": stored,
        "leave": None,
        "extra": "",
    }


def _text(look, chars, signs):
    """The character of a cell on paper."""
    if look["leave"] and not look["leave"][2]:
        return look["leave"][0]
    return chars.get(look["shift"]) or signs[look["kind"]][0]


def _counted(look):
    """Under what a cell is counted at the right: a shift id, rest or leave."""
    if look["leave"] and not look["leave"][2]:
        return "leave"
    if look["kind"] in ("rest", "holiday"):
        return "rest"
    return look["shift"]


def _kinds(env, key, first, last):
    """date -> (kind, weekday) of a working calendar, as ``rotate`` reads it."""
    return {
        day: (plan.kind, plan.lines[0].weekday if plan.lines else day.weekday())
        for day, plan in _Calendar(env, *key, first, last).plans.items()
    }


def _clocks(hours):
    """08:30–17:30; the end of a day is 24:00."""
    start, stop = hours.start, hours.stop
    if stop > MIDNIGHT:
        stop -= MIDNIGHT
    return "–".join(
        f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (start, stop)
    )


def _number(day):
    return day.year * 100 + day.month
