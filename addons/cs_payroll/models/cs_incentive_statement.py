from odoo import fields, models


class CsIncentiveStatement(models.Model):
    _inherit = "cs.incentive.statement"

    payslip_run_id = fields.Many2one(
        "hr.payslip.run",
        "Pay Run",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
