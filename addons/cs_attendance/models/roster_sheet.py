"""Cells of a roster that are to be changed, and the days around them (ATT-10)."""

from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.cs_base.models import period_words as words

from .cs_duty_plan import MIDNIGHT, _Calendar
from .cs_duty_slot import ORIGINS, SLOT_KINDS

DAY = timedelta(days=1)
_WORKING = ("work", "makeup")


class Change(NamedTuple):
    """What one cell becomes; without a kind nothing is stored any more.

    ``hours`` are local minutes after the midnight that begins the date, None for
    those of the shift.
    """

    employee: int
    date: date
    kind: str | None = None
    shift: int | None = None
    hours: tuple[int, int] | None = None
    origin: str = "manual"


class RosterSheet:
    """The days around some changes, as they were and as they would be."""

    def __init__(self, env, people, changes, expected=()):
        self.env, self.people, self.changes = env, people, changes
        days = [one.date for one in changes]
        self.first, self.last = env["cs.roster"]._check_days(min(days), max(days))
        Plan = env["cs.duty.plan"].sudo()
        low, high = self.first - DAY, self.last + DAY
        self.stays = Plan._employments(people, low, high)
        self.slots = Plan._slots(people, low, high, with_drafts=True)
        # sudo: hours are no secret; whose shifts they are is looked at
        Shift = env["cs.shift"].sudo().with_context(active_test=False)
        wanted = {one.shift for one in (*changes, *expected)} - {None}
        found = Shift.search_fetch([("id", "in", sorted(wanted))])
        self.shifts = {shift.id: shift for shift in found}
        self.hours = {shift.id: shift._hours() for shift in found}
        self.calendars = {}
        self.new = {(one.employee, one.date): one for one in changes}
        self.expected = [
            one for one in expected if (one.employee, one.date) in self.new
        ]

    def stay(self, change):
        for stay in self.stays.get(change.employee, ()):
            if stay.first <= change.date <= stay.last:
                return stay
        return None

    def slot(self, employee, day):
        return self.slots.get(employee, {}).get(day)

    def is_stored(self, change):
        """Whether the slot of a cell is this one; without a kind: whether none is."""
        slot = self.slot(change.employee, change.date)
        if not slot or not slot.is_rostered:
            return not change.kind
        now = slot.kind, slot.shift, slot.start, slot.stop
        return now == (change.kind, change.shift, *self.moments(change))

    def is_due(self, change):
        slot = self.slot(change.employee, change.date)
        return bool(slot and slot.is_due)

    def moments(self, change):
        """(start, stop) in naive UTC, both None on a day off."""
        hours = change.hours
        if not hours and change.shift in self.hours:
            own = self.hours[change.shift]
            hours = own.start, own.stop
        if not hours or not self.stay(change):
            return None, None
        calendar = self._calendar(self.stay(change))
        return tuple(calendar.facts.utc(change.date, minutes) for minutes in hours)

    def _calendar(self, stay):
        key = stay.company, stay.calendar
        if key not in self.calendars:
            first, last = self.first - DAY, self.last + DAY
            self.calendars[key] = _Calendar(self.env, *key, first, last)
        return self.calendars[key]

    def reach(self, employee, day):
        """(first start, last end) of a day with its overtime, as it would be."""
        slot, change = self.slot(employee, day), self.new.get((employee, day))
        if not change or not change.kind:
            return slot and slot.reach
        start, stop = self.moments(change)
        ends = [(start, stop)] if start else []
        ends += slot.extra if slot else ()
        if not ends:
            return None
        return min(one for one, _ in ends), max(one for _, one in ends)

    def clock(self, employee, reach):
        """08:30–17:30, where the person works."""
        zone = self.people.browse(employee).company_id._cs_zone()
        return words.span_text(*reach, zone)

    def row(self, change):
        """Values of the columns ``_COLUMNS``."""
        start, stop = self.moments(change)
        own = self.hours.get(change.shift)
        return (
            self.stay(change).company,
            change.employee,
            change.date,
            change.kind,
            change.shift,
            start,
            stop,
            bool(own and own.is_open_end),
            change.origin,
        )


def read_change(employee, day, state):
    """A change as a board sends it.

    :raises ValueError, TypeError, KeyError: not what a board sends
    """
    if type(employee) is not int or not isinstance(day, str):
        raise TypeError
    place = employee, date.fromisoformat(day)
    if state is None:
        return Change(*place)
    kind, origin = state["kind"], state.get("origin") or "manual"
    shift = state.get("shift") or None
    hours = _hours(state.get("hours"))
    is_working = kind in _WORKING
    if (
        kind not in dict(SLOT_KINDS)
        or origin not in dict(ORIGINS)
        or (shift is not None and type(shift) is not int)
        or is_working != bool(shift or hours)
    ):
        raise ValueError
    return Change(*place, kind, shift, hours, origin)


def _hours(given):
    if not given:
        return None
    start, stop = given
    if type(start) is not int or type(stop) is not int:
        raise TypeError
    if not 0 <= start < MIDNIGHT or not start < stop <= start + MIDNIGHT:
        raise ValueError
    return start, stop


def local_minutes(moment, day, zone):
    """Minutes on the wall clock from the midnight that begins a day to a moment."""
    local = words.localized(moment, zone)
    days = (local.date() - day).days
    return days * MIDNIGHT + local.hour * 60 + local.minute
