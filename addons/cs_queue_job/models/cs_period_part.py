import os
import socket
import time

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

#: So many parts a step has at least, that several workers end at about one time …
PARTS = 16
#: … unless a part would have less items than this.
SMALLEST = 100


class CsPeriodPart(models.Model):
    """A part of a step of the month close, computed by one worker (ALL-05).

    Who computes it holds its row, and what it gives is committed with its state: a part
    counts once, whoever is killed or comes again. Nobody reads or writes parts but the
    addon itself.
    """

    _name = "cs.period.part"
    _inherit = ["cs.kept.mixin"]
    _description = "Part of a Month Close Step"
    _order = "id"

    step_id = fields.Many2one(
        "cs.period.step", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [("todo", "To do"), ("done", "Done"), ("failed", "Stopped")],
        required=True,
        readonly=True,
        default="todo",
    )
    items = fields.Json(required=True, readonly=True, help="Ids of what is computed")
    size = fields.Integer(required=True, readonly=True)
    job_uuid = fields.Char("Job", readonly=True, help="The job that asked for help")
    reason = fields.Char(readonly=True, help="Why it stopped, for the person in charge")
    worker = fields.Char(readonly=True, help="Machine and process that computed it")
    spent = fields.Float(readonly=True, help="Seconds it took")

    _size_positive = models.Constraint("CHECK(size > 0)", "A part has an item.")
    _failed_has_reason = models.Constraint(
        "CHECK(state != 'failed' OR reason IS NOT NULL)", "A stopped part says why."
    )

    def _kept_text(self):
        return self.env["cs.period"]._kept_text()

    @api.model
    def _of(self, step):
        return self.sudo().search([("step_id", "in", step.ids)])

    @api.model
    def _plan(self, step, items):
        """Cut the items of a step into parts, and ask for help with each."""
        self._of(step)._kept_unlink()
        most = step.type_id.batch_size
        size = min(most, max(SMALLEST, -(-len(items) // PARTS)))
        self._kept_create(
            [
                {
                    "step_id": step.id,
                    "items": list(ids),
                    "size": len(ids),
                    "job_uuid": step._ask_for_help(),
                }
                for ids in split_every(size, items)
            ]
        )

    @api.model
    def _take(self, step):
        """A part that nobody computes, its row held; empty when there is none."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM cs_period_part p WHERE step_id = %s AND state = 'todo'"
                " AND NOT EXISTS (SELECT FROM cs_period_part WHERE step_id = p.step_id"
                " AND state = 'failed')"
                " ORDER BY id LIMIT 1 FOR NO KEY UPDATE OF p SKIP LOCKED",
                step.id,
            )
        )
        return self.browse(rows[0] if rows else ())

    @api.model
    def _at_work(self, step):
        """Whether some parts are held by others."""
        todo = self._of(step).filtered(lambda part: part.state == "todo")
        return len(todo.try_lock_for_update(allow_referencing=True)) < len(todo)

    def _run(self):
        """Compute the part that :meth:`_take` gave."""
        step, began = self.step_id, time.monotonic()
        step._handler()._period_run_items(step.period_id, self.items)
        self._kept_write(
            {
                "state": "done",
                "worker": f"{socket.gethostname()}:{os.getpid()}",
                "spent": time.monotonic() - began,
            }
        )
        self.env.flush_all()

    def _run_in_job(self):
        """A fault stops the step, by the scheduled action that holds it."""
        try:
            with self.env.cr.savepoint():
                self._run()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 any addon's code may run here
            reason = self.env["cs.period.runner"]._reason(self.step_id, error)
            self._kept_write({"state": "failed", "reason": reason})

    def _try_again(self):
        failed = self.filtered(lambda part: part.state == "failed")
        failed._kept_write({"state": "todo", "reason": False})

    def _cancel_jobs(self):
        """What is done needs no help any more."""
        jobs = self.env["queue.job"].sudo()
        uuids = self.mapped("job_uuid")
        domain = [("state", "=", "pending"), ("uuid", "in", uuids)]
        jobs.search(domain).button_cancelled()
