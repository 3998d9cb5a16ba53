from odoo import fields, models


class HrLeaveType(models.Model):
    _inherit = "hr.leave.type"

    cs_code = fields.Char(
        "Character in Attendance",
        size=1,
        translate=True,
        help="What stands for this leave in the month board, such as 事 or 病.",
    )
