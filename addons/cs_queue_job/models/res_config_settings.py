from odoo import fields, models

from .cs_share import PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_share_work = fields.Boolean("Share Long Work", config_parameter=PARAMETER)
    cs_has_job_runner = fields.Boolean(
        "Job Runner Connected", compute="_compute_cs_has_job_runner"
    )

    def _compute_cs_has_job_runner(self):
        self.cs_has_job_runner = self.env["cs.share"].sudo()._has_job_runner()
