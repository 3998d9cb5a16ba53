from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_payroll_structure_id = fields.Many2one(
        "hr.payroll.structure",
        "Salary Structure of Customer Service",
        help="For people whose contract names none.",
    )
