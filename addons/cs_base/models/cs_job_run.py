import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

MAX_ERROR = 500


class CsJobRun(models.Model):
    """How a scheduled action ended: kept by the server, read through ``cs.job``.

    Odoo itself keeps no error, and forgets its count of failures when it switches the
    action off.
    """

    _name = "cs.job.run"
    _description = "End of a Scheduled Action"
    _log_access = False
    _rec_name = "cron_id"

    cron_id = fields.Many2one("ir.cron", required=True, ondelete="cascade")
    succeeded_at = fields.Datetime()
    failed_at = fields.Datetime()
    failures = fields.Integer("Failures in a Row", required=True, default=0)
    error = fields.Char()

    _cron_uniq = models.Constraint("UNIQUE(cron_id)", "One row a scheduled action.")

    @api.model
    def _succeeded(self, cron):
        self._keep(
            SQL(
                """
                INSERT INTO cs_job_run (cron_id, succeeded_at, failures)
                VALUES (%(cron)s, %(now)s, 0)
                    ON CONFLICT (cron_id) DO UPDATE
                   SET succeeded_at = %(now)s, failures = 0, error = NULL
                """,
                cron=cron.id,
                now=fields.Datetime.now(),
            )
        )

    @api.model
    def _failed(self, cron, error):
        self._keep(
            SQL(
                """
                INSERT INTO cs_job_run (cron_id, failed_at, failures, error)
                VALUES (%(cron)s, %(now)s, 1, %(error)s)
                    ON CONFLICT (cron_id) DO UPDATE
                   SET failed_at = %(now)s, failures = cs_job_run.failures + 1,
                       error = %(error)s
                """,
                cron=cron.id,
                now=fields.Datetime.now(),
                error=self._words(error),
            )
        )

    def _keep(self, query):
        """The action's own end must not depend on whether it can be written down."""
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query)
        except Exception:
            _logger.info("The end of a scheduled action is not kept", exc_info=True)

    @api.model
    def _words(self, error):
        """``ValueError: what it says``, on one line, without NUL."""
        text = " ".join(f"{type(error).__name__}: {error}".replace("\0", "").split())
        return text[:MAX_ERROR]
