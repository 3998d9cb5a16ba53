from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..engine.ladder import BadMeasure, NoDecider, NoRung, Rung, select, to_measure


class CsDecisionRequest(models.Model):
    """One submission of a document: what is asked, and who has to decide now.

    Access (read only, for everybody): maker, submitter, beneficiaries, who has to
    decide now or has decided or was asked, with their running deputies; a leader
    for the own team, a supervisor for the own departments, HR officers and the
    general manager for the company. The technical administrator has no share.

    Nobody writes: only the methods with an underscore, called by
    ``cs.decision.mixin``, go on to the ORM behind the refusing
    ``create``/``write``/``unlink`` (see ``cs.decision``).
    """

    _name = "cs.decision.request"
    _description = "Submission for Decision"
    _order = "id desc"

    name = fields.Char("Document", required=True)
    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", required=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Char("Kind Code", required=True)
    kind_id = fields.Many2one("cs.decision.kind", index=True, ondelete="restrict")
    round = fields.Integer(required=True, help="1 for the first submission.")
    measure = fields.Float(digits=(16, 4))
    unit = fields.Char()
    maker_id = fields.Many2one("hr.employee", index=True, ondelete="restrict")
    submitted_by_id = fields.Many2one(
        "res.users", string="Submitted By", required=True, ondelete="restrict"
    )
    submitted_at = fields.Datetime("Submitted On", required=True)
    closed_at = fields.Datetime("Closed On")
    beneficiary_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_beneficiary_rel",
        string="Concerned",
        ondelete="restrict",
    )
    excluded_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_excluded_rel",
        string="May Not Decide",
        ondelete="restrict",
        help="All employee records of maker, submitter and beneficiaries.",
    )
    steps = fields.Json(help="The ladder's answer at submission, one entry a step.")
    step = fields.Integer(help="The step that is waiting.")
    pending_decider_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_pending_rel",
        string="Waiting For",
        ondelete="restrict",
        help="Any one of them, or a running deputy, decides the current step.",
    )
    asked_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_asked_rel",
        string="Asked So Far",
        ondelete="restrict",
    )
    decision_ids = fields.One2many("cs.decision", "request_id")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("returned", "Returned"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        index=True,
    )
    waiting_for_me = fields.Boolean(
        compute="_compute_waiting_for_me", search="_search_waiting_for_me"
    )
    decided_by_me = fields.Boolean(
        compute="_compute_decided_by_me", search="_search_decided_by_me"
    )
    is_involved = fields.Boolean(
        compute="_compute_is_involved", search="_search_is_involved"
    )
    is_my_department = fields.Boolean(
        compute="_compute_is_my_department", search="_search_is_my_department"
    )
    can_open = fields.Boolean(compute="_compute_can_open")

    _one_pending = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'",
        "This document has been submitted already and waits for a decision.",
    )
    _round_uniq = models.Constraint(
        "UNIQUE(res_model, res_id, round)",
        "This document has been submitted already.",
    )

    # Who sees what: the searches run as the reader, at the time of reading. A
    # record rule that inlined ids of departments or deputies would keep them in
    # its cache after they have changed.
    def _in_domain(self, domain):
        return self.sudo().search(Domain("id", "in", self.ids) & domain)

    @api.depends_context("uid")
    def _compute_waiting_for_me(self):
        found = self._in_domain(self._waiting_domain())
        for request in self:
            request.waiting_for_me = request in found

    def _search_waiting_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._waiting_domain()

    @api.depends_context("uid")
    def _compute_decided_by_me(self):
        found = self._in_domain(self._decided_domain())
        for request in self:
            request.decided_by_me = request in found

    def _search_decided_by_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._decided_domain()

    @api.depends_context("uid")
    def _compute_is_involved(self):
        found = self._in_domain(self._involved_domain())
        for request in self:
            request.is_involved = request in found

    def _search_is_involved(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._involved_domain()

    @api.depends_context("uid")
    def _compute_is_my_department(self):
        found = self._in_domain(self._department_domain())
        for request in self:
            request.is_my_department = request in found

    def _search_is_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._department_domain()

    @api.depends_context("uid")
    def _compute_can_open(self):
        for model, requests in self.sudo().grouped("res_model").items():
            readable = set()
            if model in self.env:
                documents = self.env[model].browse(requests.mapped("res_id"))
                readable = set(documents.exists()._filtered_access("read").ids)
            for request in requests.sudo(False):
                request.can_open = request.sudo().res_id in readable

    def _waiting_domain(self):
        """Submissions that the current user may decide now."""
        mine = self.env.user._cs_employees()
        every_kind, by_kind = set(mine.ids), Domain.FALSE
        for principal_id, kinds in self.env["cs.deputy"]._represented(mine):
            if kinds:
                by_kind |= Domain("pending_decider_ids", "in", [principal_id]) & (
                    Domain("kind", "in", list(kinds))
                )
            else:
                every_kind.add(principal_id)
        voices = Domain("pending_decider_ids", "in", list(every_kind)) | by_kind
        me = mine._cs_all_records().ids
        return (
            Domain("state", "=", "pending")
            & voices
            & Domain("excluded_ids", "not in", me)
            & Domain("decision_ids", "not any", [("decider_id", "in", me)])
        )

    def _decided_domain(self):
        return Domain("decision_ids", "any", [("user_id", "=", self.env.uid)])

    def _involved_domain(self):
        mine = self.env.user._cs_employees()
        represented = self.env["cs.deputy"]._represented(mine)
        asked = mine.ids + [principal_id for principal_id, _kinds in represented]
        return (
            Domain("submitted_by_id", "=", self.env.uid)
            | Domain("maker_id", "in", mine.ids)
            | Domain("beneficiary_ids", "in", mine.ids)
            | Domain("asked_ids", "in", asked)
            | self._decided_domain()
        )

    def _department_domain(self):
        departments = self.env.user.cs_managed_department_ids.ids
        return Domain("maker_id.department_id", "in", departments) | Domain(
            "beneficiary_ids.department_id", "in", departments
        )

    def _refuse_direct(self):
        raise AccessError(
            self.env._(
                "Submissions change only by submitting, deciding or withdrawing the"
                " document."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_direct()

    def write(self, vals):
        self._refuse_direct()

    def unlink(self):
        self._refuse_direct()

    def copy(self, default=None):
        self._refuse_direct()

    def _change(self, vals):
        """The only way to change a submission."""
        return super().write(vals)

    def action_open_document(self):
        """Open the document; its own access rights decide."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @api.model
    def _open(self, document):
        """Submit a document (sudo): find out who decides and keep it.

        :raise UserError: when there is no valid measure or nobody who could decide
        """
        company = document._decision_company()
        kind = document._decision_kind()
        kind_record = self.env["cs.decision.kind"].search([("code", "=", kind)])
        measure = self._document_measure(document)
        maker = document._decision_maker().sudo()
        beneficiaries = document._decision_beneficiaries().sudo()
        submitter = self.env.user._cs_employees()
        concerned = maker | beneficiaries | submitter | document._decision_excluded()
        earlier = self.search(document._decision_domain(), limit=1)
        request = super().create(
            [
                {
                    "name": document._decision_title(),
                    "res_model": document._name,
                    "res_id": document.id,
                    "company_id": company.id,
                    "kind": kind,
                    "kind_id": kind_record.id,
                    "unit": kind_record.unit,
                    "round": earlier.round + 1,
                    "measure": float(measure),
                    "maker_id": maker.id,
                    "beneficiary_ids": beneficiaries.ids,
                    "excluded_ids": concerned._cs_all_records().ids,
                    "submitted_by_id": self.env.uid,
                    "submitted_at": fields.Datetime.now(),
                    "steps": self._document_steps(document, measure),
                    "step": 0,
                    "state": "pending",
                }
            ]
        )
        routes = [request._step_deciders(step) for step in request.steps]
        request._ask(1, routes[0])
        return request

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
    def _document_steps(self, document, measure):
        """The steps of the ladder in force, else of the document's fallback."""
        rungs = [
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
                    " Configuration > Decision Ladders.",
                    measure=measure.normalize(),
                )
            ) from None
        return [
            {"step": number, "decider": rung.decider, "employee_id": rung.ref}
            for number, rung in enumerate(chosen, 1)
        ]

    def _step_deciders(self, step):
        subjects = self.beneficiary_ids or self.maker_id
        return self.env["cs.decision.route"]._deciders(
            step, subjects, self.company_id, self.excluded_ids, self.kind
        )

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
        gone = (self.excluded_ids | self.decision_ids.decider_id)._cs_all_records()
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
        earlier = self.decision_ids.filtered(lambda d: d.user_id == self.env.user)
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
        if self and self.is_involved and self.decision_ids:
            self._raise_decided(self.decision_ids[0])
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

        :return: the state of the submission afterwards
        """
        self.ensure_one()
        decider, principal = self._authorise()
        if float(self._document_measure(document)) != self.measure:
            raise UserError(
                self.env._(
                    "The figures of %(name)s are no longer those that were submitted."
                    " Please return it.",
                    name=self.name,
                )
            )
        self._claim()
        following = self._following(decider | principal) if outcome == "approve" else {}
        state = {"approve": "approved", "refuse": "refused", "return": "returned"}
        target = "pending" if following else state[outcome]
        self.env["cs.decision"]._record(
            {
                "request_id": self.id,
                "company_id": self.company_id.id,
                "res_model": self.res_model,
                "res_id": self.res_id,
                "step": self.step,
                "outcome": outcome,
                "user_id": self.env.uid,
                "decider_id": decider.id,
                "acting_for_id": principal.id,
                "decided_at": fields.Datetime.now(),
                "reason": reason,
                "state_from": document._decision_state(),
                "state_to": document._decision_state_of(target),
                "measure": self.measure,
                "unit": self.unit,
                "detail": document._decision_detail(),
            }
        )
        if following:
            self._ask(*following)
        else:
            self._close(target)
        return target

    def _following(self, decided):
        """Next step with other people than those who have decided: (step, deciders).

        One voice counts once: a step left to who has decided an earlier one is
        passed over. Empty when there is no further step.
        """
        decided |= self.decision_ids.decider_id | self.decision_ids.acting_for_id
        decided = decided._cs_all_records()
        for step in self.steps[self.step :]:
            deciders = self.env["cs.decision.route"]._able(
                self._step_deciders(step) - decided,
                self.company_id,
                self.excluded_ids | decided,
                self.kind,
            )
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
