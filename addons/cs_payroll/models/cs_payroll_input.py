from odoo import fields, models


class CsPayrollInput(models.Model):
    """What payroll enters or imports for a person and month: social insurance, income
    tax, other payments (INC-31). Amounts are in the company's currency, without sign;
    the rule says whether they are taken off.

    Access: payroll accountants write while the month's slip is not approved; the
    general manager reads.
    """

    _name = "cs.payroll.input"
    _description = "Monthly Payroll Input"
    _order = "month desc, employee_id, rule_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    month = fields.Date(required=True, help="First day of the month")
    rule_id = fields.Many2one(
        "hr.salary.rule",
        "Pay Item",
        required=True,
        ondelete="restrict",
        domain=[("cs_is_entered", "=", True)],
    )
    code = fields.Char(related="rule_id.code", store=True)
    amount = fields.Monetary(required=True)
    note = fields.Char()

    _once = models.Constraint(
        "UNIQUE(employee_id, month, rule_id)",
        "This pay item is entered for the person and month already.",
    )
    _month_first = models.Constraint(
        "CHECK(extract(day from month) = 1)", "A month is its first day."
    )
    _not_negative = models.Constraint(
        "CHECK(amount >= 0)", "Enter the amount without sign."
    )
