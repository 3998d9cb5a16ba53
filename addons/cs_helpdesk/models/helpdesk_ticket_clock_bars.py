from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..engine.clock_bars import Axis, Piece, by_row, merged, midnights, readable

UTC = ZoneInfo("UTC")
#: how close labels of the axis may be, of 100: days, and a day and an end
GAP, ENDS = 13, 28


class HelpdeskTicket(models.Model):
    """The time to closing as bars: in all, and of each unit (HD-02, HD-03)."""

    _inherit = "helpdesk.ticket"

    cs_clock_bars = fields.Json(
        "Time by Unit",
        compute="_compute_cs_clock_bars",
        compute_sudo=True,
        help="How long each unit has had the matter, in the time that counts, and"
        " what is left.",
    )

    @api.depends_context("lang", "tz")
    @api.depends("cs_clock", "cs_segment_ids")
    def _compute_cs_clock_bars(self):
        now = fields.Datetime.now().replace(microsecond=0)
        for ticket in self:
            ticket.cs_clock_bars = ticket._cs_bars(now)

    def _cs_bars(self, now):
        """What ``cs_clock_bars`` of the web client draws; False before the clock ran.

        ``rows`` have a name, a text and spans of ``left`` and ``width`` in percent.
        """
        metric = self._cs_clock_state().get("resolve")
        segments = self.cs_segment_ids.filtered(lambda one: one.metric == "resolve")
        pieces = [
            Piece(one.start, one.stop, one.department_id.id, one.is_paused)
            for one in segments
        ]
        stretch = metric.stretch
        if stretch and stretch.since < now:
            unit = stretch.unit or False
            pieces.append(Piece(stretch.since, now, unit, stretch.pause is not None))
        if not pieces:
            return False
        timer = metric.timer
        due = timer.due if timer else None
        axis = Axis.of(pieces, due, now if stretch else None)
        seconds = self._cs_bar_seconds(segments, metric, now)
        return {
            "ticks": self._cs_bar_ticks(axis, due),
            "rows": self._cs_bar_rows(axis, pieces, timer, seconds),
            "now": axis.at(now) if stretch else None,
            "now_text": self.env._("Now: %s", self._cs_bar_moment(now)),
            "due": axis.at(due) if due else None,
            **self._cs_bar_rest(axis, metric, now, due),
            "caption": self._cs_bar_caption(timer),
            "pauses": self._cs_bar_pauses(segments, stretch, now),
        }

    def _cs_bar_seconds(self, segments, metric, now):
        """Seconds that count, by unit, in the time of the limit."""
        is_working = bool(metric.timer) and metric.timer.time == "working"
        seconds = {}
        for one in segments.filtered(lambda one: not one.is_paused):
            spent = one.working_seconds if is_working else one.seconds
            unit = one.department_id.id
            seconds[unit] = seconds.get(unit, 0) + spent
        stretch = metric.stretch
        if stretch and stretch.pause is None and stretch.since < now:
            unit = stretch.unit or False
            running = self._cs_bar_running(stretch.since, now, is_working)
            seconds[unit] = seconds.get(unit, 0) + running
        return seconds

    def _cs_bar_running(self, since, now, is_working):
        if not is_working:
            return int((now - since).total_seconds())
        [hours] = self._cs_by_hours()
        return self._cs_ask_clocks(
            hours,
            [since, now],
            lambda clocks, _date: clocks["working"].seconds_between(since, now),
        )

    def _cs_bar_rows(self, axis, pieces, timer, seconds):
        names = {
            one.id: one.name
            for one in self.env["hr.department"].browse(
                [row for row in by_row(pieces) if row]
            )
        }
        total = _hours(sum(seconds.values()))
        if timer:
            total = f"{total} / {_hours(timer.budget)}"
        rows = [self._cs_bar_row(axis, self.env._("In All"), merged(pieces), total)]
        for unit, own in by_row(pieces).items():
            name = names.get(unit) or self.env._("No Unit")
            text = _hours(seconds.get(unit, 0))
            rows.append(self._cs_bar_row(axis, name, own, text))
        return rows

    @api.model
    def _cs_bar_row(self, axis, name, pieces, text):
        spans = [
            {**axis.span(piece.start, piece.stop), "is_paused": piece.is_paused}
            for piece in pieces
        ]
        return {"name": name, "text": text, "spans": spans}

    def _cs_bar_rest(self, axis, metric, now, due):
        """The time that is left, or how much is over."""
        if not due:
            return {"rest": None}
        last = now if metric.stretch else axis.end
        if metric.is_counting and now <= due:
            text = self.env._("%s left", self._cs_span_text(due - now))
            return {"rest": {**axis.span(now, due), "text": text, "is_late": False}}
        if due < last:
            text = self.env._("%s over", self._cs_span_text(last - due))
            return {"rest": {**axis.span(due, last), "text": text, "is_late": True}}
        return {"rest": None}

    def _cs_bar_caption(self, timer):
        if not timer:
            return self.env._("No limit")
        if timer.time == "working":
            return self.env._("Limit in working time; pauses do not count")
        return self.env._("Limit in clock time; pauses do not count")

    def _cs_bar_pauses(self, segments, stretch, now):
        paused = [
            (one.pause_reason, one.start, one.stop)
            for one in segments.sorted("start")
            if one.is_paused
        ]
        if stretch and stretch.pause is not None:
            stage = self.env["helpdesk.ticket.stage"].browse(stretch.pause).exists()
            paused.append((stage.cs_pause_reason or stage.name, stretch.since, now))
        return [
            self.env._(
                "%(reason)s, %(start)s to %(stop)s",
                reason=reason or "",
                start=self._cs_bar_moment(start),
                stop=self._cs_bar_moment(stop),
            )
            for reason, start, stop in paused
        ]

    def _cs_bar_ticks(self, axis, due):
        zone = ZoneInfo(str(self.env.tz))

        def next_midnight(moment):
            local = moment.replace(tzinfo=UTC).astimezone(zone)
            day = local.date() + timedelta(days=1)
            midnight = datetime.combine(day, time.min, zone)
            return midnight.astimezone(UTC).replace(tzinfo=None)

        ticks = [(0.0, self._cs_bar_moment(axis.start))]
        for moment in midnights(axis, next_midnight):
            local = format_datetime(self.env, moment, dt_format="MM-dd")
            ticks.append((axis.at(moment), local))
        end = self._cs_bar_moment(axis.end)
        if due == axis.end:
            end = self.env._("%s limit", end)
        ticks.append((100.0, end))
        kept = readable(ticks, GAP, ENDS)
        return [{"left": left, "text": text} for left, text in kept]

    def _cs_bar_moment(self, moment):
        return format_datetime(self.env, moment, dt_format="MM-dd HH:mm")


def _hours(seconds):
    """Hours and minutes, as a limit of days is easier to compare with: 50:28."""
    minutes = int(seconds) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"
