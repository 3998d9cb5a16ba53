from odoo import fields, models

RATE = {"digits": (16, 4), "unit": "percent"}


class CsPayrollPolicy(models.Model):
    """How the wage and missed days are paid (INC-31, ATT-05, ATT-09).

    Access as in the mixin.
    """

    _name = "cs.payroll.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Payroll Policy"

    previous_id = fields.Many2one("cs.payroll.policy")
    base_from = fields.Selection(
        [("scheme", "Pay items of the scheme"), ("contract", "Wage of the contract")],
        "Base Pay Comes From",
        required=True,
        default="scheme",
        help="INC-31: by post, as pay items that are paid by days; or by contract, by"
        " days where the wage changes within the month.",
    )
    day_basis = fields.Selection(
        [("due", "Days due in the month"), ("fixed", "A fixed number of days")],
        "A Day's Pay Is the Month's By",
        required=True,
        default="due",
        help="INC-31: what a missed day costs.",
    )
    paid_days = fields.Float(
        "Paid Days of a Month",
        default=21.75,
        digits=(16, 2),
        unit="day",
        help="INC-31: for a fixed number of days.",
    )
    absent_rate = fields.Float(
        "Taken off for Absence",
        default=100,
        **RATE,
        help="ATT-05: of a day's pay.",
    )
    unpaid_rate = fields.Float(
        "Taken off for Unpaid Leave",
        default=100,
        **RATE,
        help="ATT-09: of a day's pay.",
    )
    leave_ids = fields.One2many(
        "cs.payroll.policy.leave", "policy_id", "Leave Paid in Part", copy=True
    )

    _days_of_a_month = models.Constraint(
        "CHECK(paid_days > 0 AND paid_days <= 31)",
        "A month has between 0 and 31 paid days.",
    )
    _rates_are_shares = models.Constraint(
        "CHECK(absent_rate BETWEEN 0 AND 100 AND unpaid_rate BETWEEN 0 AND 100)",
        "What is taken off runs from 0 to 100 % of a day's pay.",
    )
