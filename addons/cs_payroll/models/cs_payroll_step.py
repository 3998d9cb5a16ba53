from odoo import models


class CsPayrollStep(models.AbstractModel):
    """Month close: payslips (INC-31, ALL-05)."""

    _name = "cs.payroll.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Payslips"
