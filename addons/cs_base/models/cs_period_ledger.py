from datetime import date as Date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine import period as engine
from . import period_words as words


class CsPeriodLedger(models.AbstractModel):
    """What ledgers ask the month close before they write (ALL-05).

    Months are closed in order, so all months up to the last closed one are closed,
    also those that were never opened. Every question is one query.
    """

    _name = "cs.period.ledger"
    _description = "Month Close: Questions of Ledgers"

    @api.model
    def _is_closed(self, company, date, code=None):
        """Whether facts dated ``date`` are final in ``company``. One query.

        Months are closed in order, so every month up to the last closed one is
        closed, also one that was never opened.

        :param code: code of a step type; then also True once that step is locked
        """
        month = engine.month_start(date)
        return month in self._closed_months(company, month, month, code)

    @api.model
    def _closed_months(self, company, first, last, code=None):
        """First days of the closed months from ``first`` to ``last``. One query.

        :return: set of dates
        """
        rows = self._closed_rows(company, first, last, code)
        return engine.closed_months(rows, first, last)

    @api.model
    def _check_open(self, company, date, last=None, code=None):
        """Raise unless all months from ``date`` to ``last`` are open. One query.

        Call it in the transaction that writes the facts: it holds a share lock on
        the months' rows until the end of the transaction. Whoever seals the month
        waits for it, and a writer who comes later is run again and refused; so no
        fact slips into a month that is being locked.

        :param date: day of the (first) fact
        :param last: day of the last fact, default ``date``
        :param code: as in :meth:`_is_closed`
        :raises UserError: names the month and the next open one
        """
        last = last or date
        rows = self._closed_rows(company, date, last, code, share=True)
        closed = engine.closed_months(rows, date, last)
        if closed:
            raise UserError(
                self.env._(
                    "%(month)s is closed and stays as it is. Enter an adjustment in"
                    " %(next)s instead; it names the record it corrects.",
                    month=words.month_name(self.env, min(closed)),
                    next=words.month_name(
                        self.env, self._next_open(company, last, code)
                    ),
                )
            )

    @api.model
    def _next_open(self, company, date, code=None):
        """First day of the first open month not before that of ``date``.

        This is where an adjustment of a closed month goes. It may lie in the future
        and need not have been opened. One query.

        :param code: as in :meth:`_is_closed`
        """
        rows = self._closed_rows(company, date, Date.max, code)
        return engine.next_open(date, max((month for month, _ in rows), default=None))

    @api.model
    def _closed_through(self, company):
        """First day of the last closed month of ``company``, or None."""
        rows = self._closed_rows(company, Date.min, Date.max)
        return max((month for month, _ in rows), default=None)

    @api.model
    def _locked_sql(self, code):
        """Query of (company, month) in which a step is locked, for statements of a
        ledger. A month that was never opened is not among them, though one after it is.

        :param code: code of a step type
        """
        self.env["cs.period"].flush_model(["company_id", "month"])
        self.env["cs.period.step"].flush_model(["period_id", "code", "state"])
        return SQL(
            "SELECT p.company_id, p.month FROM cs_period p JOIN cs_period_step s"
            " ON s.period_id = p.id AND s.code = %s AND s.state = %s",
            code,
            engine.LOCKED,
        )

    @api.model
    def _closed_rows(self, company, first, last, code=None, share=False):
        """Months from ``first`` on that matter, as (month, closed).

        Rows up to ``last``, and the closed or sealed ones after it. SQL, because
        ledgers ask in bulk and for people who may not read periods.
        """
        self.env["cs.period"].flush_model(["company_id", "month", "state"])
        self.env["cs.period.step"].flush_model(["period_id", "code", "state"])
        sealed = SQL("FALSE")
        if code:
            sealed = SQL(
                "EXISTS (SELECT FROM cs_period_step s WHERE s.period_id = p.id"
                " AND s.code = %s AND s.state IN %s)",
                code,
                tuple(engine.SEALED),
            )
        lock = share and not self.env.cr.readonly
        rows = self.env.execute_query(
            SQL(
                "SELECT p.month, (p.state = 'closed' OR %s) AS closed FROM cs_period p"
                " WHERE p.company_id = %s AND p.month >= %s"
                " AND (p.month <= %s OR p.state = 'closed' OR %s) %s",
                sealed,
                company.id,
                engine.month_start(first),
                last,
                sealed,
                SQL("FOR SHARE OF p") if lock else SQL(""),
            )
        )
        return [(month, closed) for month, closed in rows if closed]
