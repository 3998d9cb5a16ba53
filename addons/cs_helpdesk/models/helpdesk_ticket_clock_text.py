from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from .helpdesk_ticket_clock import DUE_FIELD


class HelpdeskTicket(models.Model):
    """What the clock says in words."""

    _inherit = "helpdesk.ticket"

    cs_time_left = fields.Char(
        "Time Left", compute="_compute_cs_time_left", compute_sudo=True
    )
    cs_running_text = fields.Text(
        "Running", compute="_compute_cs_running_text", compute_sudo=True
    )
    cs_alert_ids = fields.One2many(
        "cs.ticket.alert", "ticket_id", "Warnings", readonly=True
    )

    @api.depends_context("lang", "tz")
    @api.depends("cs_clock", "stage_id")
    def _compute_cs_time_left(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.cs_time_left = ticket._cs_time_left_text(now)

    def _cs_time_left_text(self, now):
        """The limit that is reached first of those that run."""
        state = self._cs_clock_state()
        running = [
            (metric.timer.due, name)
            for name, metric in state.metrics.items()
            if metric.timer and metric.stretch and metric.timer.due
        ]
        if running:
            due, name = min(running)
            label = self._fields[DUE_FIELD[name]]._description_string(self.env)
            return f"{label}: {self._cs_distance_text(due, now)}"
        if self.stage_id.cs_pauses:
            return self.env._(
                "Paused: %(reason)s",
                reason=self.stage_id.cs_pause_reason or self.stage_id.name,
            )
        if self.stage_id.closed and self.cs_is_late:
            return self.env._("Closed late")
        return False

    def _cs_distance_text(self, due, now):
        moment = format_datetime(self.env, due, dt_format="short")
        span = self._cs_span_text(abs(due - now))
        if due < now:
            return self.env._("%(moment)s, %(span)s over", moment=moment, span=span)
        return self.env._("%(moment)s, %(span)s left", moment=moment, span=span)

    @api.model
    def _cs_span_text(self, span):
        days, rest = divmod(span, timedelta(days=1))
        hours, rest = divmod(rest, timedelta(hours=1))
        minutes = rest // timedelta(minutes=1)
        if days:
            return self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
        if not hours:
            return self.env._("%(minutes)s min", minutes=minutes)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)

    @api.depends_context("lang", "tz")
    @api.depends("cs_clock")
    def _compute_cs_running_text(self):
        Segment = self.env["cs.ticket.segment"]
        labels = dict(Segment._fields["metric"]._description_selection(self.env))
        for ticket in self:
            lines = []
            for name, metric in ticket._cs_clock_state().metrics.items():
                if metric.stretch:
                    lines.append(ticket._cs_stretch_text(labels[name], metric.stretch))
            ticket.cs_running_text = "\n".join(lines)

    def _cs_stretch_text(self, label, stretch):
        unit = self.env["hr.department"].browse(stretch.unit)
        person = self.env["res.users"].browse(stretch.person)
        with_whom = " · ".join(filter(None, [unit.name, person.name]))
        since = format_datetime(self.env, stretch.since, dt_format="short")
        text = self.env._("%(what)s: since %(since)s", what=label, since=since)
        if with_whom:
            text += f" · {with_whom}"
        if stretch.pause:
            stage = self.env["helpdesk.ticket.stage"].browse(stretch.pause).exists()
            reason = stage.cs_pause_reason or stage.name or ""
            text += " · " + self.env._("paused: %(reason)s", reason=reason)
        return text
