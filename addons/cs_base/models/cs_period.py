from datetime import datetime, time

import pytz
from babel.dates import format_skeleton
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ..engine import period as engine


class CsPeriod(models.Model):
    """One month of one company on its way from open to closed (ALL-05).

    Who may what (nobody writes, deletes, copies or imports; the records change
    only through the actions, which check the role themselves):

    * HR officer, payroll accountant, supervisor, general manager: read.
    * HR officer, payroll accountant, general manager: open a month.
    * members of a step's responsible group: run, pause and lock that step.
    * general manager: close the month. A closed month is final.
    * agent, team leader, technical administrator: nothing.
    """

    _name = "cs.period"
    _description = "Month Close"
    _order = "month desc, company_id"
    _rec_name = "month"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict", index=True
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    handover_at = fields.Datetime("Planned Hand-over", readonly=True)
    step_ids = fields.One2many("cs.period.step", "period_id", "Steps", readonly=True)
    event_ids = fields.One2many("cs.period.event", "period_id", "Log", readonly=True)
    step_count = fields.Integer("Steps in all", compute="_compute_progress")
    locked_count = fields.Integer("Locked steps", compute="_compute_progress")
    progress = fields.Float(
        compute="_compute_progress", help="Share of the steps that is locked, 0 to 1"
    )
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    closed_at = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    protocol = fields.Json(
        readonly=True, help="Frozen copy of all steps and figures, made on closing"
    )
    turn = fields.Integer(
        readonly=True,
        required=True,
        default=0,
        help="Counts what seals facts of the month. Whoever writes such facts holds"
        " a share lock on this row, so that sealing waits for the writing.",
    )

    _company_month_uniq = models.Constraint(
        "UNIQUE(company_id, month)", "This month has been opened already."
    )
    _month_first_day = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1)", "A month starts on its first day."
    )
    _closed_complete = models.Constraint(
        "CHECK(state != 'closed' OR (closed_at IS NOT NULL"
        " AND closed_by_id IS NOT NULL AND protocol IS NOT NULL))",
        "A closed month states who closed it, when, and with which figures.",
    )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for period in self:
            period.display_name = self._month_name(period.month)

    @api.depends("step_ids.state")
    def _compute_progress(self):
        for period in self:
            steps = period.step_ids
            locked = steps.filtered(lambda step: step.state == engine.LOCKED)
            period.step_count = len(steps)
            period.locked_count = len(locked)
            period.progress = len(locked) / len(steps) if steps else 0.0

    # The guards below hold for everybody, the superuser included, and look at no
    # context. `_set` and `_open_month` are the only ways in; RPC cannot call them.
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    def write(self, vals):
        self._refuse()

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._(
                "Months are opened and closed through the steps of Month Close;"
                " they cannot be created, changed or deleted directly."
            )
        )

    def _set(self, vals):
        """Write for the actions of this model; a closed month never changes."""
        self._check_not_closed()
        return super().write(vals)

    def _check_not_closed(self):
        closed = self.filtered(lambda period: period.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(month)s is closed and stays as it is. Enter an adjustment in"
                    " the next open month instead.",
                    month=closed[0].display_name,
                )
            )

    @api.model
    def action_open_month(self, month):
        """Open ``month`` (date or ISO string) of the current company.

        :return: id of the period, also when it existed already
        """
        self._check_role(*self._opener_groups())
        period = self.sudo()._open_month(self.env.company, fields.Date.to_date(month))
        return period.id

    def action_close(self):
        """Close the month for good. General manager only."""
        self.ensure_one()
        self._check_role("cs_base.group_general_manager")
        self.check_access("read")
        # Rights are checked above; nobody has write access.
        period = self.sudo()
        if period.state == "closed":
            return True
        period._seal_row()
        steps = period.step_ids
        reason = engine.close_obstacle(
            steps._engine_steps(),
            month_over=period._is_over(),
            earlier_open=bool(period._earlier_open()),
        )
        if reason:
            raise UserError(period._close_message(reason))
        self.env["cs.period.event"].sudo()._log(period, "close", user=self.env.user)
        period._set(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "protocol": period._prepare_protocol(),
            }
        )
        return True

    def _opener_groups(self):
        return (
            "cs_base.group_hr_officer",
            "cs_base.group_payroll_accountant",
            "cs_base.group_general_manager",
        )

    def _check_role(self, *groups):
        """Raise unless the *user* is in one of ``groups``; sudo does not help."""
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Your role does not allow this step of the month close.")
            )

    def _close_message(self, reason):
        self.ensure_one()
        messages = {
            "empty": self.env._("There is no step to settle in this month."),
            "steps": self.env._(
                "%(count)s steps are not locked yet.",
                count=self.step_count - self.locked_count,
            ),
            "month_running": self.env._("The month is not over yet."),
            "earlier": self.env._(
                "Close %(month)s first; months are closed in order.",
                month=self._month_name(self._earlier_open() or self.month),
            ),
        }
        return messages[reason]

    def _earlier_open(self):
        """The earliest month before this one that still has steps to settle."""
        self.ensure_one()
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", "<", self.month),
                ("state", "!=", "closed"),
                ("step_ids", "!=", False),
            ],
            order="month",
            limit=1,
        )
        if earlier:
            return earlier.month
        through = self._closed_through(self.company_id)
        expected = through and engine.next_month(through)
        return expected if expected and expected < self.month else None

    def _seal_row(self):
        """Take the row exclusively; waits for those who hold :meth:`_check_open`.

        Of two callers at the same moment one gets a serialization failure, is run
        again by Odoo and then sees what the other has done.
        """
        self.ensure_one()
        self.env.cr.execute(
            "UPDATE cs_period SET turn = turn + 1 WHERE id = %s", [self.id]
        )
        self.invalidate_recordset(["turn"])

    # opening months
    @api.model
    def _cron_open(self):
        """Open the months that are over, for each company with people (daily).

        Chosen by what is missing, never by "today's run": after a stop of three
        months three periods appear, and running it twice changes nothing.
        """
        if not self.env["cs.period.step.type"].search_count([], limit=1):
            return
        for (company,) in self.env["hr.employee"]._read_group([], ["company_id"]):
            last = self.search([("company_id", "=", company.id)], limit=1).month
            for month in engine.months_due(last or None, self._today(company)):
                self._open_month(company, month)
        self._sync_open()

    @api.model
    def _open_month(self, company, month):
        """The period of ``month``, made if it may be; idempotent under any race.

        :raises UserError: when the month must not be opened
        """
        month = engine.month_start(month)
        own = [("company_id", "=", company.id)]
        period = self.search([*own, ("month", "=", month)])
        if period:
            return period
        first = self.search(own, order="month", limit=1).month or None
        today, through = self._today(company), self._closed_through(company)
        reason = engine.open_obstacle(month, today, first, through)
        if not self.env["cs.period.step.type"].search_count([], limit=1):
            reason = "empty"
        if reason:
            raise UserError(self._open_message(reason, month, first))
        try:
            with self.env.cr.savepoint():
                period = super().create(
                    {
                        "company_id": company.id,
                        "month": month,
                        "handover_at": self._default_handover(company, month),
                    }
                )
        except UniqueViolation as error:
            # Somebody else opened it just now; run again with a fresh snapshot.
            raise ConcurrencyError(str(error)) from error
        self.env["cs.period.event"]._log(period, "open", user=self.env.user)
        period._sync_steps()
        return period

    def _open_message(self, reason, month, first):
        month = self._month_name(month)
        messages = {
            "empty": self.env._("No step is registered, so there is nothing to open."),
            "future": self.env._("%(month)s has not begun yet.", month=month),
            "closed": self.env._(
                "%(month)s lies before the last closed month.", month=month
            ),
            "before_first": self.env._(
                "Month close starts with %(first)s here; earlier months stay as they"
                " are.",
                first=self._month_name(first) if first else "",
            ),
            "too_old": self.env._(
                "Start with a month of the last twelve; %(month)s is older.",
                month=month,
            ),
        }
        return messages[reason]

    def _sync_steps(self):
        """Bring the steps of open periods in line with the registered types."""
        types = self.env["cs.period.step.type"].search([])
        for period in self.filtered(lambda period: period.state != "closed"):
            period.step_ids._sync(period, types)

    @api.model
    def _sync_open(self):
        self.search([("state", "!=", "closed")])._sync_steps()

    # what ledgers ask
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
                    month=self._month_name(min(closed)),
                    next=self._month_name(self._next_open(company, last, code)),
                )
            )

    @api.model
    def _next_open(self, company, date, code=None):
        """First day of the first open month not before that of ``date``.

        This is where an adjustment of a closed month goes. It may lie in the future
        and need not have been opened. One query.

        :param code: as in :meth:`_is_closed`
        """
        rows = self._closed_rows(company, date, datetime.max.date(), code)
        return engine.next_open(date, max((month for month, _ in rows), default=None))

    @api.model
    def _closed_through(self, company):
        """First day of the last closed month of ``company``, or None."""
        rows = self._closed_rows(company, datetime.min.date(), datetime.max.date())
        return max((month for month, _ in rows), default=None)

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

    def _prepare_protocol(self):
        """Frozen copy of steps and log, kept when the month is closed."""
        self.ensure_one()
        return {
            "steps": [
                {
                    **step.snapshot,
                    "code": step.code,
                    "locked_at": fields.Datetime.to_string(step.locked_at),
                    "locked_by": step.locked_by_id.name,
                }
                for step in self.step_ids
            ],
            "log": [
                {
                    "kind": event.kind,
                    "date": fields.Datetime.to_string(event.date),
                    "user": event.user_id.name or "",
                    "detail": event.detail or {},
                }
                for event in self.event_ids.sorted("id")
            ],
        }

    # small things
    @api.model
    def _month_name(self, month):
        """``2026年10月`` or ``October 2026``, in the reader's language."""
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_skeleton("yMMMM", month, locale=locale) if month else ""

    @api.model
    def _zone(self, company):
        return pytz.timezone(company.resource_calendar_id.tz or "UTC")

    @api.model
    def _today(self, company):
        """Today in the zone of the company's calendar."""
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(self._zone(company)).date()

    def _is_over(self):
        """Whether the month's last day has passed in the company's zone."""
        self.ensure_one()
        return self._today(self.company_id) > engine.month_end(self.month)

    def _last_day(self):
        self.ensure_one()
        return engine.month_end(self.month)

    @api.model
    def _default_handover(self, company, month):
        """18:00 on the planned day of the following month, naive UTC."""
        day = engine.next_month(month).replace(day=company.cs_handover_day)
        local = self._zone(company).localize(datetime.combine(day, time(18)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
