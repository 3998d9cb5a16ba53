from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_attendance_shortfall = fields.Integer(
        related="company_id.cs_attendance_shortfall", readonly=False
    )
