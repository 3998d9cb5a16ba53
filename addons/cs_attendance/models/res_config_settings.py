from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_punch_future_days = fields.Integer(
        related="company_id.cs_punch_future_days", readonly=False
    )
    cs_derive_attendances = fields.Boolean(
        related="company_id.cs_derive_attendances", readonly=False
    )
    cs_attendance_shortfall = fields.Integer(
        related="company_id.cs_attendance_shortfall", readonly=False
    )
    cs_roster_ahead_days = fields.Integer(
        related="company_id.cs_roster_ahead_days", readonly=False
    )
