from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsShiftAssignment(models.Model):
    """A fixed shift: whose working days have the hours of which shift (ATT-10).

    Which days are working days says the working calendar of the person; a roster
    (``cs.duty.slot``) wins over both. The nearest scope wins: person, then the
    nearest department, then the whole company. No scope has two on one day: the
    database refuses it.

    Access: everybody reads those of the own company, HR officers keep them.
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
    scope = fields.Char("For Whom", compute="_compute_scope")

    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is before the first day."
    )
    _one_scope = models.Constraint(
        "CHECK(department_id IS NULL OR employee_id IS NULL)",
        "A fixed shift is for a department or for a person, not for both.",
    )
    # Ranges of one number stand for equality: no PostgreSQL extension is needed.
    _scope_excl = models.Constraint(
        "EXCLUDE USING gist (int8range(company_id, company_id, '[]') WITH &&,"
        " int8range(COALESCE(department_id, 0), COALESCE(department_id, 0), '[]')"
        " WITH &&,"
        " int8range(COALESCE(employee_id, 0), COALESCE(employee_id, 0), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "There is another fixed shift for the same people on some of these days."
        " Please end that one first.",
    )

    @api.depends_context("lang")
    @api.depends("department_id.display_name", "employee_id.display_name")
    def _compute_scope(self):
        for fixed in self:
            # sudo: a fixed shift tells everybody whom it is for
            named = fixed.sudo().employee_id or fixed.sudo().department_id
            fixed.scope = named.display_name or self.env._("Whole company")

    @api.depends("shift_id.display_name", "scope", "date_from")
    def _compute_display_name(self):
        for fixed in self:
            shift = fixed.shift_id.display_name
            fixed.display_name = f"{shift or ''} · {fixed.scope} · {fixed.date_from}"

    @api.constrains("date_from", "date_to", "company_id")
    def _check_days(self):
        for fixed in self:
            if fixed.date_from.year < 1970 or fixed.date_from.year > 2199:
                raise ValidationError(
                    self.env._("Enter a first day between 1970 and 2199.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create(vals_list)
        found._touch_days()
        return found

    def write(self, vals):
        self._touch_days()
        result = super().write(vals)
        self._touch_days()
        return result

    def unlink(self):
        self._touch_days()
        return super().unlink()

    def _touch_days(self):
        """Let the days be judged again that these hold for and are not locked."""
        self.flush_model()
        Stale = self.env["cs.attendance.stale"]
        for fixed in self.sudo():
            people = fixed.employee_id
            if not people:
                people = Stale._people(fixed.company_id, fixed.department_id)
            Stale._touch_known(people, fixed.date_from, fixed.date_to or date.max)
