from bisect import bisect_left

from odoo import models
from odoo.tools import SQL


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self._collect_tickets(facts, employees)

    def _collect_tickets(self, facts, employees):
        """ATT-10: the last ticket that the person closed the shift with."""
        stays = list(self._long_stays(facts, employees))
        if not stays:
            return
        for employee, day, ticket, moment in self._last_tickets(stays):
            slot = facts.slot(employee, day)
            ref = ("helpdesk.ticket", ticket)
            self._note_served(facts, employee, slot, moment, ref)

    def _long_stays(self, facts, employees):
        """Open-ended shifts whose last punch is after their planned end.

        :return: (employee id, user id, company id, date, planned end, last punch)
        """
        for person in employees.filtered("user_id"):
            punches = [at for at, _id in facts.punches.get(person.id, ())]
            who = (person.id, person.user_id.id, person.company_id.id)
            for day, slot in facts.slots.get(person.id, {}).items():
                if not (slot.is_open_end and slot.is_due):
                    continue
                position = bisect_left(punches, slot.window[1])
                last = punches[position - 1] if position else slot.stop
                if last > slot.stop:
                    yield *who, day, slot.stop, last

    def _last_tickets(self, stays):
        """The last ticket closed between the end of each shift and its last punch."""
        Ticket = self.env["helpdesk.ticket"]
        Ticket.flush_model(
            [
                "user_id",
                "company_id",
                "stage_id",
                "active",
                "closed_date",
                "last_stage_update",
            ]
        )
        self.env["helpdesk.ticket.stage"].flush_model(["closed"])
        return self.env.execute_query(
            SQL(
                """
                SELECT stay.employee, stay.day, served.id, served.moment
                  FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[],
                              %s::timestamp[], %s::timestamp[])
                       AS stay (employee, person, company, day, stop, last)
                 CROSS JOIN LATERAL (
                        SELECT ticket.id,
                               COALESCE(ticket.closed_date, ticket.last_stage_update)
                                    AS moment
                          FROM helpdesk_ticket ticket
                          JOIN helpdesk_ticket_stage stage
                            ON stage.id = ticket.stage_id AND stage.closed
                         WHERE ticket.user_id = stay.person
                           AND ticket.company_id = stay.company
                           AND ticket.active
                           AND COALESCE(ticket.closed_date, ticket.last_stage_update)
                               > stay.stop
                           AND COALESCE(ticket.closed_date, ticket.last_stage_update)
                               <= stay.last
                         ORDER BY moment DESC, ticket.id DESC
                         LIMIT 1
                       ) served
                """,
                *(list(column) for column in zip(*stays, strict=True)),
            )
        )
