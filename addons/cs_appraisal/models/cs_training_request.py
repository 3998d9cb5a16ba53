from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr, mute_logger

from ..engine import training as engine

#: what the person hands in once the course was approved
HANDED_IN = {
    "certificate_number",
    "certificate_file",
    "certificate_file_name",
    "paid",
    "ended_on",
}


class CsTrainingRequest(models.Model):
    """Somebody asks for a course outside at the company's expense (APP-11).

    The superior and HR decide before it begins. Afterwards the person hands in the
    certificate, and HR reimburses: what was paid, never more than was approved.

    Access: the person makes and changes own drafts and hands in; leaders read those of
    their people, HR officers, the payroll accountant and the general manager all.
    """

    _name = "cs.training.request"
    _inherit = ["cs.decision.mixin"]
    _description = "Request for an External Course"
    _order = "date_from desc, id desc"

    # Approved, it only waits for the certificate.
    _decision_undoes_approval = True

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user._cs_employees()[:1],
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        "hr.department", compute="_compute_place", store=True, precompute=True
    )
    superior_id = fields.Many2one(
        "hr.employee", compute="_compute_place", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("Course", required=True)
    provider = fields.Char(required=True)
    is_qualification = fields.Boolean(
        "Gives a Qualification",
        help="APP-11: it is paid back by who leaves within the years of the policy.",
    )
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)
    cost = fields.Monetary(required=True)
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    certificate_number = fields.Char("Certificate No.", copy=False)
    certificate_file = fields.Binary("Certificate", copy=False)
    certificate_file_name = fields.Char("File Name of the Certificate", copy=False)
    paid = fields.Monetary("Paid by the Person", copy=False)
    ended_on = fields.Date("Course Ended On", copy=False)
    reimbursement_ids = fields.One2many(
        "cs.training.reimbursement", "request_id", copy=False
    )
    reimbursed = fields.Monetary(compute="_compute_reimbursed")
    is_reimbursed = fields.Boolean(compute="_compute_reimbursed")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is before the first day."
    )
    _amounts_not_negative = models.Constraint(
        "CHECK(cost > 0 AND coalesce(paid, 0) >= 0)",
        "A course outside costs something, and nobody pays less than nothing.",
    )

    @api.depends("employee_id")
    def _compute_place(self):
        # sudo: the place of a person follows from the person
        people = self.sudo().employee_id
        superiors = people._cs_supervisors()
        for one in self.sudo():
            one.department_id = one.employee_id.department_id
            one.superior_id = superiors.get(one.employee_id._origin.id)

    @api.depends("reimbursement_ids.amount")
    def _compute_reimbursed(self):
        for one in self:
            one.reimbursed = sum(one.reimbursement_ids.mapped("amount"))
            one.is_reimbursed = bool(one.reimbursement_ids)

    @api.depends_context("uid")
    @api.depends("employee_id")
    def _compute_is_mine(self):
        mine = self.env.user._cs_employees()
        for one in self:
            one.is_mine = one.sudo().employee_id in mine

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for one in self:
            names = [one.name, one.sudo().employee_id.name]
            one.display_name = " · ".join(filter(None, names))

    def write(self, vals):
        if HANDED_IN & vals.keys():
            self._check_hand_in()
        return super().write(vals)

    def unlink(self):
        self._check_never_submitted()
        return super().unlink()

    def action_reimburse(self):
        """HR confirms the certificate: the fee is given back, once."""
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HR officers confirm certificates."))
        for one in self:
            me = self.env.user._cs_employees()
            if any(x._cs_is_same_person(one.sudo().employee_id) for x in me):
                raise AccessError(self.env._("Nobody reimburses the own course."))
            one._check_complete()
            one.env["cs.training.reimbursement"]._record(one)
        return True

    def _check_complete(self):
        if self.state != "approved":
            raise UserError(
                self.env._("Only an approved course is reimbursed (APP-11).")
            )
        known = self.sudo()
        proof = known.certificate_number or known.certificate_file
        if not (proof and known.paid > 0 and known.ended_on):
            raise UserError(
                self.env._(
                    "The certificate, the amount paid or the day it ended is missing"
                    " (APP-11). The person hands them in on this request."
                )
            )

    def _check_hand_in(self):
        for one in self.sudo():
            if one.state != "approved" or one.reimbursement_ids:
                raise UserError(
                    self.env._(
                        "The certificate is handed in once the course is approved, and"
                        " until it is reimbursed (APP-11)."
                    )
                )

    def _check_never_submitted(self):
        # sudo: also submissions that the caller has no share in
        if self.sudo().decision_request_ids:
            raise UserError(self.env._("What has been submitted once is kept."))

    def _decision_open_fields(self):
        return super()._decision_open_fields() | HANDED_IN

    def _decision_kind(self):
        return "training_request"

    def _decision_measure(self):
        return self.cost

    def _decision_maker(self):
        return self.employee_id

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_ladder_fallback(self):
        return ["supervisor", "hr_officer"]

    def _decision_detail(self):
        return {"cost": float_repr(self.cost, 2)}

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if self.paid or self.certificate_number or self.reimbursement_ids:
            raise UserError(
                self.env._(
                    "The certificate has been handed in, so the course stays approved"
                    " (APP-11)."
                )
            )

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if self.employee_id not in self.env.user._cs_employees():
            raise AccessError(self.env._("Everybody asks for the own course."))


class CsTrainingReimbursement(models.Model):
    """A course fee given back against request and certificate, once (APP-11).

    Made by HR's confirmation only. The person reads the own one, HR officers, the
    payroll accountant and the general manager all.
    """

    _name = "cs.training.reimbursement"
    _inherit = ["cs.kept.mixin"]
    _description = "Reimbursed Course Fee"
    _order = "id desc"
    _rec_name = "request_id"

    request_id = fields.Many2one(
        "cs.training.request", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    certificate_number = fields.Char("Certificate No.", readonly=True)
    paid = fields.Monetary("Paid by the Person", required=True, readonly=True)
    approved = fields.Monetary(required=True, readonly=True)
    amount = fields.Monetary("Reimbursed", required=True, readonly=True)
    ended_on = fields.Date("Course Ended On", required=True, readonly=True)
    confirmed_on = fields.Date(required=True, readonly=True)
    confirmed_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )

    _request_uniq = models.Constraint(
        "UNIQUE(request_id)", "APP-11: a course fee is reimbursed once."
    )

    @api.model
    def _record(self, request):
        known = request.sudo()
        paid, approved = (
            Decimal(float_repr(amount, 2)) for amount in (known.paid, known.cost)
        )
        values = {
            "request_id": known.id,
            "company_id": known.company_id.id,
            "employee_id": known.employee_id.id,
            "certificate_number": known.certificate_number,
            "paid": float(paid),
            "approved": float(approved),
            "amount": float(engine.reimbursed(paid, approved)),
            "ended_on": known.ended_on,
            "confirmed_on": known.company_id._cs_today(),
            "confirmed_by_id": self.env.uid,
        }
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.sudo()._kept_create([values])
        except UniqueViolation:
            raise UserError(
                self.env._("This course has been reimbursed already.")
            ) from None

    def _kept_text(self):
        return self.env._(
            "APP-11: a fee is reimbursed by confirming the certificate; it stays."
        )
