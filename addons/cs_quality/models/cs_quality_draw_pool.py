import secrets
from datetime import timedelta
from decimal import Decimal

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL

from ..engine import sampling
from .cs_quality_draw import WEEK

REVIEWERS = "cs_quality.group_reviewer"


class CsQualityDraw(models.Model):
    """Gathers people, tickets and reviewers, draws, and makes the reviews."""

    _inherit = "cs.quality.draw"

    @api.model
    def _draw_week(self, company, week):
        """Draw a week of a company (sudo) and make its reviews.

        :param week: its Monday
        :return: the draw
        """
        by = self.env.uid
        # as the system: who drew or reviewed is told by no stamp of the records
        self = self.with_user(SUPERUSER_ID).with_company(company)  # noqa: PLW0642
        pools = self._pools(company, week)
        people = self.env["hr.employee"].browse(pools)
        cards = self.env["cs.quality.card"]._policy_on(people, week + timedelta(days=6))
        cards = {who: card for who, card in cards.items() if card}
        pools = {who: tickets for who, tickets in pools.items() if who in cards}
        seed = secrets.token_hex(16)
        counts = {who: card.sample_count for who, card in cards.items()}
        drawn = sampling.draw(pools, counts, seed)
        first, second = self._assigned(drawn, cards, seed)
        every = {ticket for mine in drawn.values() for ticket in mine}
        unassigned = sorted(every - first.keys())
        kept = {
            "company_id": company.id,
            "week": week,
            "drawn_at": fields.Datetime.now(),
            "drawn_by_id": by,
            "seed": seed,
            "drawn_from": {
                "tickets": pools,
                "counts": counts,
                "unassigned": unassigned,
            },
            "people_count": len(pools),
            "ticket_count": sum(map(len, pools.values())),
            "unassigned_count": len(unassigned),
            "review_count": len(first),
        }
        draw = self._kept_create([kept])
        self.env["cs.quality.review"]._make(draw, drawn, cards, first, second)
        return draw

    @api.model
    def _pools(self, company, week):
        """Closed tickets of the week by who answered for them, not reviewed yet.

        Not drawn: duplicates, complaints that name a person (they are read by the few
        whom TRUST names), and tickets of a month whose quality step is locked.

        :return: dict employee id -> ticket ids
        """
        self.env.flush_all()
        start = words.to_utc(company, week)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.id, array_agg(t.id ORDER BY t.id)
                  FROM hr_employee person
                  JOIN helpdesk_ticket t ON t.cs_owner_id = person.user_id
                  JOIN helpdesk_ticket_stage s ON s.id = t.stage_id AND s.closed
                 WHERE person.company_id = %(company)s AND person.active
                   AND t.company_id = %(company)s AND t.active
                   AND t.duplicate_id IS NULL
                   AND t.closed_date >= %(start)s AND t.closed_date < %(stop)s
                   AND NOT EXISTS (SELECT FROM cs_complaint_party p
                                    WHERE p.ticket_id = t.id
                                      AND p.employee_id IS NOT NULL)
                   AND NOT EXISTS (SELECT FROM cs_quality_review r
                                    WHERE r.ticket_id = t.id)
                 GROUP BY person.id ORDER BY person.id
                """,
                company=company.id,
                start=max(start, self._open_from(company, week)),
                stop=words.to_utc(company, week + WEEK),
            )
        )
        return dict(rows)

    @api.model
    def _open_from(self, company, week):
        """The first moment of the week whose month is not locked."""
        Period = self.env["cs.period"]
        for offset in range(WEEK.days):
            day = week + timedelta(days=offset)
            if not Period._is_closed(company, day, code="quality"):
                return words.to_utc(company, day)
        return words.to_utc(company, week + WEEK)

    @api.model
    def _assigned(self, drawn, cards, seed):
        """:return: (ticket -> reviewer, ticket -> second reviewer), employee ids"""
        allowed = self._allowed(drawn)
        first = sampling.assign(allowed, f"{seed}/first")
        load = {}
        for who in first.values():
            load[who] = load.get(who, 0) + 1
        twice = set()
        for card in set(cards.values()):
            mine = [
                ticket
                for who, tickets in drawn.items()
                if cards[who] == card
                for ticket in tickets
                if ticket in first
            ]
            twice |= sampling.doubled(mine, Decimal(str(card.double_percent)), seed)
        others = {
            one: [who for who in allowed[one] if who != first[one]] for one in twice
        }
        return first, sampling.assign(others, f"{seed}/second", load)

    @api.model
    def _allowed(self, drawn):
        """Who may review what.

        :param drawn: dict employee id -> ticket ids
        :return: dict ticket id -> employee ids of reviewers
        """
        allowed = {}
        for who, tickets in drawn.items():
            agent = self.env["hr.employee"].browse(who)
            reviewers = self._reviewers(agent.company_id)
            fit = [one for one in reviewers if self._may_review(one, agent)]
            for ticket in self.env["helpdesk.ticket"].browse(tickets):
                mixed_up = ticket.cs_owner_id | ticket.cs_first_owner_id
                mixed_up |= ticket.user_id
                allowed[ticket.id] = [
                    one.id for one in fit if one.user_id not in mixed_up
                ]
        return allowed

    @api.model
    def _reviewers(self, company):
        """Those who were named as reviewers and work in the company (sudo)."""
        users = self.env.ref(REVIEWERS).sudo().user_ids
        people = self.env["hr.employee"].sudo()
        return people.search(
            [("user_id", "in", users.ids), ("company_id", "=", company.id)]
        )

    @api.model
    def _may_review(self, reviewer, agent):
        """Not oneself, not one's superior, and no colleague of the own unit; who leads
        the unit may."""
        if reviewer._cs_is_same_person(agent) or reviewer.parent_id == agent:
            return False
        unit = agent.department_id
        leads = agent.parent_id == reviewer or unit.manager_id == reviewer
        return leads or not unit or reviewer.department_id != unit
