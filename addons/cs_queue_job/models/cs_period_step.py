from odoo import models
from odoo.addons.cs_base.engine import period as engine
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

#: What stands in a step's cursor while it is shared out.
SHARED = "parts"
#: Seconds until a job that met another worker tries again.
PATIENCE = 1


class CsPeriodStep(models.Model):
    _inherit = "cs.period.step"

    def _is_shared(self):
        return bool(self.cursor) and self.cursor["at"] == SHARED

    def _ask_for_help(self):
        """Ask for one worker; committed, the job runner hears it.

        :return: uuid of the job
        """
        step = self.with_company(self.company_id)
        name = f"{step.display_name} ({step.company_id.name})"
        return step.with_delay(description=name)._job_part().uuid

    def _job_part(self):
        """Compute one part that is free. Comes it twice or too late, it does nothing.

        :return: what the job says of itself to the administrator
        """
        step = self.exists()
        try:
            part = step and step._take_part()
            if not part:
                return ""
            part._run_in_job()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
            raise RetryableJobError(
                type(error).__name__, seconds=PATIENCE, ignore_retry=True
            ) from error
        # Whether it was the last one nobody knows before all have committed.
        step._wake_runner()
        return part.reason or f"{part.size}"

    def _take_part(self):
        """A part to compute now; empty when the step rests, too."""
        parts = self.env["cs.period.part"]
        if self.state != engine.RUNNING or not self._is_shared() or self._pause_asked():
            return parts
        return parts._take(self)

    def _move(self, action, vals=None):
        parts = self.env["cs.period.part"]._of(self)
        if action == "start":
            parts._try_again()
        elif action == "finish":
            parts._cancel_jobs()
        return super()._move(action, vals)
