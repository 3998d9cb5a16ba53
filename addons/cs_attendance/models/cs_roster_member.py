from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.rotation import stints

DECIDES = {"employee_id", "pattern_id", "offset", "date_from", "date_to"}


class CsRosterMember(models.Model):
    """Who works by which pattern from a day on, and where in the cycle (ATT-10).

    A line holds until its end, and no longer than until the next line of the person
    begins: whoever moves to another pattern just gets a new line.

    Access: team leaders keep their team's, supervisors their departments', HR officers
    the company's.
    """

    _name = "cs.roster.member"
    _description = "Person in a Roster Pattern"
    _order = "employee_id, date_from"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(related="employee_id.department_id")
    pattern_id = fields.Many2one(
        "cs.roster.pattern",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The cycle of shifts and days off that the person's roster is"
        " generated from.",
    )
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date(
        "Last Day",
        help="Empty: until further notice, or until a later line of the person.",
    )
    offset = fields.Integer(
        help="So many days into the cycle on the first day. In a week plan: so many"
        " weeks, counted from the Monday of the first day's week."
    )
    filled_to = fields.Date(
        "Planned Ahead To",
        readonly=True,
        copy=False,
        help="The scheduled action has generated the roster up to this day.",
    )

    _start_uniq = models.Constraint(
        "UNIQUE(employee_id, date_from)",
        "This person has a line that begins on this day already.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is before the first day."
    )

    @api.depends("employee_id.name", "pattern_id.name", "date_from")
    def _compute_display_name(self):
        for line in self:
            names = (line.employee_id.name, line.pattern_id.name, line.date_from)
            line.display_name = " · ".join(str(name) for name in names if name)

    @api.constrains("date_from")
    def _check_date_from(self):
        for line in self:
            if not 1970 <= line.date_from.year <= 2199:
                raise ValidationError(
                    self.env._("Enter a first day between 1970 and 2199.")
                )

    def write(self, vals):
        people = self.employee_id
        result = super().write(vals)
        # Stock asks before only: a line must not be moved to somebody out of reach.
        self.check_access("write")
        if DECIDES & vals.keys():
            self._refill(people | self.employee_id)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refill(lines.employee_id)
        return lines

    def unlink(self):
        people = self.sudo().employee_id
        result = super().unlink()
        self._refill(people)
        return result

    def _refill(self, people):
        """A line ends the one before it: all of a person are planned anew, and
        drafts of days that no line covers any more go."""
        lines = self.sudo().search([("employee_id", "in", people.ids)])
        lines.filled_to = False
        self.env["cs.roster.plan"].sudo()._drop_uncovered(people.sudo())

    @api.model
    def _stints(self, employees, first, last):
        """Who follows which line from which day to which day.

        :return: dict employee id -> list of (first, last, cs.roster.member)
        """
        found = self.search_fetch(
            [("employee_id", "in", employees.ids), ("date_from", "<=", last)],
            ["employee_id", "pattern_id", "date_from", "date_to", "offset"],
        )
        lines = defaultdict(list)
        for line in found:
            lines[line.employee_id.id].append(
                (line.date_from, line.date_to or None, line)
            )
        return {person: stints(own, first, last) for person, own in lines.items()}
