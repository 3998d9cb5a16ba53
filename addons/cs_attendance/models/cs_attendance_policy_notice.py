from odoo import fields, models


class CsAttendancePolicyNotice(models.Model):
    _name = "cs.attendance.policy.notice"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Notice of a Leave Type"
    _order = "leave_type_id"
    _rec_name = "leave_type_id"
    _policy_row_key = ("leave_type_id",)

    policy_id = fields.Many2one(
        "cs.attendance.policy", required=True, ondelete="cascade", index=True
    )
    leave_type_id = fields.Many2one(
        "hr.leave.type", required=True, ondelete="restrict", index=True
    )
    notice_days = fields.Integer("Requested Ahead", unit="day")

    _leave_type_uniq = models.Constraint(
        "UNIQUE(policy_id, leave_type_id)", "Each leave type has one line."
    )
    _notice_days_not_negative = models.Constraint(
        "CHECK(notice_days >= 0)", "The notice cannot be negative."
    )
