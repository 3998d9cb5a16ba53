import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.ticket_clock import (
    METRICS,
    ClockTime,
    Situation,
    State,
    advance,
    begins,
    changes,
)

_logger = logging.getLogger(__name__)

#: What the clock alone writes; what anybody else sends for it is dropped.
CLOCK_FIELDS = {
    "cs_clock",
    "cs_due_at",
    "cs_warn_at",
    "cs_is_late",
    "cs_first_reply_at",
    "cs_first_reply_due_at",
    "cs_first_reply_is_late",
    "cs_followed_up_at",
    "cs_follow_up_due_at",
    "cs_follow_up_is_late",
    "cs_next_at",
    "cs_next_due_at",
    "cs_stale",
}
#: What changes the situation of a ticket.
WATCHED = {
    "active",
    "cs_department_id",
    "cs_kind",
    "cs_unpaid",
    "stage_id",
    "team_id",
    "user_id",
}
#: metric -> fields that show it
DUE_FIELD = {
    "resolve": "cs_due_at",
    "first_reply": "cs_first_reply_due_at",
    "follow_up": "cs_follow_up_due_at",
}
LATE_FIELD = {
    "resolve": "cs_is_late",
    "first_reply": "cs_first_reply_is_late",
    "follow_up": "cs_follow_up_is_late",
}


