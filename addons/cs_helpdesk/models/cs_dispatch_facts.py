from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.dispatch import Candidate

#: how far back "longest ago" is looked for
LOOK_BACK = timedelta(days=400)


class CsDispatchFacts(models.AbstractModel):
    """What is known of those who could get an order (HD-23); with superuser rights."""

    _name = "cs.dispatch.facts"
    _description = "Facts of Dispatch"

    @api.model
    def _members(self, ticket, day):
        """:return: dict employee id -> cs.dispatch.member of the order's team"""
        Member = self.env["cs.dispatch.member"].sudo()
        domain = [("team_id", "=", ticket.team_id.id), *Member._current_domain(day)]
        return {one.employee_id.id: one for one in Member.search(domain, order="id")}

    @api.model
    def _lock_people(self, members):
        """Whoever counts the orders of one of these at this moment starts anew.

        In all their teams, since the caps are the person's; in the order of the ids,
        so that two do not wait for each other.
        """
        people = [member.employee_id.id for member in members]
        if not people:
            return
        self.env.flush_all()
        locked = self.env.execute_query(
            SQL(
                "SELECT id FROM cs_dispatch_member WHERE employee_id IN %s"
                " ORDER BY id FOR UPDATE",
                tuple(people),
            )
        )
        self.env.execute_query(
            SQL(
                "UPDATE cs_dispatch_member SET write_date = write_date WHERE id IN %s"
                " RETURNING id",
                tuple(id_ for [id_] in locked),
            )
        )

    @api.model
    def _candidates(self, ticket, here):
        """:return: list of ``Candidate``, one a member, in a stable order"""
        people = self.env["hr.employee"].sudo().browse(here.members)
        counts = self._counts(people, here)
        kinds = here.policy._champion_kinds()
        exempt = self.env["cs.dispatch.champion"]._exempt(people, kinds, here.day)
        away = self._away(people, here.day)
        refused = self._refused(ticket)
        return [
            Candidate(
                key=person.id,
                level=here.members[person.id].level,
                is_champion=person in exempt,
                away=away.get(person.id, ""),
                has_refused=person in refused,
                **counts.get(person.id, {}),
            )
            for person in people.sorted("id")
        ]

    @api.model
    def _counts(self, people, here):
        """What the people have been dispatched to, of what they still have.

        :return: dict employee id -> values of ``Candidate``
        """
        if not people:
            return {}
        monday = here.day - timedelta(days=here.day.weekday())
        rows = self.env.execute_query(
            SQL(
                """
                SELECT d.employee_id,
                       count(*) FILTER (WHERE d.day >= %(monday)s
                                          AND t.closed_date IS NULL),
                       count(*) FILTER (WHERE d.day = %(today)s),
                       count(*) FILTER (WHERE d.day >= %(monday)s),
                       count(*) FILTER (WHERE d.day >= %(season)s
                                          AND d.level = %(level)s),
                       max(d.moment) FILTER (WHERE d.level = %(level)s)
                  FROM cs_dispatch_decision d
                  JOIN helpdesk_ticket t ON t.cs_dispatch_id = d.id
                 WHERE d.employee_id IN %(people)s AND d.day >= %(first)s
                 GROUP BY d.employee_id
                """,
                monday=monday,
                today=here.day,
                season=here.season_from,
                level=here.level,
                people=tuple(people.ids),
                first=here.day - LOOK_BACK,
            )
        )
        names = ("pending", "today", "week", "season", "last")
        return {id_: dict(zip(names, facts, strict=True)) for id_, *facts in rows}

    @api.model
    def _refused(self, ticket):
        """hr.employee who have refused this order, however that was decided."""
        domain = [("ticket_id", "=", ticket.id), ("state", "!=", "draft")]
        return self.env["cs.dispatch.refusal"].sudo().search(domain).employee_id

    @api.model
    def _away(self, people, day):
        """Why people cannot take an order today. Addons that know shifts extend it.

        :param day: local date
        :return: dict employee id -> code of ``OUTCOMES``; who is there is not in it
        """
        now = fields.Datetime.now()
        leaves = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", people.ids),
                    ("state", "=", "validate"),
                    ("request_date_from", "<=", day),
                    ("request_date_to", ">=", day),
                ]
            )
        )
        away = {
            leave.employee_id.id: "leave"
            for leave in leaves
            # of a part of the day only that part counts
            if not (leave.request_unit_half or leave.request_unit_hours)
            or leave.date_from <= now <= leave.date_to
        }
        gone = people.filtered(
            lambda one: not (
                one.active and one.user_id.active and not one.user_id.share
            )
        )
        return away | dict.fromkeys(gone.ids, "no_user")
