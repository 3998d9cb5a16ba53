import logging

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Somebody else was at the same rows: again, and see what they did.
RETRIED = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)

#: So often in a row a batch is tried again that met a concurrent change.
MAX_TRIES = 10


class CsBackgroundMixin(models.AbstractModel):
    """Work on a record that goes on in the background, a batch a transaction.

    Records in the state ``_background_state`` wait. The scheduled action
    ``_background_cron`` calls ``_cron_run`` on the model and takes one after the
    other, each held by one worker. What a batch writes is committed with it, so that
    after ``kill -9`` the next run goes on from there.
    """

    _name = "cs.background.mixin"
    _description = "Background Work"

    _background_state = "queued"
    _background_cron = None

    def _background_steps(self):
        """Do the work: a generator that yields after each batch but the last.

        It reads from the record where to begin, and writes there how far it came.
        """
        raise NotImplementedError

    def _background_failed(self, reason):
        """Leave the waiting state.

        :param str reason: translated
        """
        raise NotImplementedError

    def _background_as_user(self):
        """The record in the environment that the work is done in."""
        return self

    @api.model
    def _background_wake(self):
        self.env.ref(self._background_cron).sudo()._trigger()

    @api.model
    def _cron_run(self):
        """Go on with what waits, until nothing does or the time of the run is over."""
        tries = 0
        self._background_commit(0)
        while tries < MAX_TRIES:
            try:
                record = self._background_next()
                if not record:
                    break
                if not record._background_go_on():
                    self._background_wake()
                    return
                tries = 0
            except RETRIED:
                self.env.cr.rollback()
                tries += 1
        remaining = self._background_count() if tries else 0
        self.env["ir.cron"].sudo()._commit_progress(remaining=remaining)

    @api.model
    def _background_waiting(self):
        return self.search([("state", "=", self._background_state)], order="id")

    @api.model
    def _background_count(self):
        return self.search_count([("state", "=", self._background_state)])

    @api.model
    def _background_next(self):
        """One that waits and that no other worker holds."""
        for record in self._background_waiting():
            if record._background_is_mine():
                return record._background_as_user()
        return self.browse()

    def _background_is_mine(self):
        """Neither stopped nor taken on by another worker."""
        if not self.try_lock_for_update():
            return False
        self.invalidate_recordset()
        return self.state == self._background_state

    def _background_still_mine(self, version):
        return self._background_is_mine() and self._background_version() == version

    def _background_version(self):
        """Another one after each write of the record: between two batches somebody else
        may have taken it, gone on with it and let it go."""
        self.flush_recordset()
        return self.env.execute_query(
            SQL(
                "SELECT xmin::text FROM %s WHERE id = %s",
                SQL.identifier(self._table),
                self.id,
            )
        )

    def _background_commit(self, done):
        """:return: whether there is time for more"""
        count = self._background_count()
        return self.env["ir.cron"].sudo()._commit_progress(done, remaining=count)

    def _background_go_on(self):
        """:return: False when the time of this run is over"""
        try:
            steps, more = self._background_steps(), True
            while more:
                with self.env.cr.savepoint():
                    more = next(steps, False)
                version = self._background_version()
                if not self._background_commit(1):
                    return False
                if more and not self._background_still_mine(version):
                    return True
        except RETRIED:
            raise
        except Exception as error:  # noqa: BLE001 one that fails holds up no other
            self._background_fail(error)
        return True

    def _background_fail(self, error):
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.error("%s %s failed", self._name, self.id, exc_info=error)
            reason = self.env._(
                "It met a fault (%(name)s). What was done before stays; start it again,"
                " or pass this on to the technical administrator.",
                name=type(error).__name__,
            )
        self._background_failed(reason[:2000])
        self._background_commit(1)
