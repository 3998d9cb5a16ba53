from odoo import models
from odoo.addons.cs_base.engine import period as engine
from odoo.exceptions import UserError

from .cs_period_step import SHARED


class CsPeriodRunner(models.AbstractModel):
    """Cuts a step into parts, computes parts like everybody else, and settles the step
    once all are done: order, pause, errors and locking stay in one hand."""

    _inherit = "cs.period.runner"

    def _can_serve(self, step):
        """Others end what they have begun before a step is settled or rests."""
        if step.state != engine.RUNNING or not step._is_shared():
            return super()._can_serve(step)
        parts = self.env["cs.period.part"]
        return bool(step._take_part()) or not parts._at_work(step)

    def _compute(self, step):
        if not step.cursor and self.env["cs.share"]._is_on():
            items = step._handler()._period_items(step.period_id)
            if items:
                self.env["cs.period.part"]._plan(step, items)
                return len(items), 0, SHARED
        if not step._is_shared():
            return super()._compute(step)
        part = self.env["cs.period.part"]._take(step)
        if part:
            part._run()
        return self._progress(step)

    def _progress(self, step):
        """As :meth:`_compute` says it: what others did counts as done in this batch.

        :raises UserError: with the reason that stopped a part
        """
        parts = self.env["cs.period.part"]._of(step)
        failed = parts.filtered(lambda part: part.state == "failed")
        if failed:
            raise UserError(failed[0].reason)
        done = parts.filtered(lambda part: part.state == "done")
        count = sum(done.mapped("size"))
        total = sum(parts.mapped("size"))
        return total, count - step.done, None if done == parts else SHARED
