from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from .cs_attendance_day_code import DayCode, code_class


class CsAttendanceMyMonth(models.AbstractModel):
    """My month: what a person needs to know and to do about the own attendance.

    Everything here is about the employee record of the user in the current company.
    """

    _name = "cs.attendance.my.month"
    _description = "My Attendance Month"

    @api.model
    @api.readonly
    def get_month(self, month=None):
        """One month of the user: today, figures, calendar, what needs the user.

        :param month: number like 202610; None for the current one
        :return: dict for the client action ``cs_attendance.my_month``; ``person`` is
            False when the user has no employee record here
        """
        board = self.env["cs.attendance.board"]
        first = board._first_day(month)
        employee = self._employee()
        today = self._today(employee)
        frame = board._of_month(first)
        # The next month shows what is planned.
        frame["next"] = frame["next"] or self._following(first, today)
        frame["weekdays"] = board._weekdays_in_order()
        frame["person"] = bool(employee)
        if not employee:
            return frame
        slots = self._slots(employee, first, today)
        rows = self._rows(employee, first)
        return {
            **frame,
            "today_card": self._today_card(employee, today, slots),
            "figures": self._figures(rows),
            "calendar": self._calendar(employee, first, today, rows, slots),
            "todo": self._todo(employee, today),
        }

    @api.model
    def get_request(self, kind, date):
        """The form with which the user asks for leave or reports work outside on a
        day that has no verdict yet.

        :param kind: ``leave`` or ``outing``
        :param date: like 2026-10-28
        """
        employee = self._employee()
        day = fields.Date.to_date(date)
        if not employee or not day or kind not in ("leave", "outing"):
            raise UserError(self.env._("There is nothing to ask for on this day."))
        # sudo: everybody knows the own plan
        planned = self.env["cs.duty.slot"].sudo()._planned(employee, day, day)
        slot = planned.get(employee.id, {}).get(day)
        Day = self.env["cs.attendance.day"]
        if kind == "leave":
            return Day._leave_form(employee, day)
        if slot and slot.start:
            return Day._outing_form(employee, slot.start, slot.stop)
        start = words.to_utc(employee.company_id, day)
        return Day._outing_form(employee, start, start + timedelta(days=1))

    @api.model
    def _employee(self):
        """The user's own record in the current company (sudo), perhaps empty."""
        return self.env.user._cs_employees().filtered(
            lambda employee: employee.company_id == self.env.company
        )[:1]

    def _zone(self, employee):
        """Where the person works (ATT-32)."""
        zone = employee.resource_calendar_id.tz
        return ZoneInfo(zone) if zone else self.env.company._cs_zone()

    def _today(self, employee):
        now = fields.Datetime.now()
        return words.localized(now, self._zone(employee)).date()

    def _following(self, first, today):
        following = (first + timedelta(days=31)).replace(day=1)
        limit = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
        return following.year * 100 + following.month if following <= limit else False

    def _slots(self, employee, first, today):
        """What is planned for the days of the month, today and yesterday."""
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        # sudo: everybody knows the own plan
        Slot = self.env["cs.duty.slot"].sudo()
        slots = dict(Slot._planned(employee, first, last).get(employee.id, {}))
        if not {today - timedelta(days=1), today} <= slots.keys():
            near = Slot._planned(employee, today - timedelta(days=1), today)
            slots |= near.get(employee.id, {})
        return slots

    def _rows(self, employee, first):
        return self.env["cs.attendance.day"]._rows(
            [("employee_id", "=", employee.id), ("month", "=", first)]
        )

    # Month in numbers

    def _figures(self, rows):
        """:return: list of [label, number]"""

        def total(name):
            return round(sum(getattr(row, name) or 0 for row in rows), 2)

        return [
            [self.env._("Present"), total("present_days")],
            [self.env._("Late"), total("late_count")],
            [self.env._("Early"), total("early_count")],
            [self.env._("Missed"), total("missed_count")],
            [self.env._("Absent"), total("absent_days")],
            [self.env._("Leave"), total("leave_days")],
        ]

    # Calendar

    def _calendar(self, employee, first, today, rows, slots):
        """:return: list of dicts, one a day of the month: ``day``, ``weekday`` (0 =
        Monday), ``id`` (0 where there is no verdict), ``text``, ``class``, ``label``
        and whether it is ``today`` or to ``come``"""
        by_date = {row.date: row for row in rows}
        codes = self.env["cs.attendance.day"]._codes_of(rows)
        shifts = self._shifts({slot.shift for slot in slots.values()} - {None})
        ready, zone = self._ready_times(employee, slots), self._zone(employee)
        result = []
        day = first
        while day.month == first.month:
            row = by_date.get(day)
            code = codes[row.id] if row else self._plan_code(slots.get(day), shifts)
            if row and row.verdict == "open" and not code.char:
                code = self._plan_code(slots.get(day), shifts)
            come = not row or row.verdict == "open"
            result.append(
                {
                    "day": day.day,
                    "weekday": day.weekday(),
                    "date": fields.Date.to_string(day),
                    "id": row.id if row else 0,
                    "text": self._short(code),
                    "class": code_class(code),
                    "label": f"{words.day_name(self.env, day)} {code.label}".strip(),
                    "pending": code.pending,
                    "dot": code.dot or code.pending,
                    "today": day == today,
                    "come": come,
                    "hours": self._hours_text(slots.get(day), ready.get(day), zone),
                }
            )
            day += timedelta(days=1)
        return result

    def _ready_times(self, employee, slots):
        """When to be ready, by date; only where that is before the start (ATT-10).

        :return: dict date -> naive UTC
        """
        days = [day for day, slot in slots.items() if slot.is_due]
        if not days:
            return {}
        Policy = self.env["cs.attendance.policy"]
        spans = Policy._policy_spans(employee, min(days), max(days))
        result = {}
        for first, last, policy in spans.get(employee.id, ()):
            for day in days:
                if policy and first <= day <= last:
                    minutes = slots[day].ready_minutes(policy.sudo())
                    if minutes:
                        ready = slots[day].start - timedelta(minutes=minutes)
                        result[day] = ready
        return result

    def _hours_text(self, slot, ready, zone):
        """``08:30–17:30 · 08:25 前就位``; empty on a day without hours."""
        if not slot or not slot.start:
            return ""

        def clock(moment):
            return f"{words.localized(moment, zone):%H:%M}"

        text = f"{clock(slot.start)}–{clock(slot.stop)}"
        if ready:
            text += " · " + self.env._("be ready by %s", clock(ready))
        return text

    def _short(self, code):
        """A phone has room for the name of a leave of two characters."""
        return (
            code.label if code.token == "leave" and len(code.label) <= 2 else code.char
        )

    def _plan_code(self, slot, shifts):
        """How a day without verdict is shown: its shift in grey, rest, holiday."""
        day_words = self.env["cs.attendance.day"]._code_words()
        if slot is None:
            return day_words["open"]
        if slot.kind in ("rest", "holiday") and not slot.start:
            return day_words[slot.kind]
        char, name = shifts.get(slot.shift, ("", ""))
        return DayCode(char, "open", name or self.env._("Work"))

    def _shifts(self, ids):
        """:return: dict shift id -> (character, name)"""
        # sudo: the own shifts
        shifts = self.env["cs.shift"].sudo().with_context(active_test=False)
        found = shifts.search_fetch([("id", "in", list(ids))], ["code", "name"])
        return {shift.id: (shift.code, shift.name) for shift in found}
