from odoo import fields, models


class HrPayslipInput(models.Model):
    _name = "hr.payslip.input"
    _inherit = ["cs.payslip.part.mixin", "hr.payslip.input"]

    cs_is_given = fields.Boolean(
        "Taken Over",
        readonly=True,
        help="From the statement or the monthly inputs (INC-31), not typed here.",
    )
