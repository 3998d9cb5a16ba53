from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsShiftSwapUse(models.Model):
    """That a swap counts among the swaps of a person in a month (ATT-11).

    Numbered from 1: the same number twice is impossible, so two decisions at the same
    moment cannot pass the limit. Written by the swap only.
    """

    _name = "cs.shift.swap.use"
    _description = "Counted Swap of a Month"
    _order = "month desc, number"

    swap_id = fields.Many2one(
        "cs.shift.swap", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    month = fields.Date(required=True)
    number = fields.Integer(required=True)

    _person_month_number_uniq = models.UniqueIndex(
        "(employee_id, month, number)",
        "This person has swapped in this month at the same moment. Please try again.",
    )
    _person_swap_uniq = models.UniqueIndex(
        "(swap_id, employee_id)", "This swap has been counted already."
    )
    _number_positive = models.Constraint(
        "CHECK(number > 0)", "Swaps are counted from 1."
    )

    @api.depends("employee_id", "month", "number")
    def _compute_display_name(self):
        for use in self:
            name = use.sudo().employee_id.name
            use.display_name = f"{name} {use.month:%Y-%m} #{use.number}"

    @api.model
    def _take(self, swap, person, month, limit):
        """The lowest free number of a person's month, up to the limit."""
        domain = Domain("employee_id", "=", person.id) & Domain("month", "=", month)
        taken = set(self.search(domain).mapped("number"))
        free = [n for n in range(1, limit + 1) if n not in taken]
        if not free:
            raise UserError(
                self.env._(
                    "%(who)s has swapped %(limit)s times in this month already, which"
                    " is the limit (ATT-11).",
                    who=person.name,
                    limit=limit,
                )
            )
        self.create(
            {
                "swap_id": swap.id,
                "employee_id": person.id,
                "month": month,
                "number": free[0],
            }
        )
        self.flush_model()
