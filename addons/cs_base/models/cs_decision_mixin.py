from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsDecisionMixin(models.AbstractModel):
    """A document that other people decide on.

    The concrete model defines its own Selection state and names it in the class
    attributes below; everything else is a hook with a default. Hooks run with
    superuser rights on behalf of the caller, in the document's company, without
    the caller's context.

    What it promises (TRUST.md, "Approvals"):

    - The state, and what ``_decision_protected_fields`` adds, never changes by
      ``create``, ``write``, ``copy``, import, x2many commands or context, for no
      role and not for the superuser; ``create`` starts in the initial state.
    - Once submitted, the content is frozen, but for ``_decision_open_fields``.
      Models that hold parts of the content inherit ``cs.decision.line.mixin``.
    - Maker, beneficiary and approver are three different people.
    - One decision a step, whatever happens at the same moment.

    Model code that has to change a frozen document (a successor ending an approved
    policy, a recomputed figure) calls ``_decision_write``.
    """

    _name = "cs.decision.mixin"
    _description = "Document with Decisions"
    _inherit = [
        # stands on cs.decision.guard.mixin
        "cs.decision.undo.mixin",
        "cs.decision.view.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    _decision_pending = "submitted"
    _decision_approved = "approved"
    _decision_refused = "refused"
    #: Whether approving needs a reason as refusing and returning do.
    _decision_approve_needs_reason = False

    decision_request_ids = fields.One2many(
        "cs.decision.request",
        "res_id",
        string="Submissions",
        domain=lambda self: [("res_model", "=", self._name)],
    )
    decision_ids = fields.One2many(
        "cs.decision",
        "res_id",
        string="Decisions",
        domain=lambda self: [("res_model", "=", self._name)],
    )
    decision_request_id = fields.Many2one(
        "cs.decision.request",
        string="Last Submission",
        compute="_compute_decision_request_id",
        help="Empty for readers who have no share in it.",
    )
    waiting_names = fields.Char("Waiting For", compute="_compute_decision_request_id")
    approve_needs_reason = fields.Boolean(compute="_compute_approve_needs_reason")
    can_submit = fields.Boolean(compute="_compute_can_submit")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    @api.depends("decision_request_ids")
    def _compute_decision_request_id(self):
        # Slicing forgets what is read together with the others.
        together = self.decision_request_ids.ids
        for document in self:
            last = document.decision_request_ids[:1].with_prefetch(together)
            document.decision_request_id = last
            document.waiting_names = last.waiting_names

    def _compute_approve_needs_reason(self):
        self.approve_needs_reason = self._decision_approve_needs_reason

    @api.depends_context("uid")
    @api.depends(lambda self: self._decision_depends())
    def _compute_can_submit(self):
        writable = self._filtered_access("write")
        for document in self:
            document.can_submit = (
                document._decision_state() == self._decision_initial
                and document in writable
            )

    @api.depends_context("uid")
    @api.depends(lambda self: self._decision_depends())
    def _compute_can_decide(self):
        waiting = self._decision_waiting_ids([("waiting_for_me", "=", True)])
        for document in self:
            document.can_decide = document.id in waiting

    @api.depends_context("uid")
    @api.depends(lambda self: self._decision_depends())
    def _compute_can_withdraw(self):
        waiting = self._decision_waiting_ids(self._decision_withdraw_domain())
        for document in self:
            document.can_withdraw = document.id in waiting

    def action_submit(self):
        """Submit for decision.

        :raise AccessError: without write access to the document
        :raise UserError: when it is not a draft, not complete, or nobody could decide
        """
        self.check_access("write")
        notice = self.env["cs.decision.notice"].sudo()
        with notice._gathered():
            for document in self._decision_actor():
                notice._ask(document._decision_submit(), document)
        return True

    def _decision_submit(self):
        """Submit one document, an actor's, and return its new submission."""
        if self._decision_state() != self._decision_initial:
            raise UserError(
                self.env._(
                    "%(name)s has been submitted already.", name=self._decision_title()
                )
            )
        self._decision_check_submit()
        request = self.env["cs.decision.request"].sudo()._open(self)
        self._decision_write({self._decision_state_field: self._decision_pending})
        self._decision_on_submitted()
        return request

    def action_approve(self, reason=None):
        """Approve the waiting step, as computed: there is no amount to pass.

        :param reason: optional, unless ``_decision_approve_needs_reason``
        :raise UserError, AccessError: when the caller may not decide, or somebody
            has decided already
        """
        return self._decision_decide("approve", reason)

    def action_refuse(self, reason):
        """Refuse the document; final."""
        return self._decision_decide("refuse", reason)

    def action_return(self, reason):
        """Give the document back to its maker, as a draft."""
        return self._decision_decide("return", reason)

    def action_withdraw(self):
        """Take a submission back while nobody has finished deciding on it."""
        for document in self._decision_actor():
            request = document._decision_pending_request()
            if not request.filtered_domain(self._decision_withdraw_domain()):
                raise AccessError(
                    self.env._(
                        "Only who submitted %(name)s can withdraw it, while it waits"
                        " for a decision.",
                        name=request.name or self.env._("this document"),
                    )
                )
            request._claim()
            request._close("withdrawn")
            document._decision_write(
                {self._decision_state_field: self._decision_initial}
            )
            self.env["cs.decision.notice"].sudo()._clear(document)
        return True

    # Hooks

    def _decision_kind(self):
        """Code of the cs.decision.kind; chooses the ladder."""
        return self._name

    def _decision_measure(self):
        """Size on the ladder (days, amount, …): finite, not negative."""
        return 0

    def _decision_company(self):
        """Company whose ladder, HR officers and general manager count."""
        return self.company_id

    def _decision_maker(self):
        """hr.employee who made the document; perhaps empty (made by the system)."""
        return (
            self.create_uid._cs_employees()
            .filtered(lambda employee: employee.company_id == self._decision_company())
            .sudo()
        )

    def _decision_beneficiaries(self):
        """hr.employee whom it concerns; perhaps empty."""
        return self.env["hr.employee"]

    def _decision_excluded(self):
        """hr.employee who, besides maker and beneficiaries, may not decide."""
        return self.env["hr.employee"]

    def _decision_told(self, request):
        """hr.employee who, besides who submitted, hear how it ended."""
        return request.maker_id | request.beneficiary_ids

    def _decision_title(self):
        """Name kept with the submission; everybody who has a share in it sees it,
        also without access to the document."""
        return self.display_name

    def _decision_ladder_fallback(self):
        """Roles of the steps when no ladder is in force."""
        return ["general_manager"]

    def _decision_detail(self):
        """Figures kept with the decision (JSON dict), e.g. before and after."""
        return {}

    def _decision_check_submit(self):
        """:raise UserError: when the document is not ready; says what is missing."""

    def _decision_on_submitted(self):
        """After submission, in the same transaction."""

    def _decision_on_approved(self):
        """After the last approval, in the same transaction."""

    def _decision_on_refused(self):
        """After a refusal, in the same transaction."""

    def _decision_on_returned(self):
        """After a return, in the same transaction."""

    def _decision_state_of(self, request_state):
        """State of the document for a state of its submission."""
        return {
            "pending": self._decision_pending,
            "approved": self._decision_approved,
            "refused": self._decision_refused,
            "returned": self._decision_initial,
        }[request_state]

    def _decision_actor(self):
        """The documents for acting on behalf of the caller: superuser rights, and
        nothing of the caller's context but the language (it could silence mails,
        set defaults or skip checks)."""
        context = {
            key: self.env.context[key]
            for key in ("lang", "tz")
            if key in self.env.context
        }
        actors = [
            document.with_context(
                context, allowed_company_ids=document._decision_company().ids
            )
            for document in self.sudo()
        ]
        return actors

    def _decision_domain(self):
        return [("res_model", "=", self._name), ("res_id", "in", self.ids)]

    def _decision_waiting_ids(self, domain):
        """Ids of those documents whose waiting submission fits (sudo: only a fact
        about the reader comes out)."""
        requests = self.env["cs.decision.request"].sudo()
        pending = [*self._decision_domain(), ("state", "=", "pending"), *domain]
        return set(requests.search(pending).mapped("res_id"))

    def _decision_pending_request(self):
        return (
            self.env["cs.decision.request"]
            .sudo()
            .search([*self._decision_domain(), ("state", "=", "pending")])
        )

    def _decision_withdraw_domain(self):
        employees = self.env.user._cs_employees()
        return [
            "|",
            ("submitted_by_id", "=", self.env.uid),
            ("maker_id", "in", employees.ids),
        ]

    def _decision_decide(self, outcome, reason):
        if not self:
            return True
        reason = self._decision_clean_reason(outcome, reason)
        notice = self.env["cs.decision.notice"].sudo()
        decisions = self.env["cs.decision"].browse()
        with notice._gathered():
            for document in self._decision_actor():
                made = document._decision_decide_one(notice, outcome, reason)
                decisions |= made.with_env(self.env)
        return decisions._offer_undo(decisions)

    def _decision_decide_one(self, notice, outcome, reason):
        request = self._decision_pending_request()
        if not request:
            last = request.search(self._decision_domain(), limit=1)
            last._raise_closed()
        decision = request._decide(self, outcome, reason)
        result = request.state
        if result != "pending":
            self._decision_finish(result)
        notice._clear(self)
        if result == "pending":
            notice._ask(request, self)
        else:
            notice._tell(request, self)
        return decision

    def _decision_finish(self, result):
        self._decision_write(
            {self._decision_state_field: self._decision_state_of(result)}
        )
        {
            "approved": self._decision_on_approved,
            "refused": self._decision_on_refused,
            "returned": self._decision_on_returned,
        }[result]()

    def _decision_clean_reason(self, outcome, reason):
        """The reason as kept: text without blanks around, or None."""
        if reason is not None and not isinstance(reason, str):
            raise UserError(self.env._("The reason has to be a text."))
        reason = (reason or "").replace("\0", "").strip()
        if len(reason) > 5000:
            raise UserError(self.env._("Please keep the reason under 5000 characters."))
        if not reason and (outcome != "approve" or self._decision_approve_needs_reason):
            raise UserError(self.env._("Please give a reason."))
        return reason or None
