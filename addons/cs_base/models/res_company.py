from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_general_manager_id = fields.Many2one(
        "hr.employee",
        string="General Manager",
        domain="[('company_id', '=', id)]",
        help="Approves policies (ALL-07) and decides what goes beyond departments.",
    )
