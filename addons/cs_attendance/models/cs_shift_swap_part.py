from odoo import api, fields, models


class CsShiftSwapPart(models.Model):
    """A person's day that a swap has changed (ATT-11); written by the swap only.

    One a person and day: nobody swaps the same shift twice.
    """

    _name = "cs.shift.swap.part"
    _description = "Exchanged Day of a Swap"
    _order = "date, employee_id"

    swap_id = fields.Many2one(
        "cs.shift.swap", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    date = fields.Date(required=True)
    is_taken = fields.Boolean(
        "Shift Taken Over", help="Otherwise the person has the day off by the swap."
    )
    text = fields.Char("Shift")

    _person_day_uniq = models.UniqueIndex(
        "(employee_id, date)",
        "This person has swapped the shift of this day already.",
    )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for part in self:
            part.display_name = f"{part.sudo().employee_id.name} {part.date}"
