from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.ladder import format_size


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
    _inherit = ["cs.decision.process"]
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
    size = fields.Char(
        compute="_compute_size", help="The measure with its unit, as people read it."
    )
    maker_id = fields.Many2one("hr.employee", index=True, ondelete="restrict")
    submitted_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    submitted_at = fields.Datetime("Submitted On", required=True)
    closed_at = fields.Datetime("Closed On")
    beneficiary_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_beneficiary_rel",
        string="Concerned",
        ondelete="restrict",
        help="Whom it is about. They cannot decide on it.",
    )
    excluded_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_excluded_rel",
        string="May Not Decide",
        ondelete="restrict",
        help="All employee records of maker, submitter and beneficiaries.",
    )
    ladder_id = fields.Many2one("cs.decision.ladder", ondelete="restrict")
    steps = fields.Json(help="The ladder's answer at submission, one entry a step.")
    step = fields.Integer(help="The step that is waiting.")
    pending_decider_ids = fields.Many2many(
        "hr.employee",
        "cs_decision_request_pending_rel",
        string="Deciders Asked Now",
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
    can_route_again = fields.Boolean(compute="_compute_can_route_again")
    waiting_names = fields.Char(
        "Waiting For",
        compute="_compute_waiting_names",
        help="Any one of them decides, or a deputy who is named for today.",
    )
    approve_needs_reason = fields.Boolean(compute="_compute_approve_needs_reason")

    _one_pending = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'",
        "This document has been submitted already and waits for a decision.",
    )
    _round_uniq = models.Constraint(
        "UNIQUE(res_model, res_id, round)",
        "This document has been submitted already.",
    )

    @api.depends("measure", "kind_id.unit")
    @api.depends_context("lang")
    def _compute_size(self):
        for request in self:
            size = f"{format_size(request.measure)} {request.kind_id.unit or ''}"
            request.size = size.strip() if request.measure else False

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

    @api.depends("pending_decider_ids")
    def _compute_waiting_names(self):
        for request in self:
            # sudo: names of colleagues, also of other departments
            people = request.sudo().pending_decider_ids
            request.waiting_names = ", ".join(people.mapped("name"))

    @api.depends("res_model")
    def _compute_approve_needs_reason(self):
        for request in self:
            document = self.env.get(request.res_model)
            request.approve_needs_reason = (
                document is not None and document._decision_approve_needs_reason
            )

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
            & Domain(
                "decision_ids",
                "not any",
                [("decider_id", "in", me), ("undo_ids", "=", False)],
            )
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

    @api.model
    def _insert(self, vals):
        return super().create([vals])

    def _change(self, vals):
        return super().write(vals)

    def action_approve(self, reason=None):
        """Approve the documents, as on the documents themselves; all or none."""
        if len(self) > 1 and not reason:
            self._check_together()
        with self.env["cs.decision.notice"].sudo()._gathered():
            for request in self:
                request._document().action_approve(reason)
        return self._offer_undo()

    def _check_together(self):
        """:raise UserError: with those that nobody may approve in passing"""
        alone = self.filtered("approve_needs_reason")
        if alone:
            raise UserError(
                self.env._(
                    "Approving these needs a reason, please open each of them:\n%s",
                    "\n".join(name for name in alone.mapped("name") if name),
                )
            )

    def action_refuse(self, reason):
        """Refuse the documents, as on the documents themselves."""
        with self.env["cs.decision.notice"].sudo()._gathered():
            for request in self:
                request._document().action_refuse(reason)
        return self._offer_undo()

    def action_return(self, reason):
        """Return the documents, as on the documents themselves."""
        with self.env["cs.decision.notice"].sudo()._gathered():
            for request in self:
                request._document().action_return(reason)
        return self._offer_undo()

    def _offer_undo(self):
        # sudo: what the caller has decided just now
        decisions = self.env["cs.decision"].browse()
        for request in self.sudo():
            decisions |= request.decision_ids._standing()[:1].sudo(False)
        return decisions._offer_undo(decisions)

    def _routable(self):
        """Those for which the caller may ask again who decides."""
        user = self.env.user
        if not (
            user.has_group("cs_base.group_hr_officer")
            or user.has_group("cs_base.group_general_manager")
        ):
            return self.browse()
        me = user._cs_employees()._cs_all_records()
        # sudo: who is concerned, to compare only
        return self.filtered(lambda one: not me & one.sudo().excluded_ids)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_route_again(self):
        routable = self.filtered(lambda one: one.state == "pending")._routable()
        for request in self:
            request.can_route_again = request in routable

    def action_route_again(self):
        """Ask again who decides the waiting step: somebody left, or has no user
        any more. The ladder stays that of the submission.

        :raise AccessError: for others than HR officers and the general manager, and
            for who is concerned
        """
        self.check_access("read")
        routable = self._routable()
        for request in self:
            if request not in routable:
                raise AccessError(
                    self.env._(
                        "HR officers and the general manager ask again who decides,"
                        " but not on what concerns them."
                    )
                )
            # sudo: nobody writes submissions; the checks are above
            request.sudo()._route_again()
        return True

    def action_open_document(self):
        """Open the document, or the submission for who may not read the document."""
        self.ensure_one()
        self.check_access("read")
        target = self._document() if self.can_open else self
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }

    def _document(self):
        """The document, with the rights of the current user."""
        self.ensure_one()
        self.check_access("read")
        if self.res_model not in self.env:
            raise UserError(
                self.env._("The addon of this document is no longer installed.")
            )
        return self.env[self.res_model].browse(self.res_id)
