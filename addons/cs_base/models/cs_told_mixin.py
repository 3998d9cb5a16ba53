from odoo import api, models

#: So many people are told at a time; what was sent stays sent if the next fail.
PORTION = 200


class CsToldMixin(models.AbstractModel):
    """Results that people are told of once, a while after they were given.

    Not within the approval: thousands of messages would hold it up. The concrete model
    has a stored ``is_told``, names the moment and the scheduled action below, and
    defines ``_tell``, which ends by setting ``is_told``.
    """

    _name = "cs.told.mixin"
    _description = "Telling People in Portions"

    #: field with the moment from which on people are to be told
    _told_since = None
    #: xml id of the scheduled action that calls ``_cron_tell``
    _told_cron = None

    def _tell(self):
        """One message to everybody who has one of these, in the own language."""
        raise NotImplementedError

    @api.model
    def _wake(self):
        self.env.ref(self._told_cron).sudo()._trigger()

    @api.model
    def _cron_tell(self):
        """Chosen by what is missing: what a stopped server left out is told later."""
        Cron = self.env["ir.cron"].sudo()
        waiting = [(self._told_since, "!=", False), ("is_told", "=", False)]
        Cron._commit_progress(0, remaining=self.search_count(waiting))
        while records := self.search(waiting, limit=PORTION, order="id"):
            records._tell()
            if not Cron._commit_progress(len(records)):
                return
