import logging
from decimal import Decimal
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.dispatch import (
    Caps,
    DispatchError,
    choose,
    force,
    level_of,
    season_of,
)

_logger = logging.getLogger(__name__)

RULE = "HD-23"


class Situation(NamedTuple):
    """What one dispatch rests on."""

    policy: models.Model
    #: Decimal, exact to the cent
    amount: Decimal
    level: str
    caps: Caps
    day: object
    is_peak: bool
    season_from: object
    #: employee id -> cs.dispatch.member
    members: dict
    candidates: list


class CsDispatchMaker(models.AbstractModel):
    """Dispatches orders (HD-23); always called with superuser rights.

    The order and all who could get it are locked before anything is counted: of two
    callers at the same moment the second starts anew and sees what the first has done.
    """

    _name = "cs.dispatch.maker"
    _inherit = ["cs.dispatch.facts"]
    _description = "Dispatcher"

    @api.model
    def _dispatch(self, ticket, origin, refusal=None, person=None, reason=False):
        """Dispatch one order and keep why.

        :param person: hr.employee who has to take it when nobody is free
        :return: the cs.dispatch.decision, whose ``employee_id`` is empty when nobody
            is free
        :raise UserError: the order cannot be dispatched; says what is missing
        """
        # The request's snapshot may be older than the lock; see ``_lock``.
        self._lock_ticket(ticket, refusal.decision_id if refusal else None)
        here = self._situation(ticket)
        choice = self._choice(here, person)
        if origin == "reassigned" and choice.chosen is None:
            raise UserError(
                self.env._(
                    "HD-23: nobody else is free for %s. Please refuse with a reason:"
                    " then who was dispatched to has to take it.",
                    ticket.number,
                )
            )
        vals = self._prepare_decision_vals(ticket, here, choice)
        vals |= {"origin": origin, "reason": reason, "user_id": self.env.uid}
        vals["refusal_id"] = refusal.id if refusal else False
        lines = vals.pop("lines")
        decision = self.env["cs.dispatch.decision"]._kept_create([vals])
        self.env["cs.dispatch.candidate"]._kept_create(
            [{"decision_id": decision.id, **line} for line in lines]
        )
        explanation = self._explained(decision, here)
        decision._set_explanations({decision.id: explanation})
        if decision.employee_id:
            self._hand_out(ticket, decision)
        return decision

    @api.model
    def _hand_out(self, ticket, decision):
        """Who is dispatched to works on it; who answered for it goes on answering,
        and if nobody did, the former does (HD-02)."""
        ticket._cs_set({"cs_dispatch_id": decision.id})
        # The system assigns: whoever pressed the button has not received the matter.
        ticket.with_user(SUPERUSER_ID).write(
            {"user_id": decision.employee_id.user_id.id}
        )

    @api.model
    def _choice(self, here, person):
        try:
            if person:
                return force(here.level, here.candidates, here.caps, person.id)
            return choose(here.level, here.candidates, here.caps)
        except DispatchError:
            raise UserError(
                self.env._(
                    "HD-23: somebody else is free, or this person takes no orders of"
                    " the team. An order is forced upon somebody only when nobody is"
                    " free; please have it dispatched instead."
                )
            ) from None

    @api.model
    def _situation(self, ticket):
        day = ticket.company_id._cs_today()
        policy = self.env["cs.dispatch.policy"]._policy_of_unit(
            ticket.company_id, ticket.cs_department_id, day
        )
        if not policy:
            raise UserError(
                self.env._(
                    "HD-23: no dispatch policy is in force for the unit of %s. Please"
                    " have one approved under Customer Service > Policies > Dispatch.",
                    ticket.number,
                )
            )
        amount = Decimal(str(ticket.cs_order_amount))
        try:
            level = level_of(amount, policy._bands())
        except DispatchError:
            raise UserError(
                self.env._(
                    "HD-23: please enter the amount of %s, above 0; it decides who"
                    " takes the order.",
                    ticket.number,
                )
            ) from None
        members = self._members(ticket, day)
        self._lock_people(members.values())
        season_from, _following = season_of(day)
        here = Situation(
            policy=policy,
            amount=amount,
            level=level,
            caps=policy._caps(day),
            day=day,
            is_peak=policy._is_peak(day),
            season_from=season_from,
            members=members,
            candidates=[],
        )
        return here._replace(candidates=self._candidates(ticket, here))

    @api.model
    def _prepare_decision_vals(self, ticket, here, choice):
        """Values of the decision; ``lines``: those of its candidates."""
        Decision = self.env["cs.dispatch.decision"]
        known = {one.key: one for one in here.candidates}
        lines = [
            self._prepare_line_vals(known[verdict.key], verdict, place)
            for place, verdict in enumerate(self._listed(choice.verdicts))
        ]
        return {
            "ticket_id": ticket.id,
            "ticket_number": ticket.number,
            "number": Decision.search_count([("ticket_id", "=", ticket.id)]) + 1,
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "department_id": ticket.cs_department_id.id,
            "amount": float(here.amount),
            "level": here.level,
            "is_peak": here.is_peak,
            "season_from": here.season_from,
            "day": here.day,
            "moment": fields.Datetime.now(),
            "employee_id": choice.chosen or False,
            "policy_id": here.policy.id,
            "lines": lines,
        }

    @api.model
    def _listed(self, verdicts):
        """Who gets it, then who is free by turn, then the others."""

        def place(verdict):
            gets = verdict.outcome in ("chosen", "forced")
            return not gets, not verdict.turn, verdict.turn

        return sorted(verdicts, key=place)

    @api.model
    def _prepare_line_vals(self, one, verdict, place):
        return {
            "employee_id": one.key,
            "level": one.level,
            "outcome": verdict.outcome,
            "turn": verdict.turn,
            "turn_key": place,
            "pending": one.pending,
            "today": one.today,
            "week": one.week,
            "season": one.season,
            "last_at": one.last or False,
            "is_champion": one.is_champion,
        }

    @api.model
    def _explained(self, decision, here):
        """Which band, which caps, and who got it of how many (ALL-01). Of the
        candidates each reader is shown the own line, or all."""
        currency = decision.currency_id.name
        lines = decision.line_ids
        band = Reason(
            RULE,
            f"dispatch.band.{here.level}",
            facts=[
                Fact("cs.dispatch.policy", here.policy.id, "policy"),
                Fact("helpdesk.ticket", decision.ticket_id.id, "dispatch_order"),
            ],
            values=[Param("amount", here.amount, f"money:{currency}")],
        )
        season = "peak" if here.is_peak else "off"
        caps = Reason(
            RULE,
            f"dispatch.caps.{season}",
            params=[
                Param("dispatch_pending", here.caps.pending),
                Param("dispatch_day", here.caps.day),
                Param("dispatch_week", here.caps.week),
            ],
        )
        free = len(lines.filtered("turn"))
        values = [Param("free", free), Param("asked", len(lines))]
        who = "nobody"
        if decision.employee_id:
            first = lines[0]
            who = first.outcome
            values += [
                Param("person", decision.employee_id.name),
                Param("season", first.season),
            ]
        turn = Reason(
            RULE,
            f"dispatch.turn.{who}",
            facts=[Fact(lines._name, line.id, "dispatch_candidate") for line in lines],
            values=values,
        )
        return Explanation(
            verdict=f"dispatch.verdict.{who}", reasons=[band, caps, turn]
        )

    # Waiting orders

    @api.model
    def _cron_dispatch(self):
        """Dispatch what waits where the policy says so, the oldest first."""
        Ticket = self.env["helpdesk.ticket"]
        waiting = Ticket.search(Ticket._cs_dispatch_domain(), order="id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(waiting))
        for ticket in waiting:
            try:
                with self.env.cr.savepoint():
                    self._dispatch_waiting(ticket)
            except UserError as error:
                # it goes on waiting; the list and the button say what is missing
                _logger.info("Order %s is not dispatched: %s", ticket.id, error)
            except Exception:
                # one that fails holds up no other; the next run tries it again
                _logger.exception("Order %s is not dispatched", ticket.id)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _dispatch_waiting(self, ticket):
        ticket = ticket.try_lock_for_update()
        if not ticket or ticket.cs_dispatch_id:
            return
        policy = self.env["cs.dispatch.policy"]._policy_of_unit(
            ticket.company_id, ticket.cs_department_id, ticket.company_id._cs_today()
        )
        if not policy.is_automatic:
            return
        last = ticket.cs_dispatch_ids[:1]
        if last.day != ticket.company_id._cs_today() or self._is_anybody_free(ticket):
            self._dispatch(ticket, "automatic")

    @api.model
    def _is_anybody_free(self, ticket):
        """That nobody is free is kept once a day, not every ten minutes."""
        here = self._situation(ticket)
        return self._choice(here, None).chosen is not None

    @api.model
    def _lock_ticket(self, ticket, current):
        """:param current: the dispatch that it has; None: it has none yet
        :raise UserError: it is closed, or has been dispatched already
        """
        ticket.flush_recordset()
        if ticket.cs_kind != "order" or ticket.closed or not ticket.team_id:
            raise UserError(
                self.env._(
                    "HD-23: only open orders of a team are dispatched; %s is none.",
                    ticket.number,
                )
            )
        taken = self.env.execute_query(
            SQL(
                "UPDATE helpdesk_ticket SET write_date = write_date WHERE id = %s"
                " AND cs_dispatch_id IS NOT DISTINCT FROM %s RETURNING id",
                ticket.id,
                current.id if current else None,
            )
        )
        if not taken:
            raise UserError(
                self.env._("HD-23: %s has been dispatched already.", ticket.number)
            )
