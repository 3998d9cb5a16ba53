from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .cs_roster import MAX_DAYS
from .roster_sheet import Change, RosterSheet, read_change

DAY = timedelta(days=1)
#: So many cells are changed at once.
MAX_CELLS = 400 * 31
#: So many people are named who could do it instead.
NAMED = 3


class Refusal(NamedTuple):
    """Why a change is not possible, and where."""

    change: Change
    rule: str
    title: str
    text: str
    is_outdated: bool = False


class CsRosterEdit(models.AbstractModel):
    """Changes cells of rosters as one step: all of them or none (ATT-10).

    A constant number of queries, whatever the number of cells. New slots are drafts;
    a slot that is published stays so, and its change is recorded and told.
    """

    _name = "cs.roster.edit"
    _description = "Change of a Roster"

    @api.model
    def _apply(self, changes, is_exchange=False, expected=()):
        """Write changes, unless one of them is refused.

        :param changes: list of Change; the last one of a cell counts
        :param is_exchange: two people exchange their shifts (ATT-11)
        :param expected: list of Change: what the user takes to be stored
        :return: (people as superuser, Refusal or None)
        :raises AccessError: not the roster of the user
        """
        changes = list({(one.employee, one.date): one for one in changes}.values())
        people = self.env["cs.roster"]._check_people({one.employee for one in changes})
        changes = self._with_true_origin(changes)
        sheet = RosterSheet(self.env, people, changes, expected)
        refusal = self._outdated(sheet) or self._refusal(sheet, is_exchange)
        if not refusal:
            self._store(sheet)
        return people, refusal

    @api.model
    def _changes(self, rows):
        """Read what a client sent.

        :param rows: list of [employee id, ISO date, state]; a state is null or a dict
            with ``kind`` and perhaps ``shift``, ``hours`` and ``origin``
        :return: list of Change
        """
        try:
            changes = [read_change(*row) for row in rows]
        except (TypeError, ValueError, KeyError, AttributeError):
            changes = []
        if not changes or len(changes) > MAX_CELLS:
            raise UserError(
                self.env._("This change cannot be read. Please load the board again.")
            )
        return changes

    @api.model
    def _follow(self, shift, before):
        """Give slots to come the new hours of their shift, unless they have own ones.

        :param before: Hours that the shift had
        """
        today = shift.company_id._cs_today()
        domain = Domain("shift_id", "=", shift.id) & Domain("is_extra", "=", False)
        domain &= Domain("date", ">", today) & Domain(
            "date", "<", today + MAX_DAYS * DAY
        )
        slots = self.env["cs.duty.slot"].search(domain)
        if not slots:
            return
        changes = [
            Change(
                slot.employee_id.id, slot.date, slot.kind, shift.id, None, slot.origin
            )
            for slot in slots
        ]
        sheet = RosterSheet(self.env, slots.employee_id, changes)
        sheet.changes = [
            change
            for change, slot in zip(changes, slots, strict=True)
            if sheet.stay(change)
            and (slot.start, slot.stop)
            == sheet.moments(change._replace(hours=(before.start, before.stop)))
        ]
        if sheet.changes:
            self._store(sheet)

    def _with_true_origin(self, changes):
        """Only what was swapped is restored as swapped."""
        swapped = [one for one in changes if one.origin == "swap"]
        if not swapped:
            return changes
        domain = Domain("employee_id", "in", [one.employee for one in swapped])
        domain &= Domain("date", "in", [one.date for one in swapped])
        # sudo: that a day was swapped is no secret of who plans it
        parts = self.env["cs.shift.swap.part"].sudo().search(domain)
        known = {(part.employee_id.id, part.date) for part in parts}
        return [
            one
            if one.origin != "swap" or (one.employee, one.date) in known
            else one._replace(origin="manual")
            for one in changes
        ]

    # Refusals

    def _outdated(self, sheet):
        """Two people planning the same cell do not overwrite each other."""
        for change in sheet.expected:
            if not sheet.is_stored(change):
                text = self.env._(
                    "Somebody else has changed %(name)s on %(day)s meanwhile. The board"
                    " has been loaded again; please look at it and change it then.",
                    name=self._called(sheet, change),
                    day=words.day_name(self.env, change.date),
                )
                title = self.env._("Changed meanwhile")
                return Refusal(change, "", title, text, is_outdated=True)
        return None

    def _refusal(self, sheet, is_exchange):
        away = self._leaves(sheet.people, sheet.first, sheet.last)
        for change in sheet.changes:
            refusal = (
                self._not_employed(sheet, change)
                or self._foreign_shift(sheet, change)
                or self._on_leave(change, away)
                or self._too_close(sheet, change, is_exchange)
            )
            if refusal:
                return refusal
        return None

    def _called(self, sheet, change):
        return sheet.people.browse(change.employee).name

    def _not_employed(self, sheet, change):
        if change.kind is None or sheet.stay(change):
            return None
        text = self.env._(
            "%(name)s is not employed on %(day)s.",
            name=self._called(sheet, change),
            day=words.day_name(self.env, change.date),
        )
        return Refusal(change, "ATT-10", self.env._("Not possible"), text)

    def _foreign_shift(self, sheet, change):
        company = change.kind and sheet.stay(change).company
        shift = sheet.shifts.get(change.shift)
        if not change.shift or (shift and shift.company_id.id == company):
            return None
        text = self.env._("This shift belongs to another company, or is gone.")
        return Refusal(change, "ATT-10", self.env._("Not possible"), text)

    def _on_leave(self, change, away):
        code, name, is_part = away.get((change.employee, change.date), ("", "", True))
        if is_part:
            return None
        text = self.env._(
            "The leave of this day is approved (%(code)s %(leave)s). The roster below"
            " it stays as it was, because the leave is counted on it.",
            code=code,
            leave=name,
        )
        return Refusal(change, "ATT-09", self.env._("On leave"), text)

    def _too_close(self, sheet, change, is_exchange):
        """Slots of neighbouring days do not overlap; after an exchange they do not
        touch either."""
        own = sheet.reach(change.employee, change.date)
        if not change.kind or not own:
            return None
        for day in (change.date - DAY, change.date + DAY):
            other = sheet.reach(change.employee, day)
            if not other:
                continue
            before, after = sorted((own, other))
            if after[0] < before[1] or (is_exchange and after[0] == before[1]):
                return self._two_in_a_row(sheet, change, day, own, other, is_exchange)
        return None

    def _two_in_a_row(self, sheet, change, day, own, other, is_exchange):
        values = {
            "name": self._called(sheet, change),
            "day": words.day_name(self.env, change.date),
            "hours": sheet.clock(change.employee, own),
            "other_day": words.day_name(self.env, day),
            "other_hours": sheet.clock(change.employee, other),
        }
        if is_exchange:
            text = self.env._(
                "%(name)s works %(other_hours)s on %(other_day)s; with %(hours)s on"
                " %(day)s these would be two shifts in a row.",
                **values,
            )
            return Refusal(change, "ATT-11", self.env._("No exchange"), text)
        text = self.env._(
            "%(name)s works %(other_hours)s on %(other_day)s; %(hours)s on %(day)s"
            " would overlap with it.",
            **values,
        )
        return Refusal(change, "ATT-10", self.env._("Shifts overlap"), text)

    @api.model
    def _leaves(self, people, first, last):
        """Validated leave, whole days and parts of days.

        :return: dict (employee id, date) -> (character, name, is a part of the day)
        """
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("state", "=", "validate")
        domain &= Domain("request_date_from", "<=", last)
        domain &= Domain("request_date_to", ">=", first)
        result = {}
        # sudo: who plans has to know that somebody is away
        for leave in self.env["hr.leave"].sudo().search_fetch(domain, order="id"):
            kind = leave.holiday_status_id
            low, high = leave.request_date_from, leave.request_date_to
            for number in range((min(high, last) - max(low, first)).days + 1):
                day = max(low, first) + number * DAY
                is_part = leave.request_unit_hours or _is_half_day(leave, day)
                result[leave.employee_id.id, day] = (
                    kind.cs_code or kind.name[:1],
                    kind.name,
                    bool(is_part),
                )
        return result

    # Who else

    @api.model
    def _free(self, people, shift, day, hours=None):
        """Who of these people rests on a day and could work a shift on it.

        :param hours: local minutes, None for those of the shift
        :return: subset of ``people``, in their order
        """
        if not people:
            return people
        changes = [Change(one.id, day, "work", shift.id, hours) for one in people]
        sheet = RosterSheet(self.env, people, changes)
        away = self._leaves(people, day, day)
        free = [
            change.employee
            for change in sheet.changes
            if not sheet.is_due(change)
            and not self._not_employed(sheet, change)
            and not self._foreign_shift(sheet, change)
            and (change.employee, day) not in away
            and not self._too_close(sheet, change, is_exchange=True)
        ]
        return people.browse(free)

    # Writing

    def _store(self, sheet):
        """One statement for what is planned, one for what is planned no more."""
        keys = {(one.employee, one.date): one for one in sheet.changes}
        found = self.env["cs.duty.slot"].search(
            [
                ("employee_id", "in", sheet.people.ids),
                ("date", ">=", sheet.first),
                ("date", "<=", sheet.last),
                ("is_extra", "=", False),
            ]
        )
        found = found.filtered(lambda slot: (slot.employee_id.id, slot.date) in keys)
        gone = found.filtered(lambda s: not keys[s.employee_id.id, s.date].kind)
        kept = found - gone
        kept.check_access("write")
        self._check_months(sheet)
        gone.unlink()
        before = kept._published()
        self._upsert(sheet)
        kept._touch_days()
        kept._log_changes(before)

    def _check_months(self, sheet):
        Period = self.env["cs.period"].sudo()
        companies = {sheet.stay(one).company for one in sheet.changes if one.kind}
        for company in self.env["res.company"].browse(sorted(companies)):
            Period._check_open(
                company, sheet.first, sheet.last, code="attendance_sheet"
            )

    def _upsert(self, sheet):
        rows = [sheet.row(one) for one in sheet.changes if one.kind]
        if not rows:
            return
        Slot = self.env["cs.duty.slot"]
        Slot.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cs_duty_slot (company_id, employee_id, date, kind, shift_id,
                                          start, stop, is_open_end, origin, is_draft,
                                          create_uid, create_date, write_uid,
                                          write_date)
                SELECT new.*, TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(companies)s::int[], %(employees)s::int[],
                              %(dates)s::date[], %(kinds)s::text[], %(shifts)s::int[],
                              %(starts)s::timestamp[], %(stops)s::timestamp[],
                              %(open)s::bool[], %(origins)s::text[]) AS new
                    ON CONFLICT (employee_id, date) WHERE is_extra IS NOT TRUE
                    DO UPDATE SET kind = EXCLUDED.kind, shift_id = EXCLUDED.shift_id,
                                  start = EXCLUDED.start, stop = EXCLUDED.stop,
                                  is_open_end = EXCLUDED.is_open_end,
                                  origin = EXCLUDED.origin,
                                  write_uid = EXCLUDED.write_uid,
                                  write_date = EXCLUDED.write_date
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                **dict(zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True)),
            )
        )
        Slot.invalidate_model()


_COLUMNS = (
    "companies",
    "employees",
    "dates",
    "kinds",
    "shifts",
    "starts",
    "stops",
    "open",
    "origins",
)


def _is_half_day(leave, day):
    if not leave.request_unit_half:
        return False
    late = day == leave.request_date_from and leave.request_date_from_period == "pm"
    short = day == leave.request_date_to and leave.request_date_to_period == "am"
    return late or short
