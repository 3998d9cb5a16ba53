from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_attendance_noted = fields.Date(
        "Attendance Judged Until",
        readonly=True,
        copy=False,
        help="Up to this day everybody's days have been noted for judging.",
    )
