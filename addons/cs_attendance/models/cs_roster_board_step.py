from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.rotation import place, rotate
from .cs_duty_plan import _Calendar
from .cs_roster_edit import NAMED
from .roster_sheet import Change


class CsRosterBoard(models.AbstractModel):
    """What is done on the roster board (ATT-10): cells set, filled, given away."""

    _inherit = "cs.roster.board"

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
                    calendar = _Calendar(self.env, *key, first, last)
                    calendars[key] = calendar.kinds()
                for day, kind, shift in rotate(
                    cycle, start, first, last, calendars[key]
                ):
                    is_here = stay.first <= day <= stay.last
                    if is_here and (person.id, day) not in away:
                        result.append(Change(person.id, day, kind, shift))
        return result
