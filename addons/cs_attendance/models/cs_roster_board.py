from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_duty_plan import MIDNIGHT
from .roster_sheet import local_minutes

DAY = timedelta(days=1)
#: So many people fit on one board; for more, a department has to be chosen.
MAX_PEOPLE = 300
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
        if slot.start:
            look["extra"] = words.span_text(slot.start, slot.stop, zone)

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
