from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

DAY = timedelta(days=1)
#: So far before and after a range a row of working days is followed.
AROUND = 31 * DAY


class CsRosterTrouble(models.AbstractModel):
    """Looks at a roster before it is published: troubles and coverage (ATT-10).

    A constant number of queries, whatever the number of people and days.
    """

    _name = "cs.roster.trouble"
    _description = "Trouble in a Roster"

    @api.model
    def _of(self, people, first, last):
        """See ``cs.roster._troubles``; in order of date and person."""
        low, high = first - AROUND, last + AROUND
        Plan = self.env["cs.duty.plan"]
        slots = Plan._slots(people, low, high, with_drafts=True)
        rules = self.env["cs.attendance.policy"]._policy_spans(people, low, high)
        leaves = self._away(people, first, last, slots)
        found = list(self._unemployed(people, first, last, slots))
        for number, day in sorted(leaves):
            found += self._on_leave(number, day, slots)
        for person in people:
            own = slots.get(person.id, {})
            limits = rules.get(person.id, ())
            found += self._too_little_rest(person, own, limits, first, last)
            found += self._in_a_row(person, own, limits, first, last)
        return sorted(found, key=lambda one: (one["date"], one["employee_id"]))

    def _trouble(self, person_id, day, rule, text, is_hard=False):
        return {
            "employee_id": person_id,
            "date": day,
            "rule": rule,
            "text": text,
            "is_hard": is_hard,
        }

    def _limit(self, limits, day, name):
        """A parameter of the policy in force on a day, else its default."""
        for first, last, policy in limits:
            if first <= day <= last and policy:
                return policy.sudo()[name]
        Policy = self.env["cs.attendance.policy"]
        return Policy._fields[name].default(Policy)

    def _unemployed(self, people, first, last, slots):
        stored = self.env["cs.duty.plan"]._stored(people, first, last, with_drafts=True)
        for person, rows in stored.items():
            for day in sorted(
                {row.date for row in rows} - slots.get(person, {}).keys()
            ):
                text = self.env._("Not employed on this day.")
                yield self._trouble(person, day, "ATT-10", text, is_hard=True)

    def _on_leave(self, person_id, day, slots):
        if slots[person_id][day].is_due:
            text = self.env._("On leave, but planned to work.")
            yield self._trouble(person_id, day, "ATT-09", text)

    def _too_little_rest(self, person, slots, limits, first, last):
        """Between slots of neighbouring days; overlapping ones cannot be worked."""
        working = [slot for _day, slot in sorted(slots.items()) if slot.reach]
        for before, after in pairwise(working):
            if before.date > last or after.date < first:
                continue
            day = after.date if after.date <= last else before.date
            gap = after.reach[0] - before.reach[1]
            hours = self._limit(limits, day, "rest_hours")
            if gap < timedelta(0):
                text = self.env._("The shift begins before the one before has ended.")
                yield self._trouble(person.id, day, "ATT-10", text, is_hard=True)
            elif gap < timedelta(hours=hours):
                text = self.env._(
                    "%(rest)s hours of rest after the shift before; at least"
                    " %(hours)s are due.",
                    rest=f"{gap / timedelta(hours=1):g}"[:5],
                    hours=hours,
                )
                yield self._trouble(person.id, day, "ATT-10", text)

    def _in_a_row(self, person, slots, limits, first, last):
        """One trouble a row of working days, at the first of them that is too much.

        Days after the last one count when they are rostered: the others may still
        become days off.
        """
        due = [
            day
            for day, slot in sorted(slots.items())
            if slot.is_due and (day <= last or slot.is_rostered)
        ]
        for days in _rows(due):
            shown = [day for day in days if first <= day <= last]
            if not shown:
                continue
            limit = self._limit(limits, shown[0], "days_in_row")
            late = [day for day in days[limit:] if first <= day <= last]
            if len(days) > limit:
                text = self.env._(
                    "%(count)s days at work in a row; after %(limit)s at the latest a"
                    " day off is due.",
                    count=len(days),
                    limit=limit,
                )
                day = late[0] if late else shown[-1]
                yield self._trouble(person.id, day, "ATT-10", text)

    # Leave

    def _away(self, people, first, last, slots):
        """Who has validated leave for half of a slot or more, as the judge counts it
        (ATT-09): a leave by days covers the whole slot, also a night.

        :return: set of (employee id, date)
        """
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("state", "=", "validate")
        domain &= Domain("request_date_from", "<=", last)
        domain &= Domain("request_date_to", ">=", first - DAY)
        result = set()
        for leave in self.env["hr.leave"].sudo().search_fetch(domain):
            own = slots.get(leave.employee_id.id, {})
            low = max(leave.request_date_from, first)
            # A night slot reaches into the next day.
            if leave.request_unit_hours:
                low = max(leave.request_date_from - DAY, first)
            high = min(leave.request_date_to, last)
            for number in range((high - low).days + 1):
                slot = own.get(low + number * DAY)
                if slot and (not leave.request_unit_hours or _is_half(slot, leave)):
                    result.add((leave.employee_id.id, slot.date))
        return result

    # Coverage

    @api.model
    def _planned(self, department, first, last, with_drafts):
        """dict (shift id, date) -> people of the department and of those below."""
        Plan = self.env["cs.duty.plan"]
        below = set(
            self.env["hr.department"]
            .with_context(active_test=False)
            .search([("id", "child_of", department.ids)])
            .ids
        )
        people = self._people_of(below)
        slots = Plan._slots(people, first, last, with_drafts=with_drafts)
        away = self._away(people, first, last, slots)
        found = Counter()
        for person, day in self._days_in(below, people, first, last):
            slot = slots.get(person, {}).get(day)
            if slot and slot.is_due and slot.shift and (person, day) not in away:
                found[slot.shift, day] += 1
        self._add_extra(found, people, first, last, with_drafts)
        return dict(found)

    def _add_extra(self, found, people, first, last, with_drafts):
        """Overtime on a shift covers it too."""
        domain = Domain("employee_id", "in", people.ids) & Domain("is_extra", "=", True)
        domain &= Domain("date", ">=", first) & Domain("date", "<=", last)
        domain &= Domain("shift_id", "!=", False)
        if not with_drafts:
            domain &= Domain("is_draft", "=", False)
        groups = self.env["cs.duty.slot"]._read_group(
            domain, ["shift_id", "date:day"], ["__count"]
        )
        for shift, day, count in groups:
            found[shift.id, day] += count

    def _people_of(self, departments):
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT employee_id FROM hr_version"
                " WHERE department_id = ANY(%s) AND active",
                list(departments),
            )
        )
        Employee = self.env["hr.employee"].with_context(active_test=False)
        return Employee.browse(sorted(number for (number,) in rows if number))

    def _days_in(self, departments, people, first, last):
        stays = self.env["cs.duty.plan"]._employments(people, first, last)
        for person, own in stays.items():
            for stay in own:
                if stay.department in departments:
                    for number in range((stay.last - stay.first).days + 1):
                        yield person, stay.first + number * DAY


def _is_half(slot, leave):
    """Whether a leave by hours takes half of a slot or more."""
    if not slot.start or not leave.date_from:
        return False
    shared = min(slot.stop, leave.date_to) - max(slot.start, leave.date_from)
    return shared * 2 >= slot.stop - slot.start


def _rows(days):
    """Dates in order, cut where one is missing."""
    rows = defaultdict(list)
    for number, day in enumerate(days):
        rows[day - number * DAY].append(day)
    return rows.values()
