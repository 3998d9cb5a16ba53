from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_attendance_shortfall = fields.Integer(
        "Shortfall Marked From",
        default=3,
        required=True,
        help="The month board marks a day on which so many people fewer are present"
        " than were due.",
    )

    _cs_attendance_shortfall_positive = models.Constraint(
        "CHECK(cs_attendance_shortfall > 0)",
        "A shortfall is one person at least.",
    )
