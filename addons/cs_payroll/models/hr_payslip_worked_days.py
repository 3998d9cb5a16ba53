from odoo import models


class HrPayslipWorkedDays(models.Model):
    _name = "hr.payslip.worked_days"
    _inherit = ["cs.payslip.part.mixin", "hr.payslip.worked_days"]
