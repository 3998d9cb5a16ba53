import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..engine import period as engine

_logger = logging.getLogger(__name__)

#: serialization failures in a row before the runner leaves the rest to its next turn
MAX_TRIES = 10


class CsPeriodRunner(models.AbstractModel):
    """Runs the steps of the month close in the background (ALL-05).

    One transaction per batch: results, counters and cursor are committed together,
    so a kill at any moment costs only work that was never committed. The batch holds
    its step's row; other workers skip it and take another company's step.
    """

    _name = "cs.period.runner"
    _description = "Month Close Runner"

    @api.model
    def _cron_run(self):
        """Work through running and locking steps, least recently served first."""
        Cron, me, tries = self.env["ir.cron"], self._session(), 0
        Cron._commit_progress(remaining=self._count())
        in_time = True
        while in_time and tries < MAX_TRIES:
            try:
                step = self._next_step()
                if not step:
                    break
                self._serve(step, me)
                in_time = Cron._commit_progress(1, remaining=self._count())
                tries = 0
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                tries += 1
        self._hand_over(me)
        if not in_time or tries:
            # Wake a worker at once; rescheduling alone waits up to a minute.
            self._wake()
            return
        # Steps that others hold are theirs to finish.
        Cron._commit_progress(remaining=0)

    @api.model
    def _wake(self):
        cron = self.env.ref("cs_base.cs_period_cron_run", raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _domain(self):
        return [("state", "in", (engine.RUNNING, engine.LOCKING))]

    @api.model
    def _count(self):
        return self.env["cs.period.step"].search_count(self._domain())

    @api.model
    def _next_step(self):
        """The step to serve next, its row held; empty when none is free."""
        Step = self.env["cs.period.step"]
        for step in Step.search(self._domain(), order="worked_at nulls first, id"):
            if step.try_lock_for_update(allow_referencing=True) and self._can_serve(
                step
            ):
                author = step.locked_by_id or step.started_by_id
                return step.with_context(lang=author.lang or "en_US")
        return Step

    def _can_serve(self, step):
        """Whether there is something to do for this worker. An addon that shares a step
        out says no while others are at work on all that is left."""
        return True

    def _serve(self, step, me):
        if step.state == engine.LOCKING:
            self._finish_lock(step)
        elif asked := step._pause_asked():
            step._log("paused", user=asked.user_id)
            step._move("pause", {"runner": False})
        else:
            self._run_batch(step, me)

    def _run_batch(self, step, me):
        if step.runner and step.runner != me and not self._is_alive(step.runner):
            step._log("interrupted")
        began = time.monotonic()
        try:
            with self.env.cr.savepoint():
                total, done, cursor = self._compute(step)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 any addon's code may run here
            reason = self._reason(step, error)
            step._log("error", reason=reason)
            step._move("fail", {"error": reason, "runner": False})
            return
        now, done = fields.Datetime.now(), step.done + done
        vals = {
            "done": done,
            "total": max(total, done),
            "cursor": {"at": cursor},
            "spent": step.spent + time.monotonic() - began,
            "worked_at": now,
            "runner": me,
        }
        if cursor is None:
            step._log("finish")
            vals |= {"total": done, "finished_at": now, "runner": False}
            step._move("finish", vals)
        else:
            step._set(vals)

    def _compute(self, step):
        """One batch of the step's own model.

        :return: total, items done in this batch, next cursor or None
        """
        handler, period = step._handler(), step.period_id
        total, cursor = step.total, step.cursor and step.cursor["at"]
        if not step.cursor:
            total, cursor = handler._period_total(period), None
        done, following = handler._period_run(period, cursor, step.type_id.batch_size)
        self.env.flush_all()
        if done < 0 or following is not None and following == cursor:
            raise UserError(
                self.env._("The computation does not advance; its addon has a fault.")
            )
        return total, done, following

    def _finish_lock(self, step):
        """Freeze the figures in a transaction that began after they were sealed."""
        user = step.locked_by_id
        try:
            with self.env.cr.savepoint():
                step._check_action("lock", open_count=step._open_count())
                step._handler()._period_lock(step.period_id)
                snapshot = step._prepare_snapshot()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 any addon's code may run here
            reason = self._reason(step, error)
            step._log("unseal", reason=reason)
            step._move("unseal", {"error": reason, "locked_by_id": False})
            return
        step._log("lock", user=user)
        step._move("lock", {"locked_at": fields.Datetime.now(), "snapshot": snapshot})

    def _reason(self, step, error):
        """What the person in charge reads; details of a fault go to the log only."""
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.error(
                "Month close step %s of %s failed",
                step.code,
                step.period_id.id,
                exc_info=error,
            )
            reason = step.env._(
                "The computation met a fault (%s). Nothing of this batch was kept."
                " Please pass this on to the technical administrator.",
                type(error).__name__,
            )
        return reason.replace("\x00", "")[:2000]

    def _hand_over(self, me):
        """Mark an orderly stop, so that the next worker reports no interruption."""
        Step = self.env["cs.period.step"]
        mine = Step.search([*self._domain(), ("runner", "=", me)])
        mine.try_lock_for_update(allow_referencing=True)._set({"runner": False})

    def _session(self):
        """Identity of this database session: process id and start of its backend."""
        return self._sessions(SQL("pid = pg_backend_pid()"))[0]

    def _is_alive(self, runner):
        pid = runner.partition("/")[0]
        return runner in self._sessions(SQL("pid = %s", int(pid)))

    def _sessions(self, where):
        query = SQL(
            "SELECT pid || '/' || EXTRACT(EPOCH FROM backend_start)"
            " FROM pg_stat_activity WHERE %s",
            where,
        )
        return [session for (session,) in self.env.execute_query(query)]
