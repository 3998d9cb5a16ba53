from odoo import fields, models

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
    count = fields.Integer("People Needed", required=True, default=1)

    _need_uniq = models.Constraint(
        "UNIQUE(department_id, shift_id, weekday)",
        "What this shift needs on this weekday is entered already.",
    )
    _count_positive = models.Constraint(
        "CHECK(count >= 0)", "The number of people cannot be negative."
    )
