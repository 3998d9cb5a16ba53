from odoo import api, models
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID
from odoo.tools import SQL
from odoo.tools.misc import str2bool

PARAMETER = "cs_queue_job.share"
#: Seconds after which a job lets others have a turn; below ``limit_time_real``.
TURN = 60


class CsShare(models.AbstractModel):
    """Whether long work is shared out by jobs, and the job that does it.

    The scheduled actions work on in any case. A job only says "help", so that none is
    missed when it is lost, comes late or comes twice.
    """

    _name = "cs.share"
    _description = "Shared Work"

    @api.model
    def _is_on(self):
        """Switched on, and somebody is there who runs jobs."""
        asked = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        return str2bool(asked or "", False) and self._has_job_runner()

    @api.model
    def _has_job_runner(self):
        """A job runner holds this lock for as long as it is connected; what it does not
        survive, the lock does not either."""
        query = SQL(
            "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
            " AND d.datname = current_database()"
            " AND l.classid::bigint = %s AND l.objid::bigint = %s",
            PG_ADVISORY_LOCK_ID >> 32,
            PG_ADVISORY_LOCK_ID & 0xFFFFFFFF,
        )
        return bool(self.env.execute_query(query))

    @api.model
    def _ask_for_help(self, model):
        """Let a worker take on what waits in a model of ``cs.background.mixin``."""
        name = self.env["ir.model"]._get(model).name
        root = self.env.ref("base.user_root")
        job = self.with_user(root).with_delay(description=name)
        job._job_background(model)

    @api.model
    def _job_background(self, model):
        """What the model's scheduled action does, for the length of a turn."""
        self.env[model].with_context(cs_share_turn=TURN)._cron_run()
