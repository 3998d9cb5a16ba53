import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..engine.ticket_clock import METRICS
from .cs_ticket_alert import BATCH

_logger = logging.getLogger(__name__)

RETRY = timedelta(hours=1)
SECOND = timedelta(seconds=1)
#: how far up the ladder a metric has been told: 0 nobody, then these
LEVEL_CODES = (None, "warn", "due", "manager")


class HelpdeskTicket(models.Model):
    """Who is told when of a ticket that is soon due or overdue (HD-02)."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _cs_next_alert(self, state, told):
        """When the next alert of a state is to be looked at, or False."""
        moments = []
        for name in METRICS:
            metric = state.get(name)
            if not (metric.timer and metric.is_counting):
                continue
            level = told.get(name, 0)
            if level == 0:
                moments.append(metric.timer.warn)
            elif level == 1:
                # due itself is still in time
                moments.append(metric.timer.due + SECOND)
            elif level == 2 and told.get(f"{name}_manager"):
                manager = told[f"{name}_manager"]
                moments.append(fields.Datetime.to_datetime(manager))
        return min(moments, default=False)

    def _cs_clock_wake(self, before):
        """Have the clock looked at when an alert is due sooner than was planned.

        :param before: dict ticket -> when it was to be looked at
        """
        sooner = [
            one.cs_next_at
            for one in self
            if one.cs_next_at and not (before[one] and before[one] <= one.cs_next_at)
        ]
        if sooner:
            self.env["cs.ticket.alert"]._wake(min(sooner))

    @api.model
    def _cs_alert_due(self, commit):
        """Look at the tickets of which something is due now, a batch a transaction.

        :param commit: function(number done) -> whether there is time for more
        """
        now = fields.Datetime.now()
        due, seen = [("cs_next_at", "<=", now)], set()
        while True:
            more = [*due, ("id", "not in", list(seen))]
            tickets = self.search(more, limit=BATCH, order="cs_next_at, id")
            if not tickets:
                return True
            seen.update(tickets.ids)
            mine = tickets.try_lock_for_update()
            mine.invalidate_recordset()
            for hours, own in mine.filtered_domain(due)._cs_by_hours().items():
                own._cs_alert_safely(hours, now)
            if not commit(len(tickets)):
                return False

    def _cs_alert_safely(self, hours, now):
        """What fails holds up no other and is tried again later."""
        try:
            with self.env.cr.savepoint():
                self._cs_alert_hours(hours, now)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("Warnings of tickets %s failed", self.ids)
            self._cs_clock_write({"cs_next_at": now + RETRY})

    def _cs_alert_hours(self, hours, now):
        """Tickets of the same hours: told in working hours only."""
        terms = self._cs_terms(now)
        waits = {one: round(terms[one.id].policy.manager_hours * 3600) for one in self}
        states = {ticket: ticket._cs_clock_state() for ticket in self}

        def ask(clocks, _local_date):
            working = clocks["working"]
            managers = {
                (ticket, name): working.add_seconds(metric.timer.due, waits[ticket])
                for ticket, state in states.items()
                for name, metric in state.metrics.items()
                if metric.timer and metric.timer.due
            }
            return working.next_working(now), managers

        dues = [
            metric.timer.due
            for state in states.values()
            for metric in state.metrics.values()
            if metric.timer and metric.timer.due
        ]
        opening, managers = self._cs_ask_clocks(hours, [now, *dues], ask)
        if opening > now:
            self._cs_clock_write({"cs_next_at": opening})
            return
        rows = []
        for ticket, state in states.items():
            rows += ticket._cs_alert_one(state, managers, now)
        self.env["cs.ticket.alert"]._note(rows)

    def _cs_alert_one(self, state, managers, now):
        """:return: values of the new alerts of one ticket"""
        told = dict(self.cs_clock.get("told") or {})
        rows = []
        for name, metric in state.metrics.items():
            timer, level = metric.timer, told.get(name, 0)
            if not (timer and metric.is_counting):
                continue
            new = max(level, 1) if timer.warn <= now else level
            if timer.is_late(now):
                manager = managers[self, name]
                told[f"{name}_manager"] = fields.Datetime.to_string(manager)
                # one step at a time: the leader hears of it before the manager
                new = max(2, level, 3 if level >= 2 and manager <= now else 0)
            if new > level:
                rows += self._cs_alert_rows(name, LEVEL_CODES[new], timer.due, now)
            told[name] = new
        self._cs_clock_store(state, now, told)
        return rows

    def _cs_alert_rows(self, metric, level, due, now):
        return [
            {
                "ticket_id": self.id,
                "company_id": self.company_id.id,
                "metric": metric,
                "level": level,
                "user_id": user.id,
                "due_at": due,
                "moment": now,
            }
            for user in self._cs_alert_users(level)
        ]

    def _cs_alert_users(self, level):
        """The ladder: owner, leader, manager; each time one step further up."""
        owners = (self.cs_owner_id | self.user_id).filtered("active")
        above = self._cs_superiors() - owners
        if level == "warn":
            return owners or above[:1]
        if level == "due":
            return owners | above[:1]
        return above[1:2] or above[:1]

    def _cs_superiors(self):
        """Users from the team's leader up to the general manager, nearest first."""
        unit, users = self.cs_department_id, self.team_id.user_id
        for ancestor in unit.browse(unit._cs_ancestor_ids().get(unit.id, ())):
            users |= ancestor.manager_id.user_id
        users |= self.company_id.cs_general_manager_id.user_id
        return users.filtered("active")
