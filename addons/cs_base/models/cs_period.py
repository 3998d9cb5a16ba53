import logging

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..engine import period as engine
from . import period_words as words

_logger = logging.getLogger(__name__)


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
    _inherit = ["cs.kept.mixin", "cs.period.ledger"]
    _description = "Month Close"
    _order = "month desc, company_id"
    _rec_name = "month"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict", index=True
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    handover_at = fields.Datetime("Planned Hand-over", readonly=True)
    step_ids = fields.One2many("cs.period.step", "period_id", "Steps", readonly=True)
    event_ids = fields.One2many(
        "cs.period.event", "period_id", "What happened", readonly=True
    )
    step_count = fields.Integer("Steps in all", compute="_compute_progress")
    locked_count = fields.Integer("Locked steps", compute="_compute_progress")
    progress = fields.Float(
        compute="_compute_progress", help="Share of the steps that is locked, 0 to 1"
    )
    state = fields.Selection(
        [("open", "Not closed yet"), ("closing", "Being closed"), ("closed", "Closed")],
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
            period.display_name = words.month_name(self.env, period.month)

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
    def _kept_text(self):
        return self.env._(
            "Months are opened and closed through the steps of Month Close;"
            " they cannot be created, changed or deleted directly."
        )

    def _set(self, vals):
        """Write for the actions of this model; a closed month never changes."""
        self._check_not_closed()
        return self._kept_write(vals)

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
        try:
            month = fields.Date.to_date(month)
        except (TypeError, ValueError):
            month = False
        if not month:
            raise UserError(self.env._("Choose a month."))
        # Rights are checked above; nobody has create access.
        return self.sudo()._open_month(self.env.company, month).id

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

    def _person(self):
        """The acting user; nobody when the system acts by itself."""
        user = self.env.user
        return user if user != self.env.ref("base.user_root") else user.browse()

    def _opener_groups(self):
        return (
            "cs_base.group_hr_officer",
            "cs_base.group_payroll_accountant",
            "cs_base.group_general_manager",
        )

    @api.model
    def _readable(self, period_id):
        """The period with this id, if the user may read it.

        :raises UserError: when there is none
        """
        number = period_id if isinstance(period_id, int) else 0
        period = self.browse(number).exists()
        period.check_access("read")
        if not period:
            raise UserError(self.env._("This month does not exist any more."))
        return period

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
                month=words.month_name(self.env, self._earlier_open() or self.month),
            ),
        }
        return messages[reason]

    def _earlier_open(self, code=None):
        """First earlier month to settle before this one, or None.

        A month that was skipped counts too: closing over it would close it unseen.

        :param code: look only at the step with this code
        """
        self.ensure_one()
        earlier = self.search(
            [("company_id", "=", self.company_id.id), ("month", "<", self.month)]
        ).grouped("month")
        through = self._closed_through(self.company_id)
        first = engine.next_month(through) if through else min(earlier, default=None)
        last = engine.previous_month(self.month)
        for month in engine.months_between(first, last) if first else []:
            if month not in earlier:
                return month
            steps = earlier[month].step_ids
            if code:
                steps = steps.filtered(
                    lambda step: step.code == code and step.state != engine.LOCKED
                )
            if steps:
                return month
        return None

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
        """Open the months that are over, for each company with people (hourly).

        Chosen by what is missing, never by "today's run": after a stop of three
        months three periods appear, and running it twice changes nothing.
        """
        if not self.env["cs.period.step.type"].search_count([], limit=1):
            return
        for (company,) in self.env["hr.employee"]._read_group([], ["company_id"]):
            try:
                with self.env.cr.savepoint():
                    self._open_due(company)
            except Exception:
                _logger.exception("Months of company %s", company.id)
            self.env["ir.cron"]._commit_progress(1)
        self._sync_open()

    @api.model
    def _open_due(self, company):
        last = self.search([("company_id", "=", company.id)], limit=1).month
        for month in engine.months_due(last or None, company._cs_today()):
            self._open_month(company, month)

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
        today, through = company._cs_today(), self._closed_through(company)
        reason = engine.open_obstacle(month, today, first, through)
        if not self.env["cs.period.step.type"].search_count([], limit=1):
            reason = "empty"
        if reason:
            raise UserError(self._open_message(reason, month, first))
        day = engine.next_month(month).replace(day=company.cs_handover_day)
        try:
            with self.env.cr.savepoint():
                period = self._kept_create(
                    {
                        "company_id": company.id,
                        "month": month,
                        "handover_at": words.to_utc(company, day, 18),
                    }
                )
        except UniqueViolation as error:
            # Somebody else opened it just now; run again with a fresh snapshot.
            raise ConcurrencyError(str(error)) from error
        self.env["cs.period.event"]._log(period, "open", user=self._person())
        period._sync_steps()
        return period

    def _open_message(self, reason, month, first):
        month = words.month_name(self.env, month)
        messages = {
            "empty": self.env._("No step is registered, so there is nothing to open."),
            "future": self.env._("%(month)s has not begun yet.", month=month),
            "closed": self.env._(
                "%(month)s lies before the last closed month.", month=month
            ),
            "before_first": self.env._(
                "Month close starts with %(first)s here; earlier months stay as they"
                " are.",
                first=words.month_name(self.env, first) if first else "",
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

    def _prepare_protocol(self):
        """Steps and log as JSON; frozen when the month is closed."""
        self.ensure_one()
        return {
            "steps": [step._prepare_protocol_vals() for step in self.step_ids],
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

    def _is_over(self):
        """Whether the month's last day has passed in the company's zone."""
        self.ensure_one()
        return self.company_id._cs_today() > self._last_day()

    def _last_day(self):
        """The month's last day."""
        self.ensure_one()
        return engine.month_end(self.month)
