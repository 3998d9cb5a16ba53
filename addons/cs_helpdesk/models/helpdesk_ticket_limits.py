from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.ticket_clock import Limit, Metric, Segment, State, retime
from .helpdesk_ticket_clock import DUE_FIELD

UTC = ZoneInfo("UTC")
#: Open tickets replayed in one transaction of the scheduled action.
BATCH = 200


class Terms(NamedTuple):
    """What a ticket's limits follow from, and the limits: metric -> Limit."""

    policy: models.BaseModel
    calendar: models.BaseModel
    limits: dict


class HelpdeskTicket(models.Model):
    """Which time limits hold for a ticket (HD-03), and replaying them.

    The policy is that of the unit which works on the ticket, in force on the day of
    receipt. Limits follow the ticket: another kind, unit or team, a changed policy or
    changed working hours count it anew from the beginning, by what is kept in the
    segments, and write down the new limit with its cause.
    """

    _inherit = "helpdesk.ticket"

    def _cs_terms(self, now):
        """:return: dict ticket id -> Terms (sudo)"""
        result, by_day = {}, {}
        for ticket in self:
            received = ticket._cs_received(now)
            zone = ticket.company_id._cs_zone()
            day = received.replace(tzinfo=UTC).astimezone(zone).date()
            by_day.setdefault(day, []).append(ticket.id)
        policies = {}
        for day, ids in by_day.items():
            policies |= self.browse(ids)._cs_policies(day)
        for (calendar, _company), tickets in self._cs_by_hours(is_anew=True).items():
            for ticket in tickets:
                policy = policies[ticket.id]
                limits = ticket._cs_limits_by(policy, now)
                result[ticket.id] = Terms(policy, calendar, limits)
        return result

    def _cs_limits_by(self, policy, now):
        """:return: dict metric -> Limit; without a policy only that of the team"""
        warn = policy.warn_percent or 75
        limits, team = {}, self.team_id
        if team.cs_first_reply_hours > 0:
            seconds = max(round(team.cs_first_reply_hours * 3600), 1)
            limits["first_reply"] = Limit(
                team.cs_first_reply_time, seconds=seconds, warn_percent=warn
            )
        if policy:
            limits["resolve"] = self._cs_resolve_limit(policy, warn, now)
            seconds = max(round(policy.unpaid_hours * 3600), 1)
            limits["follow_up"] = Limit(
                policy.unpaid_time, seconds=seconds, warn_percent=warn
            )
        return limits

    def _cs_resolve_limit(self, policy, warn, now):
        if self.cs_kind == "suggestion":
            begin = self._cs_received(now)
            end = begin + relativedelta(months=policy.suggestion_months)
            return Limit("clock", days=(end - begin).days, warn_percent=warn)
        days, time = {
            "inquiry": (policy.inquiry_days, policy.service_time),
            "complaint": (policy.complaint_days, policy.complaint_time),
            "order": (policy.order_days, policy.service_time),
            "callback": (policy.callback_days, policy.callback_time),
            "repair": (policy.repair_days, policy.service_time),
        }[self.cs_kind]
        return Limit(time, days=days, warn_percent=warn)

    def _cs_limit_vals(self, name, state, terms, cause, now):
        metric, limit = state.get(name), terms.limits[name]
        return {
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "metric": name,
            "moment": now,
            "cause": cause,
            "begin": metric.begin,
            "policy_id": False if name == "first_reply" else terms.policy.id,
            "calendar_id": terms.calendar.id,
            "time": limit.time,
            "days": limit.days,
            "hours": limit.seconds / 3600,
            "budget": metric.timer.budget,
            "due_at": metric.timer.due or False,
            "warn_percent": limit.warn_percent,
        }

    # Replaying

    def _cs_rebase_causes(self):
        """:return: dict cause -> ids of the tickets that have other limits now"""
        causes = {}
        for ticket in self.filtered("cs_clock"):
            before, after = ticket.cs_clock["basis"], ticket._cs_basis()
            if before != after:
                cause = "kind" if before["kind"] != after["kind"] else "unit"
                causes.setdefault(cause, []).append(ticket.id)
        return causes

    def _cs_clock_replay(self, cause):
        """Count these tickets anew from the beginning (sudo).

        What has ended keeps the limit it ended with; a closed ticket is counted anew
        when it is reopened.
        """
        now = fields.Datetime.now()
        open_ones = self.filtered(lambda one: one.cs_clock and not one.stage_id.closed)
        segments = self._cs_segments_of(open_ones)
        terms = open_ones._cs_terms(now)
        limits, planned = [], {ticket: ticket.cs_next_at for ticket in open_ones}
        for hours, tickets in open_ones._cs_by_hours(is_anew=True).items():
            limits += tickets._cs_replay_hours(hours, segments, terms, cause, now)
        self._cs_clock_write({"cs_stale": False})
        self.flush_recordset()
        if limits:
            self.env["cs.ticket.limit"]._kept_create(limits)
        open_ones._cs_clock_wake(planned)

    def _cs_replay_hours(self, hours, segments, terms, cause, now):
        """:return: values of the limits that changed, of tickets of the same hours"""
        states = {ticket: ticket._cs_clock_state() for ticket in self}
        moments = [now]
        for ticket, state in states.items():
            moments += [metric.begin for metric in state.metrics.values()]
            moments += [one.start for one in segments.get(ticket.id, ())]

        def count(clocks, local_date):
            return [
                ticket._cs_replayed(
                    state, segments, terms[ticket.id], clocks, local_date
                )
                for ticket, state in states.items()
            ]

        result = []
        for ticket, state in zip(
            self, self._cs_ask_clocks(hours, moments, count), strict=True
        ):
            result += ticket._cs_replay_store(
                states[ticket], state, terms[ticket.id], cause, now, hours
            )
        return result

    def _cs_replayed(self, state, segments, terms, clocks, local_date):
        metrics = {}
        for name, metric in state.metrics.items():
            timer, limit = metric.timer, terms.limits.get(name)
            # What has ended stays as it ended; closing may be reopened and counts on.
            if limit and (metric.stretch or name == "resolve"):
                timer = retime(
                    name,
                    metric,
                    segments.get(self.id, ()),
                    limit,
                    clocks[limit.time],
                    local_date(metric.begin),
                )
            elif metric.stretch and not limit:
                timer = None
            metrics[name] = Metric(metric.begin, metric.stretch, timer)
        return State(metrics)

    def _cs_replay_store(self, before, after, terms, cause, now, hours):
        told = dict(self.cs_clock.get("told") or {})
        changed = [
            name
            for name, metric in after.metrics.items()
            if metric.timer and _rule(metric.timer) != _rule(before.get(name).timer)
        ]
        for name in changed:
            timer = after.get(name).timer
            if timer.due and timer.due > now:
                # a new time to be late at; no second warning for the same half-spent
                is_warned = timer.warn and timer.warn <= now and told.get(name)
                told[name] = 1 if is_warned else 0
        ended = [n for n, one in after.metrics.items() if one.stretch and not one.timer]
        self._cs_clock_write({DUE_FIELD[name]: False for name in ended})
        self._cs_clock_store(after, now, told, hours)
        return [self._cs_limit_vals(name, after, terms, cause, now) for name in changed]

    @api.model
    def _cs_segments_of(self, tickets):
        """:return: dict ticket id -> list of the engine's segments, sorted"""
        rows = self.env["cs.ticket.segment"].search_fetch(
            [("ticket_id", "in", tickets.ids)],
            ["ticket_id", "metric", "start", "stop", "is_paused", "pause_stage_id"],
            order="start",
        )
        result = {}
        for row in rows:
            # a deleted stage leaves a pause without number
            pause = (row.pause_stage_id.id or 0) if row.is_paused else None
            segment = Segment(row.metric, row.start, row.stop, pause=pause)
            result.setdefault(row.ticket_id.id, []).append(segment)
        return result

    @api.model
    def _cs_clock_stale(self, cause, companies=None):
        """Have the limits of open tickets replayed in the background, because a policy
        or working hours changed. One statement, however many there are.

        :param cause: ``policy`` or ``hours``
        :param companies: only theirs
        """
        self.env["helpdesk.ticket"].flush_model(["cs_stale", "stage_id", "company_id"])
        found = self.env.execute_query(
            SQL(
                """
                UPDATE helpdesk_ticket ticket
                   SET cs_stale = %(cause)s
                  FROM helpdesk_ticket_stage stage
                 WHERE stage.id = ticket.stage_id
                   AND stage.closed IS NOT TRUE
                   AND ticket.cs_clock IS NOT NULL
                   AND ticket.cs_stale IS NULL
                   AND (%(all)s OR ticket.company_id IN %(companies)s)
             RETURNING ticket.id
                """,
                cause=cause,
                all=companies is None,
                companies=tuple(companies.ids) if companies else (0,),
            )
        )
        if found:
            self.env["helpdesk.ticket"].invalidate_model(["cs_stale"])
            self.env.ref("cs_helpdesk.cs_ticket_clock_cron").sudo()._trigger()

    @api.model
    def _cs_replay_stale(self, commit):
        """Replay what waits for it, a batch a transaction.

        :param commit: function(number done) -> whether there is time for more
        """
        stale = [("cs_stale", "!=", False)]
        Ticket = self.with_context(active_test=False)
        while tickets := Ticket.search(stale, limit=BATCH, order="id"):
            mine = tickets.try_lock_for_update()
            if not mine:
                # others change them at this moment: the next run
                break
            for cause, same in mine.grouped("cs_stale").items():
                same._cs_clock_replay(cause)
            if not commit(len(mine)):
                return False
        return True


def _rule(timer):
    """What of a timer a person sees; the rest depends on how time was split."""
    if timer is None:
        return None
    return timer.time, timer.budget, timer.warn_after, timer.due, timer.warn
