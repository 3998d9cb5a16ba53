from odoo import fields, models

#: Rest hours, in the order of ``QuietHours``.
QUIET = ["quiet_noon_from", "quiet_noon_to", "quiet_night_from", "quiet_night_to"]
TIME = [("working", "Working time"), ("clock", "Clock time")]


class CsHelpdeskPolicy(models.Model):
    """Parameters of the service rules (HD-01 to HD-10); access as in the mixin.

    The first reply has a time limit per team, on the team.
    """

    _name = "cs.helpdesk.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Service Policy"

    previous_id = fields.Many2one("cs.helpdesk.policy")

    complaint_days = fields.Integer(
        "Complaint Closed Within",
        default=3,
        unit="day",
        help="HD-03: from receipt to closing, agreed by the customer (HD-05).",
    )
    complaint_time = fields.Selection(
        TIME,
        string="Complaint Days In",
        required=True,
        default="working",
        help="HD-03: working time of the team's calendar, or the clock.",
    )
    callback_days = fields.Integer(
        "Callback Within",
        default=3,
        unit="day",
        help="HD-03: from the finished service to the callback.",
    )
    callback_time = fields.Selection(
        TIME,
        string="Callback Days In",
        required=True,
        default="working",
        help="HD-03: working time of the team's calendar, or the clock.",
    )
    unpaid_hours = fields.Float(
        "Unpaid Order Followed Up Within",
        default=1,
        digits=(16, 2),
        unit="hour",
        help="HD-03: from placing the order to the first follow-up.",
    )
    unpaid_time = fields.Selection(
        TIME,
        string="Unpaid Order Hours In",
        required=True,
        default="working",
        help="HD-03: working time of the team's calendar, or the clock.",
    )
    transfer_hours = fields.Float(
        "Transfer Answered Within",
        default=4,
        digits=(16, 2),
        unit="hour",
        help="HD-02: working time in which who is asked to take over a matter answers;"
        " until then, and afterwards, it stays with its owner.",
    )
    phone_rings = fields.Integer(
        "Phone Answered Within",
        default=3,
        unit="ring",
        help="HD-03: measured by the call log of the telephone system.",
    )
    repeat_callbacks = fields.Integer(
        "Repeat Complaint After Unresolved",
        default=2,
        unit="callback",
        help="HD-04: a complaint becomes a repeat one when it is still unresolved after"
        " so many callbacks.",
    )
    repeat_days = fields.Integer(
        "Repeat Complaint If Again Within",
        default=30,
        unit="day",
        help="HD-04: or when the customer complains of the same matter again.",
    )
    severe_callbacks = fields.Integer(
        "Severe Complaint After Unresolved",
        default=4,
        unit="callback",
        help="HD-04: a complaint becomes severe when it is still unresolved after so"
        " many callbacks; a supervisor may mark it sooner.",
    )
    callback_coverage = fields.Float(
        "Services Called Back",
        default=100,
        digits=(16, 2),
        unit="percent",
        help="HD-07: share of finished services that is to be called back.",
    )
    callback_attempts = fields.Integer(
        "Callback Unreachable After",
        default=3,
        unit="attempt",
        help="HD-07: then the callback is closed and stays visible in the coverage.",
    )
    callback_retry_hours = fields.Float(
        "Called Again After",
        default=2,
        digits=(16, 2),
        unit="hour",
        help="HD-07: so long after a call that did not reach the customer, by the"
        " clock, and never in rest hours.",
    )
    is_order_called_back = fields.Boolean(
        "Call Back After Orders",
        default=True,
        help="HD-07: every finished service is called back.",
    )
    is_repair_called_back = fields.Boolean(
        "Call Back After Repairs",
        default=True,
        help="HD-07: every finished service is called back.",
    )
    is_inquiry_called_back = fields.Boolean(
        "Call Back After Inquiries",
        default=False,
        help="HD-07: an answered question is no service, unless the policy says so.",
    )
    quiet_noon_from = fields.Float(
        "Quiet at Noon From",
        default=12,
        unit="clock",
        help="HD-07: no callbacks in the customer's rest hours.",
    )
    quiet_noon_to = fields.Float(
        "Quiet at Noon To",
        default=14,
        unit="clock",
        help="HD-07: the same time as From: no rest at noon.",
    )
    quiet_night_from = fields.Float(
        "Quiet at Night From",
        default=20,
        unit="clock",
        help="HD-07: no callbacks in the customer's rest hours.",
    )
    quiet_night_to = fields.Float(
        "Quiet at Night To",
        default=9,
        unit="clock",
        help="HD-07: in the morning of the next day.",
    )
    suggestion_months = fields.Integer(
        "Suggestion Held at Most",
        default=2,
        unit="month",
        help="HD-08: then a held suggestion has to be decided.",
    )
    certificate_count = fields.Integer(
        "Certificate of Thanks After",
        default=5,
        unit="suggestion",
        help="HD-08: suggestions of one customer in a year that were not adopted.",
    )

    _limits_not_negative = models.Constraint(
        "CHECK(complaint_days >= 0 AND callback_days >= 0 AND unpaid_hours >= 0"
        " AND transfer_hours >= 0"
        " AND phone_rings >= 0 AND repeat_days >= 0 AND suggestion_months >= 0)",
        "Time limits cannot be negative.",
    )
    _callback_retry_not_negative = models.Constraint(
        "CHECK(callback_retry_hours >= 0)", "Time limits cannot be negative."
    )
    _counts_positive = models.Constraint(
        "CHECK(callback_attempts > 0 AND certificate_count > 0"
        " AND repeat_callbacks > 0 AND severe_callbacks >= repeat_callbacks)",
        "Counts begin at 1, and a complaint is severe no sooner than repeat.",
    )
    _coverage_is_a_share = models.Constraint(
        "CHECK(callback_coverage BETWEEN 0 AND 100)",
        "The share of services called back runs from 0 to 100 %.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK(quiet_noon_from >= 0 AND quiet_noon_from <= quiet_noon_to"
        " AND quiet_noon_to <= quiet_night_from AND quiet_night_from <= 24"
        " AND quiet_night_to BETWEEN 0 AND quiet_noon_from)",
        "Rest hours run from 00:00 to 24:00: the night ends in the morning, before"
        " noon begins; noon ends before the night begins.",
    )
