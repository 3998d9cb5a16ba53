import time

from odoo import api, models


class CsBackgroundMixin(models.AbstractModel):
    """Records that wait are taken by jobs, too, each record by one worker."""

    _inherit = "cs.background.mixin"

    @api.model
    def _background_wake(self):
        super()._background_wake()
        share = self.env["cs.share"].sudo()
        if share._is_on():
            share._ask_for_help(self._name)

    @api.model
    def _cron_run(self):
        turn, records = self.env.context.get("cs_share_turn"), self
        if turn:
            until = time.monotonic() + turn
            records = self.with_context(cs_share_turn=False, cs_share_until=until)
        return super(CsBackgroundMixin, records)._cron_run()

    @api.model
    def _background_commit(self, done):
        left = super()._background_commit(done)
        until = self.env.context.get("cs_share_until")
        return left if not until else min(left, max(until - time.monotonic(), 0))
