from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

METRICS = [
    ("first_reply", "First Reply"),
    ("follow_up", "Unpaid Order Followed Up"),
    ("resolve", "Closing"),
    ("callback", "Callback"),
]


class CsTicketRecordMixin(models.AbstractModel):
    """A record of a ticket: who reads the ticket reads it, nobody writes it."""

    _name = "cs.ticket.record.mixin"
    _inherit = ["cs.kept.mixin"]
    _description = "Record of a Ticket"
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & Domain("ticket_id", "in", self._tickets_of_mine())
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result is None and self and not self.env.su:
            # sudo: only to know which tickets are asked for
            tickets = self.sudo().ticket_id.sudo(False)
            readable = self._tickets_readable(tickets)
            hidden = self.filtered(lambda one: one.sudo().ticket_id not in readable)
            if hidden:
                return hidden, lambda: self.env["ir.rule"]._make_access_error(
                    operation, hidden
                )
        return result

    @api.model
    def _tickets_of_mine(self):
        """Query of the tickets of which the caller reads the records."""
        return self.env["helpdesk.ticket"].with_context(active_test=False)._search([])

    @api.model
    def _tickets_readable(self, tickets):
        """Those of the tickets of which the caller reads the records."""
        return tickets._filtered_access("read")


class CsTicketClockMixin(models.AbstractModel):
    """A record of a ticket's clock."""

    _name = "cs.ticket.clock.mixin"
    _inherit = ["cs.ticket.record.mixin"]
    _description = "Record of a Ticket's Clock"
    _log_access = False

    metric = fields.Selection(METRICS, required=True, readonly=True)

    def _kept_text(self):
        return self.env._(
            "The clock of tickets writes these records; nobody changes or deletes them."
            " To change a ticket's time, change what happens to the ticket."
        )


class CsTicketSegment(models.Model):
    """For how long a metric of a ticket was with one unit and one person (HD-02).

    Append-only: the clock writes a segment when it ends. Running or paused: a pause
    has a reason. ``seconds`` is elapsed time, ``working_seconds`` that of the hours
    in which the ticket's limits count. Segments of one metric never overlap.
    """

    _name = "cs.ticket.segment"
    _inherit = ["cs.ticket.clock.mixin"]
    _description = "Segment of a Ticket's Clock"
    _order = "start desc, id desc"
    _rec_name = "metric"

    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    start = fields.Datetime("From", required=True, readonly=True)
    stop = fields.Datetime("To", required=True, readonly=True)
    seconds = fields.Integer("Elapsed", required=True, readonly=True)
    working_seconds = fields.Integer("Working Time", required=True, readonly=True)
    duration = fields.Char("Elapsed Time", compute="_compute_duration")
    working_duration = fields.Char("Working Hours", compute="_compute_duration")
    working_hours = fields.Float(
        "Hours of Work", readonly=True, help="Working time, for sums."
    )
    is_paused = fields.Boolean("Paused", readonly=True)
    pause_stage_id = fields.Many2one(
        "helpdesk.ticket.stage", readonly=True, ondelete="set null"
    )
    pause_reason = fields.Char(
        "Reason for Pausing", readonly=True, help="As it was called at that time."
    )

    _start_before_stop = models.Constraint(
        "CHECK(start <= stop)", "A segment ends after it begins."
    )
    _time_not_negative = models.Constraint(
        "CHECK(seconds >= 0 AND working_seconds >= 0 AND working_seconds <= seconds)",
        "Working time is part of the time that passed.",
    )
    _pause_has_reason = models.Constraint(
        "CHECK(is_paused = (pause_reason IS NOT NULL))",
        "A pause has a reason, and only a pause.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(ticket_id, ticket_id, '[]') WITH &&,"
        " int4range(hashtext(metric::text), hashtext(metric::text), '[]') WITH &&,"
        " tsrange(start, stop, '[)') WITH &&)",
        "Segments of one metric of a ticket do not overlap.",
    )
    _person_index = models.Index("(user_id, stop)")
    _unit_index = models.Index("(department_id, stop)")

    @api.depends_context("lang")
    @api.depends("seconds", "working_seconds")
    def _compute_duration(self):
        Format = self.env["cs.value.format"]
        for one in self:
            one.duration = Format._format_value(one.seconds, "second")
            one.working_duration = Format._format_value(one.working_seconds, "second")

    @api.model
    def _append(self, rows):
        """Insert segments that have ended, in one statement.

        :param rows: list of dicts of column values
        """
        if rows:
            names = list(rows[0])
            values = [tuple(row[name] for name in names) for row in rows]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO cs_ticket_segment (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL(", ").join(SQL("%s", value) for value in values),
                )
            )
