from odoo import fields, models


class HrPayslipRun(models.Model):
    """What happened to a run is kept, together with it (INC-31)."""

    _inherit = "hr.payslip.run"

    cs_event_ids = fields.One2many(
        "cs.payroll.event", "run_id", "What Happened", readonly=True
    )

    def _cs_take(self):
        taken = super()._cs_take()
        if taken:
            self._cs_log("hand", str(taken))
        return taken

    def action_cs_receive(self):
        result = super().action_cs_receive()
        self._cs_log("receive")
        return result

    def action_cs_compute(self):
        result = super().action_cs_compute()
        self._cs_log("start")
        return result

    def _cs_finish(self):
        result = super()._cs_finish()
        self._cs_log("finish")
        return result

    def _background_failed(self, reason):
        result = super()._background_failed(reason)
        self._cs_log("fail", reason)
        return result

    def action_cs_approve(self):
        result = super().action_cs_approve()
        self._cs_log("approve")
        return result

    def action_cs_return(self):
        result = super().action_cs_return()
        self._cs_log("return")
        return result

    def action_cs_reopen(self, reason):
        result = super().action_cs_reopen(reason)
        self._cs_log("reopen", reason.strip()[:2000])
        return result

    def _cs_log(self, kind, detail=""):
        for run in self:
            self.env["cs.payroll.event"]._log(run, kind, detail)
