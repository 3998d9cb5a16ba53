from odoo import fields, models


class HrPayslipLine(models.Model):
    """Lines say why they are what they are; deleting them costs no table scan."""

    _name = "hr.payslip.line"
    _inherit = ["hr.payslip.line", "cs.explained.mixin"]

    slip_id = fields.Many2one(index=True)
    parent_line_id = fields.Many2one(index="btree_not_null")
