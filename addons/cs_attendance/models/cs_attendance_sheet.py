from odoo import fields, models


class CsAttendanceSheet(models.Model):
    """One person's month for finance (ATT-08)."""

    _name = "cs.attendance.sheet"
    _inherit = ["cs.appealable.mixin"]
    _description = "Monthly Attendance Summary"
    _order = "month desc, employee_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    state = fields.Selection(
        [
            ("computed", "Computed"),
            ("confirmed", "Confirmed by the person"),
            ("approved", "Approved by HR"),
            ("handed_over", "Handed to finance"),
        ],
        required=True,
        readonly=True,
        default="computed",
        index=True,
    )

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "There is one sheet a person and month."
    )
