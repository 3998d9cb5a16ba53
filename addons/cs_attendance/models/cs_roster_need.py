from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
    ("7", "Public holiday"),
]


class CsRosterNeed(models.Model):
    """How many people of a department a shift needs on a weekday (ATT-10).

    The count holds for the department with those below it. A public holiday without
    a line of its own needs what its weekday needs.

    Access: team leaders, supervisors and HR officers read; supervisors keep their
    departments', HR officers the company's.
    """

    _name = "cs.roster.need"
    _description = "People Needed on a Shift"
    _order = "department_id, shift_id, weekday"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department", required=True, ondelete="cascade", check_company=True
    )
    shift_id = fields.Many2one(
        "cs.shift", required=True, ondelete="cascade", check_company=True
    )
    weekday = fields.Selection(WEEKDAYS, required=True)
    count = fields.Integer(
        "People Needed",
        required=True,
        default=1,
        help="Where fewer are rostered, the board marks the day in orange.",
    )

    _need_uniq = models.Constraint(
        "UNIQUE(department_id, shift_id, weekday)",
        "What this shift needs on this weekday is entered already.",
    )
    _count_positive = models.Constraint(
        "CHECK(count >= 0)", "The number of people cannot be negative."
    )

    @api.depends("department_id.name", "shift_id.name", "weekday")
    def _compute_display_name(self):
        days = dict(self._fields["weekday"]._description_selection(self.env))
        for need in self:
            names = (
                need.department_id.name,
                need.shift_id.name,
                days.get(need.weekday),
            )
            need.display_name = " · ".join(name for name in names if name)

    def write(self, vals):
        result = super().write(vals)
        # Stock asks before only: a line must not be moved to a foreign department.
        self.check_access("write")
        return result

    def _tables(self):
        """Whose table of a shift counts among these: none above has one of it.

        :return: dict department -> set of shift ids
        """
        departments = self.department_id
        paths = departments._cs_ancestor_ids()
        pairs = {(need.department_id.id, need.shift_id.id) for need in self}
        result = defaultdict(set)
        for department, shift in pairs:
            if not any((above, shift) in pairs for above in paths[department][1:]):
                result[departments.browse(department)].add(shift)
        return result

    @api.model
    def _needed(self, department, first, last):
        """How many people each shift needs.

        A department without a line for a shift needs what those below it need
        together. A make-up day needs what the weekday needs that it stands for.

        :return: dict (shift id, date) -> people, without zeros
        """
        below = (
            self.env["hr.department"]
            .sudo()
            .search([("id", "child_of", department.ids)])
        )
        counts = defaultdict(dict)
        for need in self.search_fetch([("department_id", "in", below.ids)]):
            counts[need.department_id, need.shift_id.id][need.weekday] = need.count
        shifts = {shift for _department, shift in counts}
        tables = {
            shift: _tables(department, shift, counts, below.grouped("parent_id"))
            for shift in shifts
        }
        result = {}
        for day, weekday, is_holiday in self._weekdays(department, first, last):
            for shift, own in tables.items():
                people = sum(_count(table, weekday, is_holiday) for table in own)
                if people:
                    result[shift, day] = people
        return result

    def _weekdays(self, department, first, last):
        """(date, weekday, whether a public holiday) by the department's calendar."""
        Time = self.env["cs.working.time"].sudo()
        calendar = Time._calendars(department)[department.id]
        if not calendar:
            for number in range((last - first).days + 1):
                day = first + timedelta(number)
                yield day, str(day.weekday()), False
            return
        company = department.sudo().company_id or self.env.company
        for plan in Time._facts(calendar, company).plans(first, last):
            weekday = plan.lines[0].weekday if plan.lines else plan.day.weekday()
            yield plan.day, str(weekday), plan.kind == "holiday"


def _tables(department, shift, counts, children):
    """The lines that count for a department: the own ones, else those below."""
    if (department, shift) in counts:
        return [counts[department, shift]]
    return [
        table
        for child in children.get(department, ())
        for table in _tables(child, shift, counts, children)
    ]


def _count(table, weekday, is_holiday):
    if is_holiday and "7" in table:
        return table["7"]
    return table.get(weekday, 0)
