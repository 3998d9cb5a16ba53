from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.ticket_clock import Metric, State, play

#: As if everybody had been told: nobody is warned about what is past.
_TOLD = dict.fromkeys(("first_reply", "follow_up", "resolve"), 3)


class HelpdeskTicket(models.Model):
    """Tickets of an earlier system, with their history (``cs.ticket.import``).

    The clock's segments follow from the events of the file; the first reply is not in
    it, so it is not measured. A ticket that was closed there had no limit of ours. One
    that is open, or is opened again, gets its limit (HD-03) counted from its receipt;
    nobody is warned of a limit that was over before that.
    """

    _inherit = "helpdesk.ticket"

    cs_import_id = fields.Many2one(
        "cs.ticket.import",
        string="Imported With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cs_import_source = fields.Char("Imported From", readonly=True, copy=False)
    cs_import_number = fields.Char("Number There", readonly=True, copy=False)
    cs_past_ids = fields.One2many(
        "cs.ticket.past", "ticket_id", "Imported History", readonly=True
    )

    _cs_import_uniq = models.UniqueIndex(
        "(company_id, cs_import_source, cs_import_number)"
        " WHERE cs_import_number IS NOT NULL",
        "This ticket of the earlier system is there already.",
    )

    def _compute_percentage(self):
        # One query for many tickets instead of one each.
        rated = self.filtered("rating_ids")
        (self - rated).positive_rate_percentage = -1
        return super(HelpdeskTicket, rated)._compute_percentage()

    @api.model
    def _cs_import_known(self, batch, numbers):
        """Which of these numbers of the earlier system are here."""
        found = self.with_context(active_test=False).search_fetch(
            [
                ("company_id", "=", batch.company_id.id),
                ("cs_import_source", "=", batch.source.strip()),
                ("cs_import_number", "in", numbers),
            ],
            ["cs_import_number"],
        )
        return set(found.mapped("cs_import_number"))

    @api.model
    def _cs_import(self, histories):
        """Create tickets as they were (sudo), a handful of statements in all.

        :param histories: list of ``cs_ticket_import_runner.History``
        :return: the tickets, in that order
        """
        if not histories:
            return self.browse()
        calendars = self._cs_import_calendars(histories)
        plans = [self._cs_import_plan(one, calendars) for one in histories]
        # Past all overrides: they are for what happens now. Numbers, mails, owners,
        # callbacks, the course of complaints and the clock are set here, and the
        # gate of closing is for who closes.
        tickets = models.BaseModel.create(self, [vals for vals, _ended in plans])
        tickets.flush_recordset()
        self._cs_import_stamp(tickets, histories)
        self.env["cs.ticket.past"]._append(
            [
                {"ticket_id": ticket.id, **row}
                for ticket, history in zip(tickets, histories, strict=True)
                for row in history.rows
            ]
        )
        self._cs_import_segments(tickets, histories, plans)
        self._cs_import_complaints(tickets)
        if any(not ticket.stage_id.closed for ticket in tickets):
            self.env.ref("cs_helpdesk.cs_ticket_clock_cron").sudo()._trigger()
        return tickets

    def _cs_import_calendars(self, histories):
        """:return: dict id of a unit (or False) -> calendar"""
        units = {one.vals["cs_department_id"] for one in histories} - {False}
        departments = self.env["hr.department"].browse(units)
        calendars = self.env["cs.working.time"]._calendars(departments)
        company = self.env["res.company"].browse(histories[0].vals["company_id"])
        return {**calendars, False: company.resource_calendar_id}

    def _cs_import_plan(self, history, calendars):
        """:return: (values of the ticket, segments that have ended)"""
        vals, whole = history.vals, history.course
        state, ended = play(whole.events, {}, {})
        metrics = dict(state.metrics)
        resolve = metrics.get("resolve")
        if resolve and resolve.stretch and resolve.stretch.pause:
            # from here on it waits in a stage of ours
            stretch = replace(resolve.stretch, pause=vals["stage_id"])
            metrics["resolve"] = replace(resolve, stretch=stretch)
        # begun and ended: whatever was replied is not in the file
        metrics["first_reply"] = Metric(whole.received)
        clock = {
            "metrics": State(metrics).to_json(),
            "basis": {
                "kind": vals["cs_kind"],
                "unit": vals["cs_department_id"] or None,
                "team": vals["team_id"],
            },
            "calendar": calendars[vals["cs_department_id"]].id or False,
            "received": fields.Datetime.to_string(whole.received),
            "told": _TOLD,
        }
        extra = {"cs_clock": clock}
        if not whole.last.is_closed:
            extra["cs_stale"] = "import"
        if vals["cs_kind"] == "complaint":
            extra["cs_class"] = "general"
        plain = {name: vals[name] for name in vals if name != "create_date"}
        return {**plain, **extra}, ended

    def _cs_import_stamp(self, tickets, histories):
        """The one column that creating sets itself."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE helpdesk_ticket ticket
                   SET create_date = past.moment
                  FROM unnest(%s::int[], %s::timestamp[]) AS past(id, moment)
                 WHERE ticket.id = past.id
                """,
                tickets.ids,
                [one.vals["create_date"] for one in histories],
            )
        )
        tickets.invalidate_recordset(["create_date"], flush=False)

    def _cs_import_segments(self, tickets, histories, plans):
        by_hours = {}
        for ticket, history, (vals, ended) in zip(
            tickets, histories, plans, strict=True
        ):
            calendar = vals["cs_clock"]["calendar"]
            by_hours.setdefault(calendar, []).extend(
                (ticket, history, segment) for segment in ended
            )
        Calendar = self.env["resource.calendar"]
        rows = []
        for calendar, items in by_hours.items():
            hours = Calendar.browse(calendar or ()), tickets.company_id
            moments = [m for *_, one in items for m in (one.start, one.stop)]
            if not moments:
                continue

            def count(clocks, _local_date, items=items):
                working = clocks["working"].seconds_between
                return [working(one.start, one.stop) for *_, one in items]

            working = self._cs_ask_clocks(hours, moments, count)
            rows += [
                ticket._cs_import_segment(segment, seconds, history.pauses)
                for (ticket, history, segment), seconds in zip(
                    items, working, strict=True
                )
            ]
        self.env["cs.ticket.segment"]._append(rows)

    def _cs_import_segment(self, segment, working, pauses):
        # a pause is that of a word of the file, not of a stage
        row = self._cs_segment_row(replace(segment, pause=None), working)
        if segment.pause is not None:
            row |= {"is_paused": True, "pause_reason": pauses[segment.pause]}
        return row

    def _cs_import_complaints(self, tickets):
        """HD-04: the course of a complaint begins with its receipt."""
        self.env["cs.complaint.event"]._kept_create(
            [
                {
                    "ticket_id": ticket.id,
                    "moment": ticket.create_date,
                    "user_id": self.env.uid,
                    "type": "received",
                    "text": ticket.name,
                }
                for ticket in tickets
                if ticket.cs_kind == "complaint"
            ]
        )

    def _cs_on_reopened(self):
        super()._cs_on_reopened()
        # HD-03: it had no limit while it was closed elsewhere.
        self.filtered(
            lambda one: one.cs_import_number
            and one.cs_clock
            and not one._cs_clock_state().get("resolve").timer
        )._cs_clock_replay("import")
