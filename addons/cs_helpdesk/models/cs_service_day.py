from odoo import api, fields, models
from odoo.fields import Domain

#: So many lines of a part are shown; then how many more there are.
LINES = 10
#: So many callbacks are looked at to say how many there are.
CALLBACKS = 200


class CsServiceDay(models.AbstractModel):
    """An agent's day: what is due next, whom to call back now, what colleagues ask,
    what waits (HD-02, HD-03, HD-07). Own are the tickets that one works on and those
    that one answers for.

    Access: everybody in the service, each the own day.
    """

    _name = "cs.service.day"
    _inherit = ["cs.service.screen"]
    _description = "My Day"

    @api.model
    @api.readonly
    def get_day(self):
        """The day of the user. The number of queries does not depend on how much
        there is.

        :return: dict for the client action ``cs_helpdesk.service_day``: parts ``due``,
            ``callbacks``, ``transfers`` and ``waiting``, each with ``lines``,
            ``count`` and, of tickets, ``domain``; ``mine`` and ``free``: count and
            domain of all that is open, and of the tickets that nobody works on
        """
        self._check_groups("cs_base.group_agent")
        mine = self._mine()
        free = Domain("closed", "=", False) & Domain("user_id", "=", False)
        return {
            **self._frame_of_screen(),
            "due": self._due(mine),
            "callbacks": self._callbacks(),
            "transfers": self._transfers(),
            "waiting": self._waiting(mine),
            "mine": self._counted(mine),
            "free": self._counted(free & Domain("team_id", "!=", False)),
        }

    @api.model
    def _mine(self):
        own = Domain("user_id", "=", self.env.uid)
        own |= Domain("cs_owner_id", "=", self.env.uid)
        return Domain("closed", "=", False) & own

    @api.model
    def _due(self, mine):
        """Own tickets of which a limit runs, the first to end first."""
        domain = mine & Domain("cs_next_due_at", "!=", False)
        late = domain & Domain("cs_next_due_at", "<", fields.Datetime.now())
        _tickets, lines = self._lines(domain, "cs_next_due_at, id", LINES)
        return {
            **self._counted(domain),
            "lines": lines,
            "late": self.env["helpdesk.ticket"].search_count(late),
        }

    @api.model
    def _waiting(self, mine):
        """Own tickets of which the clock is paused, and why."""
        domain = mine & Domain("stage_id.cs_pauses", "=", True)
        domain &= Domain("cs_next_due_at", "=", False)
        extra = ["stage_id", "last_stage_update"]
        tickets, lines = self._lines(domain, "last_stage_update, id", LINES, extra)
        now = fields.Datetime.now()
        for ticket, line in zip(tickets, lines, strict=True):
            # sudo: the stage of a ticket that one reads
            stage = ticket.sudo().stage_id
            since = ticket.last_stage_update
            line["reason"] = stage.cs_pause_reason or stage.name
            line["since"] = self._when_text(since, now) if since else ""
        return {**self._counted(domain), "lines": lines}

    # Callbacks to make (HD-07)

    @api.model
    def _callbacks(self):
        """Customers whom the user may call at this moment, in the order of the call
        list."""
        found = self.env["cs.callback"].search(
            [("can_call", "=", True)], limit=CALLBACKS
        )
        # Who only reads a callback does not make it, and one call at a time.
        found = found._filtered_access("write").filtered("can_call")
        now = fields.Datetime.now()
        kinds = dict(found._fields["kind"]._description_selection(self.env))
        return {
            "count": len(found),
            "lines": [self._callback_line(one, kinds, now) for one in found[:LINES]],
        }

    @api.model
    def _callback_line(self, one, kinds, now):
        # sudo: the service that the callback is about
        ticket = one.sudo().ticket_id
        return {
            "id": one.id,
            "customer": one.customer or one.phone or ticket.number,
            "phone": one.phone or "",
            "kind": kinds[one.kind],
            "service": ticket.name,
            "agreed": one.is_agreed,
            "missed": one.missed_count,
            "when": self._when_text(one.due_at, now),
            "left": self._left_text(one.due_at, now),
            "late": one.due_at < now,
        }

    # Transfers to answer (HD-02)

    @api.model
    def _transfers(self):
        now = fields.Datetime.now()
        found = self.env["cs.ticket.transfer"].search(
            [
                ("state", "=", "asked"),
                ("to_id", "=", self.env.uid),
                ("answer_by", ">=", now),
            ],
            order="answer_by, id",
        )
        return {
            "count": len(found),
            "lines": [self._transfer_line(one, now) for one in found],
        }

    @api.model
    def _transfer_line(self, one, now):
        # sudo: who asks, and about which ticket
        known = one.sudo()
        return {
            "id": known.ticket_id.id,
            "number": known.ticket_id.number,
            "name": known.ticket_id.name,
            "from": known.from_id.name,
            "reason": one.reason,
            "when": self._when_text(one.answer_by, now),
            "left": self._left_text(one.answer_by, now),
        }
