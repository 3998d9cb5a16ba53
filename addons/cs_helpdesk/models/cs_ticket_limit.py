from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason

from .cs_helpdesk_policy import TIME

CAUSES = [
    ("received", "On receipt"),
    ("kind", "Kind changed"),
    ("unit", "Unit or team changed"),
    ("policy", "Policy changed"),
    ("hours", "Working hours changed"),
    ("import", "Imported"),
]


class CsTicketLimit(models.Model):
    """A time limit that holds for a metric of a ticket, and why it does (HD-03).

    A new one is written when the limit begins, and when kind, unit, policy or working
    hours change it; the last one holds. Due times are those of that moment: a pause
    moves them later without a new limit, and the explanation tells by how much.
    """

    _name = "cs.ticket.limit"
    _inherit = ["cs.ticket.clock.mixin", "cs.explained.mixin"]
    _description = "Time Limit of a Ticket"
    _order = "id desc"
    _rec_name = "metric"

    moment = fields.Datetime("Since", required=True, readonly=True)
    cause = fields.Selection(CAUSES, "Because", required=True, readonly=True)
    begin = fields.Datetime("Counts From", required=True, readonly=True)
    policy_id = fields.Many2one(
        "cs.helpdesk.policy", "Service Policy", readonly=True, ondelete="restrict"
    )
    calendar_id = fields.Many2one(
        "resource.calendar", "Working Hours", readonly=True, ondelete="set null"
    )
    time = fields.Selection(TIME, "Counted In", required=True, readonly=True)
    days = fields.Integer(readonly=True)
    hours = fields.Float(readonly=True)
    budget = fields.Integer("Time in All", required=True, readonly=True)
    due_at = fields.Datetime(readonly=True)
    warn_percent = fields.Integer("Warning After (%)", required=True, readonly=True)

    amount = fields.Char("Time Allowed", compute="_compute_amount")

    _budget_positive = models.Constraint(
        "CHECK(budget > 0)", "A time limit is longer than nothing."
    )

    def _compute_is_explained(self):
        self.is_explained = True

    @api.depends_context("lang")
    @api.depends("time", "days", "hours")
    def _compute_amount(self):
        labels = dict(self._fields["time"]._description_selection(self.env))
        Format = self.env["cs.value.format"]
        for one in self:
            if one.hours:
                size = Format._format_value(Decimal(str(round(one.hours, 4))), "hour")
            else:
                size = Format._format_value(one.days, "day")
            one.amount = f"{size} · {labels.get(one.time, '')}"

    @api.depends_context("lang")
    @api.depends("metric")
    def _compute_display_name(self):
        labels = dict(self._fields["metric"]._description_selection(self.env))
        for one in self:
            one.display_name = labels.get(one.metric, "")

    def _get_explanation(self):
        """Built when it is opened: the pauses until now belong to it (ALL-01)."""
        self.ensure_one()
        # sudo: the reader of the ticket reads why it is due
        one = self.sudo()
        reasons = [one._reason_of_limit()]
        paused = one._paused_seconds()
        if paused:
            reasons.append(
                Reason(
                    rule="HD-03",
                    key="hd.clock.paused",
                    values=[Param("paused", paused, "second")],
                )
            )
        return Explanation(reasons=reasons)

    def _reason_of_limit(self):
        by_days = not self.hours
        facts = [Fact("helpdesk.ticket", self.ticket_id.id, "ticket")]
        if self.policy_id:
            facts.append(Fact("cs.helpdesk.policy", self.policy_id.id, "policy"))
        if self.time == "working":
            facts.append(
                Fact("resource.calendar", self.calendar_id.id or None, "working_hours")
            )
        amount = (
            Param("limit_days", self.days, "day")
            if by_days
            else Param("limit_hours", Decimal(str(round(self.hours, 4))), "hour")
        )
        return Reason(
            rule="HD-03",
            key=f"hd.clock.{'days' if by_days else 'hours'}.{self.time}",
            facts=facts,
            params=[
                amount,
                Param("limit_time", f"hd.time.{self.time}", "term"),
                Param("warn_percent", self.warn_percent),
            ],
            values=[
                Param("amount", amount.value, amount.unit),
                Param("begin", self.begin),
                Param("budget", self.budget, "second"),
                Param("due", self.due_at or None),
            ],
        )

    def _paused_seconds(self):
        """How long the metric was paused until now, in the time it is counted in."""
        if self.metric != "resolve":
            return 0
        pauses = self.ticket_id.cs_segment_ids.filtered(
            lambda one: one.metric == self.metric and one.is_paused
        )
        name = "working_seconds" if self.time == "working" else "seconds"
        total = sum(pauses.mapped(name))
        state = self.ticket_id._cs_clock_state()
        stretch = state.get(self.metric).stretch
        if stretch and stretch.pause:
            now = fields.Datetime.now()
            [hours] = self.ticket_id._cs_by_hours()
            total += self.ticket_id._cs_ask_clocks(
                hours,
                [stretch.since, now],
                lambda clocks, _day: clocks[self.time].seconds_between(
                    stretch.since, max(stretch.since, now)
                ),
            )
        return total
