from odoo import fields, models


class CsShiftAssignment(models.Model):
    """A fixed shift: whose working days have the hours of which shift (ATT-10).

    Which days are working days says the working calendar of the person; a roster
    (``cs.duty.slot``) wins over both. The nearest scope wins: person, then the
    nearest department, then the whole company.
    """

    _name = "cs.shift.assignment"
    _description = "Fixed Shift"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict", check_company=True
    )
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    shift_id = fields.Many2one(
        "cs.shift", required=True, ondelete="restrict", index=True, check_company=True
    )
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", help="Empty: for good.")
