from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _cs_numbered(self):
        return super()._cs_numbered() | {
            "cs_appraisal.job_description_print",
            "cs_appraisal.training_course_print",
            "cs_appraisal.ranking_print",
        }
