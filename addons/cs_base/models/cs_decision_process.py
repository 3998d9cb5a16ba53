from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_datetime

from ..engine.ladder import (
    BadMeasure,
    NoDecider,
    NoRung,
    Rung,
    format_size,
    select,
    to_measure,
)


class CsDecisionProcess(models.AbstractModel):
    """What happens to a submission: opened, decided step by step, closed.

    Part of ``cs.decision.request``; always called with superuser rights, by
    ``cs.decision.mixin``. Who may do what is checked here, not by access rights.
    """

    _name = "cs.decision.process"
    _description = "Course of a Decision"

    @api.model
    def _open(self, document):
        """Submit a document (sudo): find out who decides and keep it.

        :raise UserError: when there is no valid measure or nobody who could decide
        """
        vals = self._prepare_request_vals(document)
        people = self.env["hr.employee"].sudo()
        # Every step has to find somebody, not only the first.
        deciders = [
            self.env["cs.decision.route"]._deciders(
                step,
                people.browse(vals["beneficiary_ids"] or vals["maker_id"]),
                document._decision_company(),
                people.browse(vals["excluded_ids"]),
                vals["kind"],
            )
            for step in vals["steps"]
        ]
        request = self._insert(vals)
        request._ask(1, deciders[0])
        return request

    @api.model
    def _prepare_request_vals(self, document):
        kind = document._decision_kind()
        measure = self._document_measure(document)
        maker = document._decision_maker().sudo()
        beneficiaries = document._decision_beneficiaries().sudo()
        submitter = self.env.user._cs_employees()
        concerned = maker | beneficiaries | submitter | document._decision_excluded()
        ladder = self._document_ladder(document)
        earlier = self.search(document._decision_domain(), limit=1)
        return {
            "name": document._decision_title(),
            "res_model": document._name,
            "res_id": document.id,
            "company_id": document._decision_company().id,
            "kind": kind,
            "kind_id": self.env["cs.decision.kind"].search([("code", "=", kind)]).id,
            "round": earlier.round + 1,
            "measure": float(measure),
            "maker_id": maker.id,
            "beneficiary_ids": beneficiaries.ids,
            "excluded_ids": concerned._cs_all_records().ids,
            "submitted_by_id": self.env.uid,
            "submitted_at": fields.Datetime.now(),
            "ladder_id": ladder.id,
            "steps": self._document_steps(document, ladder, measure),
            "step": 0,
            "state": "pending",
        }

    @api.model
    def _document_measure(self, document):
        try:
            return to_measure(document._decision_measure())
        except BadMeasure:
            raise UserError(
                self.env._(
                    "%(name)s has no valid size to decide on. Please correct its"
                    " figures.",
                    name=document._decision_title(),
                )
            ) from None

    @api.model
    def _document_ladder(self, document):
        company = document._decision_company()
        people = document._decision_beneficiaries() or document._decision_maker()
        return self.env["cs.decision.ladder"]._in_force(
            document._decision_kind(), company, people, company._cs_today()
        )

    @api.model
    def _document_steps(self, document, ladder, measure):
        """The steps of the ladder in force, else of the document's fallback."""
        rungs = ladder.rung_ids._as_rungs() or [
            Rung(number, None, role)
            for number, role in enumerate(document._decision_ladder_fallback(), 1)
        ]
        try:
            chosen = select(rungs, measure)
        except (NoRung, NoDecider):
            raise UserError(
                self.env._(
                    "The ladder for this kind of document names nobody for"
                    " %(measure)s. Please have it completed under Customer Service >"
                    " Policies > Decision Ladders.",
                    measure=format_size(measure),
                )
            ) from None
        return [
            {"step": number, "decider": rung.decider, "employee_id": rung.ref}
            for number, rung in enumerate(chosen, 1)
        ]

    def _route_again(self):
        if self.state != "pending":
            self._raise_closed()
        self._claim()
        following = self._following(self.env["hr.employee"].sudo(), self.step - 1)
        if not following:
            raise UserError(
                self.env._("Everybody who could decide has decided already.")
            )
        self._ask(*following)
        [document] = self._document()._decision_actor()
        notice = self.env["cs.decision.notice"]
        notice._clear(document)
        notice._ask(self, document)

    def _ask(self, step, deciders):
        self._change(
            {
                "step": step,
                "pending_decider_ids": deciders.ids,
                "asked_ids": [fields.Command.link(id_) for id_ in deciders.ids],
            }
        )

    def _voices(self):
        """Who may decide now: dict hr.employee -> principal (empty = in person)."""
        self.ensure_one()
        standing = self.decision_ids._standing()
        gone = (self.excluded_ids | standing.decider_id)._cs_all_records()
        voices = {person: person.browse() for person in self.pending_decider_ids - gone}
        deputies = self.env["cs.deputy"]._active_for(
            self.pending_decider_ids, self.kind
        )
        for principal in self.pending_decider_ids:
            for deputy in deputies[principal.id] - gone:
                voices.setdefault(deputy, principal)
        return voices

    def _authorise(self):
        """Decider and principal of the current user, or a refusal that explains."""
        mine = self.env.user._cs_employees()
        for person, principal in self._voices().items():
            if person in mine:
                return person, principal
        standing = self.decision_ids._standing()
        earlier = standing.filtered(lambda d: d.user_id == self.env.user)
        if earlier:
            self._raise_decided(earlier[0])
        if mine._cs_all_records() & self.excluded_ids._cs_all_records():
            raise UserError(
                self.env._(
                    "You made this or are concerned by it, so somebody else decides:"
                    " %(names)s.",
                    names=self._waiting_names(),
                )
            )
        raise AccessError(
            self.env._("This waits for somebody else's decision, not for yours.")
        )

    def _waiting_names(self):
        return ", ".join(person.name for person in self._voices())

    def _raise_decided(self, decision):
        outcome = dict(decision._fields["outcome"]._description_selection(self.env))
        values = {
            "name": decision.decider_id.name,
            "moment": format_datetime(self.env, decision.decided_at),
            "outcome": outcome[decision.outcome],
        }
        if self.state == "pending":
            raise UserError(
                self.env._(
                    "Already decided by %(name)s on %(moment)s: %(outcome)s. It now"
                    " waits for %(names)s.",
                    names=self._waiting_names(),
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "Already decided by %(name)s on %(moment)s: %(outcome)s.", **values
            )
        )

    def _raise_closed(self):
        """What a late caller hears who was part of it; others learn nothing."""
        standing = self.decision_ids._standing()
        if standing and self.is_involved:
            self._raise_decided(standing[0])
        raise UserError(self.env._("Nothing is waiting for a decision here."))

    def _claim(self):
        """Take the submission for this transaction, or let the transaction retry.

        Of several callers at once one UPDATE wins; the others get a serialization
        failure, Odoo runs them again, and they find the decision made.
        """
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                "UPDATE cs_decision_request SET write_date = %s, write_uid = %s"
                " WHERE id = %s AND state = 'pending' AND step = %s RETURNING id",
                fields.Datetime.now(),
                self.env.uid,
                self.id,
                self.step,
            )
        )
        if not claimed:
            self.invalidate_recordset()
            self._raise_closed()

    def _decide(self, document, outcome, reason):
        """Decide the current step for the current user.

        :return: the decision
        """
        self.ensure_one()
        decider, principal = self._authorise()
        if outcome == "approve":
            self._check_measure(document)
        self._claim()
        following = self._following(decider | principal) if outcome == "approve" else {}
        state = {"approve": "approved", "refuse": "refused", "return": "returned"}
        target = "pending" if following else state[outcome]
        decision = self.env["cs.decision"]._record(
            {
                "request_id": self.id,
                "company_id": self.company_id.id,
                "res_model": self.res_model,
                "res_id": self.res_id,
                "step": self.step,
                "attempt": self._attempt(),
                "outcome": outcome,
                "user_id": self.env.uid,
                "decider_id": decider.id,
                "acting_for_id": principal.id,
                "decided_at": fields.Datetime.now(),
                "reason": reason,
                "state_from": document._decision_state(),
                "state_to": document._decision_state_of(target),
                "measure": self.measure,
                "detail": document._decision_detail(),
            }
        )
        if following:
            self._ask(*following)
        else:
            self._close(target)
        return decision

    def _attempt(self):
        """How often the waiting step is decided now: again once it was taken back."""
        earlier = self.decision_ids.filtered(lambda one: one.step == self.step)
        return 1 + len(earlier - earlier._standing())

    def _check_measure(self, document):
        """What is approved is what was submitted."""
        if float(self._document_measure(document)) != self.measure:
            raise UserError(
                self.env._(
                    "The figures of %(name)s are no longer those that were submitted."
                    " Please return it.",
                    name=self.name,
                )
            )

    def _following(self, decided, after=None):
        """Next step with other people than those who have decided: (step, deciders).

        :param decided: hr.employee who are deciding now
        :param after: number of the step to go on from, by default the waiting one

        One voice counts once: a step left to who has decided an earlier one is
        passed over. Empty when there is no further step.
        """
        standing = self.decision_ids._standing()
        decided |= standing.decider_id | standing.acting_for_id
        decided = decided._cs_all_records()
        subjects = self.beneficiary_ids or self.maker_id
        company, concerned, kind = self.company_id, self.excluded_ids, self.kind
        route = self.env["cs.decision.route"]
        for step in self.steps[self.step if after is None else after :]:
            asked = route._deciders(step, subjects, company, concerned, kind) - decided
            deciders = route._able(asked, company, concerned | decided, kind)
            if deciders:
                return step["step"], deciders
        return ()

    def _close(self, state):
        self._change(
            {
                "state": state,
                "closed_at": fields.Datetime.now(),
                "pending_decider_ids": [fields.Command.clear()],
            }
        )
