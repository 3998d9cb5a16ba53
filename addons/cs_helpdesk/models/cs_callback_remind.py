import logging

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .cs_ticket_alert import BATCH
from .helpdesk_ticket_alert import LEVEL_CODES, RETRY, SECOND

_logger = logging.getLogger(__name__)

#: What moves the time at which somebody is reminded.
WATCHED = {"due_at", "next_at", "is_agreed", "state"}
METRIC = "callback"


class CsCallback(models.Model):
    """Somebody is reminded of a callback that nobody makes (HD-03, HD-07).

    The ladder of tickets: who answers for the service, when the policy's share of the
    time is used up; also the leader, once it is overdue; the manager, when it still is
    after the policy's hours. In working hours, in the one digest a person gets. A time
    agreed with the customer counts from when it has passed, without warning before.
    """

    _inherit = "cs.callback"

    remind_at = fields.Datetime("Reminded Next", readonly=True, index="btree_not_null")
    remind_due = fields.Datetime("Reminded Of", readonly=True)
    remind_step = fields.Integer(
        "Reminders", readonly=True, help="0: none; 1: owner; 2: leader; 3: manager."
    )

    def _set(self, vals):
        result = super()._set(vals)
        if WATCHED & vals.keys():
            # sudo: reminders follow from the callback, whoever changes it
            for one in self.sudo():
                one._remind_plan()
        return result

    def _remind_deadline(self):
        """The last moment in time, or that which the customer asked for."""
        agreed = self.is_agreed and self.next_at
        return max(self.due_at, agreed) if agreed else self.due_at

    def _remind_plan(self):
        """When a waiting callback is looked at next; never for one that has ended."""
        if self.state != "waiting":
            if self.remind_at:
                self._kept_write({"remind_at": False})
            return
        deadline = self._remind_deadline()
        if deadline == self.remind_due:
            return
        # the agreed time itself is told to nobody before it has passed
        step = 1 if self.is_agreed else 0
        moment = deadline + SECOND if step else self._remind_warning()
        self._kept_write(
            {"remind_due": deadline, "remind_step": step, "remind_at": moment}
        )
        self.env["cs.ticket.alert"]._wake(moment)

    def _remind_warning(self):
        """When the policy's share of the time is used up."""
        names = ["callback_time", "warn_percent"]
        limits = self.ticket_id._cs_parameters(names)
        start, due = self.service_at, self.due_at
        share = limits["warn_percent"]

        def ask(clocks, _local_date):
            clock = clocks[limits["callback_time"]]
            return clock.add_seconds(
                start, clock.seconds_between(start, due) * share // 100
            )

        [hours] = self.ticket_id._cs_by_hours()
        return min(self.ticket_id._cs_ask_clocks(hours, [start, due], ask), due)

    @api.model
    def _remind_due(self, commit):
        """Look at the callbacks of which somebody is to be reminded now, a batch a
        transaction.

        :param commit: function(number done) -> whether there is time for more
        """
        now = fields.Datetime.now()
        due, seen = [("remind_at", "<=", now)], set()
        while True:
            more = [*due, ("id", "not in", list(seen))]
            found = self.search(more, limit=BATCH, order="remind_at, id")
            if not found:
                return True
            seen.update(found.ids)
            mine = found.try_lock_for_update()
            mine.invalidate_recordset()
            mine = mine.filtered_domain(due)
            for hours, tickets in mine.ticket_id._cs_by_hours().items():
                own = mine.filtered(lambda one, own=tickets: one.ticket_id in own)
                own._remind_safely(hours, now)
            if not commit(len(found)):
                return False

    def _remind_safely(self, hours, now):
        """What fails holds up no other and is tried again later."""
        try:
            with self.env.cr.savepoint():
                self._remind_hours(hours, now)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("Reminders of callbacks %s failed", self.ids)
            self._kept_write({"remind_at": now + RETRY})

    def _remind_hours(self, hours, now):
        """Callbacks of the same working hours: told in working hours only."""
        names = ["manager_hours"]
        waits = {
            one: round(one.ticket_id._cs_parameters(names)["manager_hours"] * 3600)
            for one in self
        }

        def ask(clocks, _local_date):
            working = clocks["working"]
            return working.next_working(now), {
                one: working.add_seconds(one._remind_deadline(), waits[one])
                for one in self
            }

        moments = [now, *(one._remind_deadline() for one in self)]
        opening, managers = self.ticket_id._cs_ask_clocks(hours, moments, ask)
        if opening > now:
            self._kept_write({"remind_at": opening})
            return
        rows = []
        for one in self:
            rows += one._remind_one(managers[one], now)
        self.env["cs.ticket.alert"]._note(rows)

    def _remind_one(self, manager_at, now):
        """:return: values of the new alerts of one callback"""
        deadline, step = self._remind_deadline(), self.remind_step
        new = max(step, 1)
        if now > deadline:
            # one step at a time: the leader hears of it before the manager
            new = max(2, step, 3 if step >= 2 and manager_at <= now else 0)
        following = {1: deadline + SECOND, 2: manager_at, 3: False}[new]
        self._kept_write({"remind_step": new, "remind_at": following})
        if new == step:
            return []
        level = LEVEL_CODES[new]
        return self.ticket_id._cs_alert_rows(METRIC, level, deadline, now)


class CsTicketAlert(models.Model):
    """Callbacks are told of with the tickets, in the same digest."""

    _inherit = "cs.ticket.alert"

    @api.model
    def _works(self):
        *works, send = super()._works()
        return [*works, self.env["cs.callback"]._remind_due, send]

    @api.model
    def _remaining(self):
        now = fields.Datetime.now()
        due = [("remind_at", "<=", now)]
        return super()._remaining() or self.env["cs.callback"].search_count(due, 1)

    @api.model
    def _wake_next(self):
        super()._wake_next()
        first = self.env["cs.callback"].search(
            [("remind_at", "!=", False)], order="remind_at", limit=1
        )
        if first:
            self._wake(first.remind_at)

    def _is_real(self, now):
        if self.metric != METRIC:
            return super()._is_real(now)
        return any(
            one.state == "waiting" and one._remind_deadline() == self.due_at
            for one in self.ticket_id.cs_callback_ids
        )