class HelpdeskTicket(models.Model):
    """The clock of a ticket (HD-02, HD-03); ``engine/ticket_clock.py`` counts.

    ``cs_clock`` is where the clock stands: the engine's state; on what the limits
    rest; and which alerts have been told. It follows each change of a ticket in the
    transaction that makes it. What has ended is in ``cs.ticket.segment``.
    """

    _inherit = "helpdesk.ticket"

    cs_clock = fields.Json(
        "State of the Clock",
        readonly=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
    )
    cs_due_at = fields.Datetime(
        "Close By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="HD-03: the last moment in time. Empty while the clock is paused.",
    )
    cs_warn_at = fields.Datetime("Warn At", readonly=True, copy=False)
    cs_is_late = fields.Boolean("Closing Is Late", readonly=True, copy=False)
    cs_first_reply_at = fields.Datetime("First Reply At", readonly=True, copy=False)
    cs_first_reply_due_at = fields.Datetime(
        "First Reply By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="HD-03: the customer is to have a first answer by then; the team sets"
        " the hours.",
    )
    cs_first_reply_is_late = fields.Boolean(
        "First Reply Is Late", readonly=True, copy=False
    )
    cs_unpaid = fields.Boolean(
        "Unpaid Order",
        copy=False,
        tracking=True,
        help="HD-03: an order that was placed and not paid is followed up in time.",
    )
    cs_unpaid_since = fields.Datetime(
        "Order Placed At",
        copy=False,
        help="Empty: when the order was marked as unpaid.",
    )
    cs_followed_up_at = fields.Datetime("Followed Up At", readonly=True, copy=False)
    cs_follow_up_due_at = fields.Datetime(
        "Follow Up By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="HD-03: an order that was not paid is to be followed up by then.",
    )
    cs_follow_up_is_late = fields.Boolean(
        "Follow-Up Is Late", readonly=True, copy=False
    )
    cs_next_due_at = fields.Datetime(
        "Next Limit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The first limit that runs now, whichever it is.",
    )
    cs_next_at = fields.Datetime(
        "Clock Looks Again At",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When a warning or a limit is due next.",
    )
    cs_stale = fields.Selection(
        [
            ("policy", "Policy changed"),
            ("hours", "Working hours changed"),
            ("import", "Imported"),
        ],
        "Limits to Be Replayed",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    cs_segment_ids = fields.One2many(
        "cs.ticket.segment", "ticket_id", "Segments", readonly=True
    )
    cs_limit_ids = fields.One2many(
        "cs.ticket.limit", "ticket_id", "Time Limits", readonly=True
    )

    # Guards

    @api.model
    def default_get(self, fields):
        """No stored or context default sets the clock."""
        values = super().default_get(fields)
        return {name: values[name] for name in values if name not in CLOCK_FIELDS}

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody has access to the state, so nobody can send it.
        blank = dict.fromkeys(CLOCK_FIELDS - {"cs_clock"}, False)
        now = fields.Datetime.now()
        vals_list = [
            {**self._cs_order_vals(vals, None, now), **blank} for vals in vals_list
        ]
        for vals in vals_list:
            vals.pop("cs_clock", None)
        tickets = super().create(vals_list)
        # sudo: the clock runs whoever the ticket comes from
        tickets.sudo()._cs_clock_follow(now)
        return tickets

    def write(self, vals):
        vals = {name: vals[name] for name in vals if name not in CLOCK_FIELDS}
        if {"cs_unpaid", "cs_unpaid_since"} & vals.keys():
            self.check_access("write")
            now = fields.Datetime.now()
            for ticket in self:
                super(HelpdeskTicket, ticket).write(
                    ticket._cs_order_vals(vals, ticket, now)
                )
        else:
            super().write(vals)
        if WATCHED & vals.keys():
            # sudo: the clock runs whoever changes the ticket
            self.sudo()._cs_clock_follow()
        return True

    @api.model
    def _cs_order_vals(self, vals, ticket, now):
        """Values with the time an order was placed: not in the future, and once only,
        because the limit of the follow-up counts from it (HD-03).

        :param ticket: the ticket that is written, or None
        """
        placed = fields.Datetime.to_datetime(vals.get("cs_unpaid_since"))
        kept = ticket and ticket.cs_unpaid_since
        if kept and "cs_unpaid_since" in vals and placed != kept:
            raise UserError(
                self.env._(
                    "HD-03: the time of the order is kept, because the limit of its"
                    " follow-up counts from it. Please enter another order as a ticket"
                    " of its own."
                )
            )
        if placed and placed > now:
            raise UserError(
                self.env._("An order cannot have been placed in the future.")
            )
        if vals.get("cs_unpaid") and not (placed or kept):
            return {**vals, "cs_unpaid_since": now}
        return vals

    def _cs_clock_write(self, vals):
        """Write past the guard above; no caller of RPC leads here."""
        return super().write(vals)

    # The clock

    def _cs_clock_state(self):
        # sudo: nobody reads the state itself
        return State.from_json((self.sudo().cs_clock or {}).get("metrics"))

    def _cs_clock_running(self):
        """:return: list of metrics that run now, paused or not"""
        metrics = self._cs_clock_state().metrics
        return [name for name, metric in metrics.items() if metric.stretch]

    def _cs_situation(self):
        return Situation(
            unit=self.cs_department_id.id or None,
            person=self.user_id.id or None,
            pause=self.stage_id.id if self.stage_id.cs_pauses else None,
            is_closed=bool(self.stage_id.closed),
            is_replied=bool(self.cs_first_reply_at),
            is_unpaid=bool(self.cs_unpaid),
            is_followed_up=bool(self.cs_followed_up_at),
        )

    def _cs_received(self, now):
        """When the ticket was received; that is now for one without a clock."""
        received = (self.cs_clock or {}).get("received")
        return fields.Datetime.to_datetime(received) or now

    def _cs_basis(self):
        """What the limits of the ticket follow from, beside policy and hours."""
        return {
            "kind": self.cs_kind,
            "unit": self.cs_department_id.id or None,
            "team": self.team_id.id or None,
        }

    def _cs_clock_follow(self, moment=None):
        """Bring the clock up to date with the tickets (sudo).

        Costs one query to store what has ended, and those of one calendar when there
        is something to count; none when nothing changed.
        """
        now = moment or fields.Datetime.now()
        causes = self._cs_rebase_causes()
        moved = self.browse()
        for ticket in self:
            state, situation = ticket._cs_clock_state(), ticket._cs_situation()
            if changes(state, situation):
                moved |= ticket
        beginning = moved.filtered(
            lambda one: begins(one._cs_clock_state(), one._cs_situation())
        )
        terms = beginning._cs_terms(now)
        for hours, tickets in moved._cs_by_hours().items():
            tickets._cs_clock_move(hours, now, terms)
        for cause, ids in causes.items():
            self.browse(ids)._cs_clock_replay(cause)

    def _cs_by_hours(self, is_anew=False):
        """Tickets by the hours that their limits count in.

        :param is_anew: not those that were kept with the limits, which a stage change
            need not look up again
        :return: dict (calendar, company) -> tickets
        """
        kept = {}
        for ticket in self:
            clock = {} if is_anew else ticket.cs_clock or {}
            if "calendar" in clock and clock["basis"] == ticket._cs_basis():
                kept[ticket] = clock["calendar"]
        others = self - self.browse().union(*kept)
        calendars = self.env["cs.working.time"]._calendars(others.cs_department_id)
        Calendar = self.env["resource.calendar"]

        def hours(ticket):
            if ticket in kept:
                return Calendar.browse(kept[ticket] or ()), ticket.company_id
            unit = ticket.cs_department_id
            company = ticket.company_id
            own = calendars[unit.id] if unit else company.resource_calendar_id
            return own, company

        return self.grouped(hours)

    @api.model
    def _cs_ask_clocks(self, hours, moments, question):
        """Answer of a question to the clocks of some hours. Without working hours,
        working time is clock time: a ticket that comes by mail is never refused for
        that.

        :param hours: (calendar, company)
        :param question: function(clocks, local_date)
        """
        calendar, company = hours
        plain = ClockTime()
        if calendar:
            service = self.env["cs.working.time"]
            try:
                facts = service._facts(calendar, company)
                [answer] = service._ask(
                    calendar,
                    company,
                    moments,
                    lambda clock: [
                        question({"working": clock, "clock": plain}, facts.local_date)
                    ],
                    facts,
                )
                return answer
            except UserError:
                # hours without any working time
                _logger.info("Hours %s: by the clock instead", calendar.id)
        return question({"working": plain, "clock": plain}, lambda one: one.date())

    def _cs_clock_move(self, hours, now, terms):
        """Move the clock of tickets of the same hours (sudo)."""
        states = {ticket: ticket._cs_clock_state() for ticket in self}
        placed = [one.cs_unpaid_since for one in self if one.cs_unpaid_since]
        moments = [now, *placed, *_moments(states.values())]

        def move(clocks, local_date):
            return [
                ticket._cs_clock_moved(state, now, terms, clocks, local_date)
                for ticket, state in states.items()
            ]

        rows, limits = [], []
        planned = {ticket: ticket.cs_next_at for ticket in self}
        moved = self._cs_ask_clocks(hours, moments, move)
        for ticket, (state, segments) in zip(self, moved, strict=True):
            begun = [
                name
                for name, metric in state.metrics.items()
                if metric.timer and states[ticket].get(name).begin is None
            ]
            ticket._cs_clock_store(state, now, hours=hours)
            rows += [ticket._cs_segment_row(*segment) for segment in segments]
            limits += [
                ticket._cs_limit_vals(name, state, terms[ticket.id], "received", now)
                for name in begun
            ]
        # The tickets first: of two at the same moment, the later one begins anew.
        self.flush_recordset()
        self.env["cs.ticket.segment"]._append(rows)
        self.invalidate_recordset(["cs_segment_ids"], flush=False)
        if limits:
            self.env["cs.ticket.limit"]._kept_create(limits)
        self._cs_clock_wake(planned)

    def _cs_clock_moved(self, state, now, terms, clocks, local_date):
        """:return: (State, list of (Segment, its working seconds))"""
        situation, ended = self._cs_situation(), []
        limits = terms[self.id].limits if self.id in terms else {}
        placed = self.cs_unpaid_since
        if placed and placed < now and state.get("follow_up").begin is None:
            state, ended = self._cs_clock_placed(
                state, situation, placed, limits, clocks, local_date
            )
        state, segments = advance(
            state, now, situation, limits, clocks, local_date(now)
        )
        working = clocks["working"].seconds_between
        return state, [
            (segment, working(segment.start, segment.stop))
            for segment in ended + segments
        ]

    def _cs_clock_placed(self, state, situation, placed, limits, clocks, local_date):
        """Let the follow-up begin when the order was placed, and nothing else."""
        if not situation.runs("follow_up"):
            return state, []
        only = State()
        moved, segments = advance(
            only, placed, situation, limits, clocks, local_date(placed)
        )
        follow_up = {"follow_up": moved.metrics["follow_up"]}
        return State({**state.metrics, **follow_up}), segments

    def _cs_clock_store(self, state, now, told=None, hours=None):
        """Write a state, and what of it people see and search."""
        told = dict((self.cs_clock or {}).get("told") or {}) if told is None else told
        clock = {
            "metrics": state.to_json(),
            "basis": self._cs_basis(),
            "calendar": hours[0].id or False if hours else self.cs_clock["calendar"],
            "received": fields.Datetime.to_string(self._cs_received(now)),
            "told": told,
        }
        vals, before = {"cs_clock": clock}, self._cs_clock_state()
        for name, metric in state.metrics.items():
            timer, is_ended = metric.timer, metric.stretch is None
            if timer and not (is_ended and timer.due is None):
                vals[DUE_FIELD[name]] = timer.due or False
            if timer and name == "resolve":
                vals["cs_warn_at"] = timer.warn or False
            if timer and (metric.is_counting or before.get(name).is_counting):
                vals[LATE_FIELD[name]] = timer.is_late(now)
        dues = [
            metric.timer.due
            for metric in state.metrics.values()
            if metric.timer and metric.is_counting
        ]
        vals["cs_next_due_at"] = min(dues, default=False)
        vals["cs_next_at"] = self._cs_next_alert(state, told)
        self._cs_clock_write(
            {name: value for name, value in vals.items() if self[name] != value}
        )

    def _cs_segment_row(self, segment, working_seconds):
        stage = self.env["helpdesk.ticket.stage"].browse(segment.pause)
        seconds = int((segment.stop - segment.start).total_seconds())
        return {
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "metric": segment.metric,
            "department_id": segment.unit,
            "user_id": segment.person,
            "start": segment.start,
            "stop": segment.stop,
            "seconds": seconds,
            "working_seconds": working_seconds,
            "working_hours": working_seconds / 3600,
            "is_paused": segment.pause is not None,
            "pause_stage_id": segment.pause,
            "pause_reason": (stage.cs_pause_reason or stage.name) if stage else None,
        }


def _moments(states):
    """Moments that a question about these states may need."""
    for state in states:
        for metric in map(state.get, METRICS):
            yield from filter(None, [metric.begin])
            yield from filter(None, [metric.stretch and metric.stretch.since])
