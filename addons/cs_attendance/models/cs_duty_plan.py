from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.addons.cs_base.engine.policy import Placement, Policy, Stay, resolve
from odoo.addons.cs_base.engine.working_calendar import CalendarFacts
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.slot import HOLIDAY, MAKEUP, REST, WORK, Slot, windows
from ..engine.spans import minus

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MIDNIGHT = 24 * 60
#: what a calendar says of a day -> kind of slot; a closure is a day off like a holiday
KINDS = {"work": WORK, "rest": REST, "holiday": HOLIDAY, "makeup": MAKEUP}


class Employment(NamedTuple):
    """Where and by which calendar somebody works, from a day to a day (included)."""

    first: date
    last: date
    company: int
    department: int | None
    job: int | None
    calendar: int | None

    def clipped(self, first, last):
        return self._replace(first=max(self.first, first), last=min(self.last, last))


class Hours(NamedTuple):
    """A shift as the local minutes after the midnight that begins its date.

    :param ready: minutes before the start, None: as the policy says (ATT-10)
    """

    shift: int
    start: int
    stop: int
    breaks: tuple[tuple[int, int], ...]
    is_open_end: bool
    ready: int | None = None


class CsDutyPlan(models.AbstractModel):
    """What people have to do on which day, for many people at once (ATT-10, ATT-18).

    A constant number of queries, whatever the number of people and days, and one or
    two a working calendar. People with the same plan share their slots, so that a
    month of 10 000 people is planned as often as there are different plans.
    """

    _name = "cs.duty.plan"
    _description = "Plan of Duty"

    @api.model
    def _employments(self, employees, first, last):
        """When people are employed between two days, and where.

        From the first day of the contract, or of the first version where contracts
        are not kept, to the end of the contract or the departure. Who was archived
        without a date of departure left on the day of archiving, if not before.

        :return: dict employee id -> list of Employment in order, clipped to the days
        """
        result = defaultdict(list)
        for row in self._version_rows(employees, first, last):
            employee, start, following, *place = row[:7]
            begun, contract_start, contract_end, departure, archived = row[7:]
            low = max(start or date.min, contract_start or begun)
            ends = [contract_end, departure, following and following - DAY]
            if archived and not departure:
                ends.append(archived)
            high = min((end for end in ends if end), default=date.max)
            stay = Employment(low, high, *place).clipped(first, last)
            if stay.first <= stay.last:
                result[employee].append(stay)
        return dict(result)

    def _version_rows(self, employees, first, last):
        self.env["hr.version"].flush_model()
        self.env["hr.employee"].flush_model(["active", "cs_archived_on"])
        return self.env.execute_query(
            SQL(
                """
                SELECT history.*,
                       CASE WHEN NOT person.active
                            THEN coalesce(person.cs_archived_on,
                                          person.write_date::date) END
                  FROM (SELECT employee_id,
                               CASE WHEN lag(id) OVER versions IS NOT NULL
                                    THEN date_version END AS day,
                               lead(date_version) OVER versions AS following,
                               company_id,
                               department_id,
                               job_id,
                               resource_calendar_id,
                               min(date_version) OVER versions AS begun,
                               contract_date_start,
                               contract_date_end,
                               departure_date
                          FROM hr_version
                         WHERE employee_id = ANY(%(employees)s) AND active
                        WINDOW versions AS
                               (PARTITION BY employee_id ORDER BY date_version)
                       ) history
                  JOIN hr_employee person ON person.id = history.employee_id
                 WHERE (day IS NULL OR day <= %(last)s)
                   AND (following IS NULL OR following > %(first)s)
                 ORDER BY employee_id, day NULLS FIRST
                """,
                employees=employees.ids,
                first=first,
                last=last,
            )
        )

    @api.model
    def _slots(self, employees, first, last, with_drafts=False):
        """The slot of each person on each day of employment from first to last.

        :param with_drafts: as if every draft were published

        :return: dict employee id -> dict date -> ``engine.slot.Slot``; never to be
            changed, because people share them
        """
        # One day to each side: windows reach to the neighbours.
        low, high = first - DAY, last + DAY
        stays = self._employments(employees, low, high)
        shifts = self._shift_spans(employees, stays, low, high)
        stored = self._stored(employees, low, high, with_drafts)
        planner = _Planner(self.env, low, high, self._hours(shifts, stored))
        result, shared = {}, {}
        for employee, own in stays.items():
            key = tuple(_pieces(own, shifts.get(employee)))
            if employee in stored:
                slots = planner.plan(key, stored[employee])
                result[employee] = _within(slots, first, last)
                continue
            if key not in shared:
                shared[key] = _within(planner.plan(key), first, last)
            result[employee] = shared[key]
        return result

    # Which shift

    def _shift_spans(self, employees, stays, first, last):
        """Fixed shifts by person: list of (first, last, cs.shift.assignment id).

        The nearest scope wins: person, then the nearest department, then the company.
        """
        found = self._assignments(employees, stays, first, last)
        if not found:
            return {}
        general = [
            Policy(
                id=one.id,
                company=one.company_id.id,
                department=one.department_id.id or None,
                first=one.date_from,
                last=one.date_to or None,
            )
            for one in found.filtered(lambda one: not one.employee_id)
        ]
        paths = self.env["cs.placement"]._department_paths(
            {stay.department for own in stays.values() for stay in own} - {None}
        )
        people = {
            employee: [_stay(stay, paths) for stay in own]
            for employee, own in stays.items()
        }
        spans = resolve(general, people, first, last)
        for employee, own in found.grouped("employee_id").items():
            if employee:
                number = employee.id
                spans[number] = _overlaid(spans.get(number, ()), own, first, last)
        return spans

    def _assignments(self, employees, stays, first, last):
        companies = {stay.company for own in stays.values() for stay in own}
        domain = Domain("company_id", "in", list(companies))
        domain &= Domain("employee_id", "=", False) | Domain(
            "employee_id", "in", employees.ids
        )
        domain &= Domain("date_from", "<=", last)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", first)
        # sudo: who plans for whom is no secret of those who may not read it
        return self.env["cs.shift.assignment"].sudo().search(domain, order="date_from")

    def _hours(self, shifts, stored):
        """Hours of the shifts that are used: by assignment and by shift."""
        used = {number for spans in shifts.values() for *_days, number in spans}
        Assignment = self.env["cs.shift.assignment"].sudo()
        assignments = Assignment.browse(sorted(used - {None}))
        shift_ids = {row.shift for own in stored.values() for row in own if row.shift}
        all_shifts = assignments.shift_id | assignments.shift_id.browse(shift_ids)
        hours = {shift.id: shift._hours() for shift in all_shifts}
        by_assignment = {one.id: hours[one.shift_id.id] for one in assignments}
        return by_assignment, hours

    # What is stored

    def _stored(self, employees, first, last, with_drafts=False):
        """Rows of the roster: employee id -> list of _Stored in order of date."""
        drafts = SQL("TRUE") if with_drafts else SQL("is_draft IS NOT TRUE")
        self.env["cs.duty.slot"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee_id, id, date, kind, is_extra, shift_id, start, stop,
                       is_open_end
                  FROM cs_duty_slot
                 WHERE employee_id = ANY(%s) AND date BETWEEN %s AND %s AND %s
                 ORDER BY employee_id, date, is_extra, id
                """,
                employees.ids,
                first,
                last,
                drafts,
            )
        )
        result = defaultdict(list)
        for employee, *row in rows:
            result[employee].append(_Stored(*row))
        return result


class _Stored(NamedTuple):
    id: int
    date: date
    kind: str
    is_extra: bool
    shift: int | None
    start: datetime | None
    stop: datetime | None
    is_open_end: bool


class _Planner:
    """Makes slots from the pieces of a plan; calendars are read once each."""

    def __init__(self, env, first, last, hours):
        self.env, self.first, self.last = env, first, last
        self.by_assignment, self.by_shift = hours
        self.calendars = {}

    def plan(self, pieces, stored=()):
        """Slots in order of date, with their windows.

        :param pieces: (first, last, company, calendar, assignment or None)
        """
        own = {row.date: row for row in stored if not row.is_extra}
        extra = defaultdict(list)
        for row in stored:
            if row.is_extra and row.start:
                extra[row.date].append((row.start, row.stop))
        slots = []
        for first, last, company, calendar, assignment in pieces:
            here = self.calendar(company, calendar)
            for number in range((last - first).days + 1):
                day = first + number * DAY
                if day in own:
                    slot = here.stored(own[day], self.by_shift)
                else:
                    slot = here.slot(day, self.by_assignment.get(assignment))
                    if assignment and slot.shift:
                        slot.source = ("cs.shift.assignment", assignment)
                if day in extra:
                    slot.extra = tuple(extra[day])
                slots.append(slot)
        windows(slots)
        return slots

    def calendar(self, company, calendar):
        key = (company, calendar)
        if key not in self.calendars:
            self.calendars[key] = _Calendar(self.env, *key, self.first, self.last)
        return self.calendars[key]


class _Calendar:
    """A working calendar over some days."""

    def __init__(self, env, company, calendar, first, last):
        company = env["res.company"].sudo().browse(company)
        self.calendar = env["resource.calendar"].sudo().browse(calendar)
        if self.calendar:
            self.facts = env["cs.working.time"]._facts(self.calendar, company)
        else:
            # Without working hours nobody is due; the zone is still needed.
            self.facts = CalendarFacts(zone=company._cs_zone().key)
        self.plans = {plan.day: plan for plan in self.facts.plans(first, last)}
        self.spans = defaultdict(list)
        for span in self.facts.spans(first, last):
            self.spans[span.day].append((span.start, span.end))
        self.closures = [
            (c.start, c.end + SECOND if c.end.second == 59 else c.end)
            for c in self.facts.closures
        ]

    def kinds(self):
        """date -> (kind, weekday it stands for), as ``engine.rotation.rotate`` reads
        it."""
        return {
            day: (plan.kind, plan.lines[0].weekday if plan.lines else day.weekday())
            for day, plan in self.plans.items()
        }

    def slot(self, day, hours=None):
        plan = self.plans[day]
        kind = KINDS.get(plan.kind, HOLIDAY)
        common = {
            "date": day,
            "kind": kind,
            "midnight": self.facts.utc(day, 0),
            "source": ("resource.calendar", self.calendar.id)
            if self.calendar
            else None,
            "name": plan.name or "",
        }
        if kind not in (WORK, MAKEUP):
            return Slot(**common)
        if hours:
            return self._shift_slot(common, hours)
        spans = self.spans[day]
        return Slot(
            **common,
            start=spans[0][0],
            stop=spans[-1][1],
            breaks=_gaps(spans),
            is_flexible=bool(self.calendar.flexible_hours),
        )

    def _shift_slot(self, common, hours):
        """The hours of a fixed shift, without what closures take of them."""
        day = common["date"]
        start, stop = self.facts.utc(day, hours.start), self.facts.utc(day, hours.stop)
        breaks = [
            (self.facts.utc(day, a), self.facts.utc(day, b)) for a, b in hours.breaks
        ]
        spans = minus([(start, stop)], breaks)
        open_spans = minus(spans, self.closures)
        if open_spans and open_spans != spans:
            start, stop = open_spans[0][0], open_spans[-1][1]
            breaks = _gaps(open_spans)
        return Slot(
            **common,
            start=start,
            stop=stop,
            breaks=tuple(breaks),
            shift=hours.shift,
            is_open_end=hours.is_open_end,
            ready=hours.ready,
        )

    def stored(self, row, by_shift):
        day = row.date
        breaks = []
        if row.start and row.shift:
            breaks = [
                (max(start, row.start), min(stop, row.stop))
                for start, stop in (
                    (self.facts.utc(day, a), self.facts.utc(day, b))
                    for a, b in by_shift[row.shift].breaks
                )
                if start < row.stop and row.start < stop
            ]
        return Slot(
            date=day,
            kind=row.kind,
            start=row.start,
            stop=row.stop,
            breaks=tuple(breaks),
            is_open_end=row.is_open_end,
            ready=by_shift[row.shift].ready if row.shift else None,
            shift=row.shift,
            source=("cs.duty.slot", row.id),
            midnight=self.facts.utc(day, 0),
        )


def _gaps(spans):
    """What lies between the spans of a day."""
    return tuple(
        (before[1], after[0])
        for before, after in zip(spans, spans[1:], strict=False)
        if before[1] < after[0]
    )


def _within(slots, first, last):
    return {slot.date: slot for slot in slots if first <= slot.date <= last}


def _stay(stay, paths):
    path = tuple(paths.get(stay.department, ()))
    return Stay(stay.first, stay.last, Placement(stay.company, path))


def _pieces(stays, shifts):
    """What decides a plan: (first, last, company, calendar, assignment or None)."""
    for stay in stays:
        for first, last, assignment in shifts or [(stay.first, stay.last, None)]:
            low, high = max(first, stay.first), min(last, stay.last)
            if low <= high:
                yield low, high, stay.company, stay.calendar, assignment


def _overlaid(spans, own, first, last):
    """Spans of the departments with a person's own fixed shifts on top."""
    days = {}
    for start, stop, number in spans:
        for offset in range((stop - start).days + 1):
            days[start + offset * DAY] = number
    for one in own:
        start, stop = max(one.date_from, first), min(one.date_to or last, last)
        for offset in range((stop - start).days + 1):
            days[start + offset * DAY] = one.id
    return [(day, day, number) for day, number in sorted(days.items())]
