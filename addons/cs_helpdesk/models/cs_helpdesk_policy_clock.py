from odoo import fields, models

from .cs_helpdesk_policy import TIME


class CsHelpdeskPolicy(models.Model):
    """Limits of the kinds for which the regulations name none, so that every matter
    has one (HD-02); their defaults are ours. A suggestion has the months of HD-08.
    """

    _inherit = "cs.helpdesk.policy"

    inquiry_days = fields.Integer(
        "Inquiry Closed Within",
        default=1,
        unit="day",
        help="HD-02: every matter has a time limit.",
    )
    order_days = fields.Integer(
        "Order Closed Within",
        default=7,
        unit="day",
        help="HD-02: every matter has a time limit.",
    )
    repair_days = fields.Integer(
        "Repair Closed Within",
        default=7,
        unit="day",
        help="HD-02: every matter has a time limit.",
    )
    service_time = fields.Selection(
        TIME,
        string="Days of Other Matters In",
        required=True,
        default="working",
        help="HD-02: for inquiries, orders and repairs.",
    )
    warn_percent = fields.Integer(
        "Warn After",
        default=75,
        unit="percent",
        help="HD-02: the owner is warned when so much of the time is used up.",
    )
    manager_hours = fields.Float(
        "Manager Told After",
        default=8,
        digits=(16, 2),
        unit="hour",
        help="HD-02: the leader is told of an overdue matter at once, the manager"
        " after so many more hours of working time.",
    )

    _kinds_not_negative = models.Constraint(
        "CHECK(inquiry_days >= 0 AND order_days >= 0 AND repair_days >= 0"
        " AND manager_hours >= 0)",
        "The time for inquiries, orders and repairs cannot be negative.",
    )
    _warning_within_limit = models.Constraint(
        "CHECK(warn_percent BETWEEN 1 AND 100)",
        "A warning comes after 1 to 100 % of the time.",
    )
