from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_payroll_journal_id = fields.Many2one(
        related="company_id.cs_payroll_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    cs_payroll_by_person = fields.Boolean(
        related="company_id.cs_payroll_by_person", readonly=False
    )
    cs_payroll_reversal = fields.Selection(
        related="company_id.cs_payroll_reversal", readonly=False, required=True
    )
