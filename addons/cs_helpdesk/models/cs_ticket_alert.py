import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, format_datetime

_logger = logging.getLogger(__name__)

LEVELS = [("warn", "Soon due"), ("due", "Overdue"), ("manager", "Still overdue")]
#: Nobody gets two digests within this time.
GAP = timedelta(minutes=15)
#: Tickets looked at in one transaction of the scheduled action.
BATCH = 100
CRON = "cs_helpdesk.cs_ticket_clock_cron"


class CsTicketAlert(models.Model):
    """Somebody to be told of a ticket that is soon due or overdue (HD-02).

    The ladder: who owns it and works on it, when a warning is due; also the leader,
    when it is overdue; the manager, when it still is after the policy's hours. Only
    in working hours, and in one digest a person. What is no longer so when the digest
    is written is left out and kept as ``is_void``.
    """

    _name = "cs.ticket.alert"
    _inherit = ["cs.ticket.clock.mixin"]
    _description = "Alert of a Ticket"
    _order = "id desc"
    _rec_name = "level"

    level = fields.Selection(LEVELS, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Told To",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    due_at = fields.Datetime(required=True, readonly=True)
    moment = fields.Datetime("Noticed At", required=True, readonly=True)
    sent_at = fields.Datetime("Told At", readonly=True)
    is_void = fields.Boolean(
        "Not Told", readonly=True, help="It was settled before it was told."
    )

    _once = models.UniqueIndex(
        "(ticket_id, metric, level, user_id, due_at)",
        "A person is told once of a limit.",
    )
    _waiting_index = models.Index("(user_id) WHERE sent_at IS NULL")
    _sent_index = models.Index("(user_id, sent_at)")

    # Waking

    @api.model
    def _wake(self, moment):
        """Have the clock looked at then. Costs one query; a trigger that comes before
        serves as well, because each run asks for the next one."""
        now = fields.Datetime.now()
        moment = max(moment, now)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ir_cron_trigger (cron_id, call_at)
                SELECT %(cron)s, %(moment)s
                 WHERE NOT EXISTS (
                       SELECT FROM ir_cron_trigger
                        WHERE cron_id = %(cron)s AND call_at > %(now)s
                          AND call_at <= %(moment)s)
                """,
                cron=self.env["ir.model.data"]._xmlid_to_res_id(CRON),
                moment=moment,
                now=now,
            )
        )
        if moment == now:
            self.env.cr.postcommit.add(self.env["ir.cron"].sudo()._notifydb)

    @api.model
    def _cron_clock(self):
        """Everything that is due now, and nothing else: replays, alerts, digests."""
        Cron = self.env["ir.cron"].sudo()

        def commit(done):
            return bool(Cron._commit_progress(done, remaining=self._remaining()))

        commit(0)
        # Each answers whether there is time for more; the rest is left to a next run.
        for work in self._works():
            if not work(commit):
                break
        self._wake_next()

    @api.model
    def _works(self):
        """:return: list of functions of ``commit``, in their order; the last one tells
        what the others have noticed
        """
        Ticket = self.env["helpdesk.ticket"]
        return [Ticket._cs_replay_stale, Ticket._cs_alert_due, self._send_waiting]

    @api.model
    def _remaining(self):
        """Whether anything is left, as a number; not how much."""
        now = fields.Datetime.now()
        return len(
            self.env["helpdesk.ticket"].search(
                ["|", ("cs_stale", "!=", False), ("cs_next_at", "<=", now)], limit=1
            )
        )

    @api.model
    def _wake_next(self):
        first = self.env["helpdesk.ticket"].search(
            [("cs_next_at", "!=", False)], order="cs_next_at", limit=1
        )
        if first:
            self._wake(first.cs_next_at)

    @api.model
    def _note(self, rows):
        """Write alerts, without those of a limit that has been told of already."""
        names = ("ticket_id", "metric", "level", "user_id", "due_at")
        tickets = [row["ticket_id"] for row in rows]
        known = {
            (one.ticket_id.id, one.metric, one.level, one.user_id.id, one.due_at)
            for one in self.search([("ticket_id", "in", tickets)])
        }
        new = [row for row in rows if tuple(row[name] for name in names) not in known]
        if new:
            self._kept_create(new)

    # Digests

    @api.model
    def _send_waiting(self, commit):
        waiting = self.search([("sent_at", "=", False)], order="id")
        now = fields.Datetime.now()
        last = dict(
            self._read_group(
                [("user_id", "in", waiting.user_id.ids), ("sent_at", ">", now - GAP)],
                ["user_id"],
                ["sent_at:max"],
            )
        )
        for user, alerts in waiting.grouped("user_id").items():
            if user in last:
                self._wake(last[user] + GAP)
                continue
            if alerts.try_lock_for_update() != alerts:
                continue
            try:
                with self.env.cr.savepoint():
                    alerts._send(user, now)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception:
                # one that fails holds up no other; the next run tries it again
                _logger.exception("The digest of user %s failed", user.id)
            if not commit(1):
                return False
        return True

    def _send(self, user, now):
        """One digest to one person, of what is still so."""
        real = self.filtered(lambda alert: alert._is_real(now))
        (self - real)._kept_write({"sent_at": now, "is_void": True})
        real._kept_write({"sent_at": now})
        # The highest alert of a metric says it all.
        rank = [level for level, _label in LEVELS]
        worst = {}
        for alert in real.sorted(lambda one: rank.index(one.level)):
            worst[alert.ticket_id, alert.metric] = alert
        if worst and user.active:
            alerts = self.browse([one.id for one in worst.values()])
            alerts._tell(user)

    def _is_real(self, now):
        """Whether the ticket is still under the limit that was told of."""
        metric = self.ticket_id._cs_clock_state().get(self.metric)
        return metric.is_counting and metric.timer and metric.timer.due == self.due_at

    def _tell(self, user):
        local = self.with_context(lang=user.lang, tz=user.tz or self.env.user.tz)
        env = local.env
        late = len(self.filtered(lambda one: one.level != "warn"))
        soon = len(self) - late
        if late and soon:
            subject = env._(
                "Tickets: %(late)s overdue, %(soon)s soon due", late=late, soon=soon
            )
        elif late:
            subject = env._("Tickets: %(late)s overdue", late=late)
        else:
            subject = env._("Tickets: %(soon)s soon due", soon=soon)
        body = env["ir.qweb"]._render(
            "cs_helpdesk.cs_ticket_digest",
            {"groups": local._digest_groups(user), "url": self.browse().get_base_url()},
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=body
        )

    def _digest_groups(self, user):
        """:return: list of (title, list of dicts), the most urgent first"""
        labels = dict(self._fields["level"]._description_selection(self.env))
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        readable = set(self.ticket_id.with_user(user)._filtered_access("read").ids)
        groups = []
        for level in ("manager", "due", "warn"):
            own = self.filtered(lambda one, level=level: one.level == level)
            rows = [
                {
                    "id": one.ticket_id.id,
                    "number": one.ticket_id.number,
                    # who may not open a ticket is told its number only
                    "name": one.ticket_id.name if one.ticket_id.id in readable else "",
                    "metric": metrics[one.metric],
                    "due": format_datetime(self.env, one.due_at, dt_format="short"),
                    "who": one.ticket_id.user_id.name or "",
                }
                for one in own.sorted("due_at")
            ]
            if rows:
                groups.append((labels[level], rows))
        return groups
