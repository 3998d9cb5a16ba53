from odoo import fields, models
from odoo.tools import SQL

#: A scheduled action that was due this long ago was not begun: no worker runs.
LATE = "1 hour"
#: States of which somebody has to know.
TROUBLE = ("failed", "late")


class CsJob(models.Model):
    """Scheduled actions with their last success, and those that fail or do not run.

    A view: one row for every scheduled action that is on, and for those that were
    switched off after failing. Access: technical administrators and HR officers read,
    the error only technical administrators.
    """

    _name = "cs.job"
    _description = "Scheduled Job"
    _auto = False
    _depends = {
        "ir.cron": ["active", "nextcall"],
        "cs.job.run": ["cron_id", "succeeded_at", "failed_at", "failures", "error"],
    }
    _order = "rank, nextcall, id"

    cron_id = fields.Many2one("ir.cron", "Scheduled Action", readonly=True)
    name = fields.Char(related="cron_id.name", string="Job")
    state = fields.Selection(
        [
            ("failed", "Failed"),
            ("late", "Not Begun"),
            ("new", "Not Run Yet"),
            ("well", "Runs"),
        ],
        readonly=True,
    )
    rank = fields.Integer(readonly=True)
    is_active = fields.Boolean(
        "Switched On",
        readonly=True,
        help="Odoo switches an action off when it fails for a week.",
    )
    nextcall = fields.Datetime("Next Run", readonly=True)
    succeeded_at = fields.Datetime("Last Success", readonly=True)
    failed_at = fields.Datetime("Last Failure", readonly=True)
    failures = fields.Integer("Failures in a Row", readonly=True)
    error = fields.Char(
        "What It Says", readonly=True, groups="cs_base.group_technical_admin"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT *, array_position(ARRAY['failed', 'late', 'new'], state) AS rank
              FROM (SELECT cron.id, cron.id AS cron_id, cron.active AS is_active,
                           cron.nextcall, run.succeeded_at, run.failed_at,
                           coalesce(run.failures, 0) AS failures, run.error,
                           CASE WHEN run.failures > 0 THEN 'failed'
                                WHEN cron.nextcall
                                     < (now() AT TIME ZONE 'UTC') - %(late)s::interval
                                THEN 'late'
                                WHEN run.succeeded_at IS NULL THEN 'new'
                                ELSE 'well' END AS state
                      FROM ir_cron cron
                      LEFT JOIN cs_job_run run ON run.cron_id = cron.id
                     WHERE cron.active OR run.failures > 0) AS job
            """,
            late=LATE,
        )

    def action_open(self):
        """The scheduled action itself, where it can be run or switched on again."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ir.cron",
            "res_id": self.cron_id.id,
            "views": [(False, "form")],
        }
