from odoo import models


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        """What comes after the work is committed together with the progress."""
        try:
            super()._callback(cron_name, server_action_id)
        except Exception as error:
            self.env["cs.job.run"]._failed(self, error)
            raise
        self.env["cs.job.run"]._succeeded(self)
