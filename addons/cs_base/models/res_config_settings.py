from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_general_manager_id = fields.Many2one(
        related="company_id.cs_general_manager_id",
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    cs_handover_day = fields.Integer(
        related="company_id.cs_handover_day", readonly=False, required=True
    )
    cs_appeal_days = fields.Integer(related="company_id.cs_appeal_days", readonly=False)
    cs_undo_minutes = fields.Integer(
        related="company_id.cs_undo_minutes", readonly=False
    )
