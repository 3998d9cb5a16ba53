from decimal import Decimal

from odoo import models
from odoo.addons.cs_appraisal.models.cs_metric_attendance import COLUMNS
from odoo.addons.cs_attendance.models.sheet_figures import (
    FIGURES,
    day_values,
    sums_sql,
)
from odoo.tools import SQL, split_every

from .what_if import ATTENDANCE, DayChange, SheetChange

#: People whose verdicts are in memory at one time.
BATCH = 200


class CsWhatIfDays(models.AbstractModel):
    """What if, first step: verdicts, and full attendance (ALL-03, ATT-16).

    A day counts as changed where the judge says something else under the draft than
    under the policy in force: what became known after a month was handed over is no
    difference that the draft makes.
    """

    _name = "cs.what.if.days"
    _description = "What If: Days"

    def _try(self, what_if):
        if not what_if.of(ATTENDANCE):
            return
        for ids in split_every(BATCH, what_if.people.ids):
            what_if.days += self._changed(what_if, what_if.people.browse(ids))
        self._note_figures(what_if)
        for month, last in what_if.month_ends():
            self._try_sheets(what_if, month, last)

    def _changed(self, what_if, people):
        """List of ``DayChange`` of these people."""
        Day = self.env["cs.attendance.day"]
        span = people, what_if.first, what_if.last
        drafts = {"drafts": what_if.of(ATTENDANCE), "drafts_from": what_if.first}
        now, then = Day._evaluate(*span), Day._evaluate(*span, **drafts)
        other = {
            key: values
            for key, verdict in then.items()
            if (values := day_values(verdict))
            != (day_values(now[key]) if key in now else None)
        }
        found = []
        for day in self._recorded(other):
            key = day.employee_id.id, day.date
            before = day_values(day)
            if before != other[key]:
                found.append(DayChange(day, before, other[key], then[key].why))
        return found

    def _recorded(self, keys):
        """cs.attendance.day of (employee id, date) that are recorded, in order"""
        days = self.env["cs.attendance.day"].search_fetch(
            [
                ("employee_id", "in", list({employee for employee, _date in keys})),
                ("date", "in", list({date for _employee, date in keys})),
            ],
            order="employee_id, date",
        )
        return days.filtered(lambda day: (day.employee_id.id, day.date) in keys)

    def _note_figures(self, what_if):
        """Figures of appraisals and pay items that rest on the changed days."""
        for day, before, after, _why in what_if.days:
            for code, column in COLUMNS.items():
                difference = _exact(after[column]) - _exact(before[column])
                what_if.changes.add(code, day.employee_id.id, day.date, difference)

    # Full attendance

    def _try_sheets(self, what_if, month, last):
        Builder = self.env["cs.attendance.sheet.builder"]
        people = what_if.people
        rules = self.env[ATTENDANCE]._policy_on(people, last)
        drafts = what_if.ruling(ATTENDANCE, people, last)
        moved = self._moved(what_if, month)
        for employee, sums in self._sums(people, month).items():
            own = moved.get(employee, {})
            then = {name: round(sums[name] + own.get(name, 0), 2) for name in FIGURES}
            change = SheetChange(
                Builder._full_reason(rules[employee], sums),
                Builder._full_reason(drafts[employee], then),
                _exact(own.get("present_days", 0)),
            )
            if change.before != change.after or change.present:
                what_if.sheets[employee, month] = change

    def _moved(self, what_if, month):
        """dict employee id -> figure of the sheet -> more, or less"""
        found = {}
        for day, before, after, _why in what_if.days:
            if day.month != month:
                continue
            own = found.setdefault(day.employee_id.id, {})
            for figure, column in SHEET_COLUMNS.items():
                own[figure] = own.get(figure, 0) + after[column] - before[column]
        return found

    def _sums(self, people, month):
        """dict employee id -> figures of the month's sheet, of the days as recorded"""
        rows = self.env.execute_query(
            sums_sql(SQL("d.month = %s AND d.employee_id = ANY(%s)", month, people.ids))
        )
        names = ("employee_id", *FIGURES)
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


#: What full attendance is read from: figure of the sheet -> column of the day.
SHEET_COLUMNS = {
    "due_days": "work_days",
    "present_days": "present_days",
    "absent_days": "absent_days",
    "unpaid_days": "unpaid_days",
    "late_count": "late_count",
    "early_count": "early_count",
    "missed_count": "missed_count",
}


def _exact(number):
    return Decimal(str(number or 0))
