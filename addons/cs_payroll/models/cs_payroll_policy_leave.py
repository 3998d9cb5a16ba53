from odoo import fields, models


class CsPayrollPolicyLeave(models.Model):
    """A kind of leave that is paid in part, such as sick leave (ATT-09)."""

    _name = "cs.payroll.policy.leave"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Leave Paid in Part"
    _order = "id"
    _policy_row_key = ("leave_type_id",)

    policy_id = fields.Many2one(
        "cs.payroll.policy", required=True, ondelete="cascade", index=True
    )
    leave_type_id = fields.Many2one(
        "hr.leave.type", required=True, ondelete="restrict"
    )
    paid_rate = fields.Float(
        "Paid", digits=(16, 4), unit="percent", required=True, default=80
    )

    _type_uniq = models.Constraint(
        "UNIQUE(policy_id, leave_type_id)", "A kind of leave is named once."
    )
    _rate_is_a_share = models.Constraint(
        "CHECK(paid_rate BETWEEN 0 AND 100)", "What is paid runs from 0 to 100 %."
    )
