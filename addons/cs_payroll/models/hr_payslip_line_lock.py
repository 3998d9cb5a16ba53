from odoo import models
from odoo.exceptions import UserError


class HrPayslipLine(models.Model):
    """Lines follow from the rules. The payroll setting “Allow editing” opens those of
    slips made by hand while they are not confirmed, and no others.
    """

    _name = "hr.payslip.line"
    _inherit = ["cs.payslip.part.mixin", "hr.payslip.line"]

    _part_slip_field = "slip_id"

    def _part_check_free(self):
        super()._part_check_free()
        # sudo: a setting of the whole database
        settings = self.env["ir.config_parameter"].sudo()
        if self and not settings.get_param("payroll.allow_edit_payslip_lines"):
            raise UserError(
                self.env._(
                    "The lines of a payslip follow from its rules (INC-31). Change what"
                    " they are computed from and compute the slip again."
                )
            )
