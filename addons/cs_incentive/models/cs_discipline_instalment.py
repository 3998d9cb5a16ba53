from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .cs_incentive_booking import CODE, FROZEN

#: set by the server
STAMPS = ("company_id", "employee_id", "department_id")


class CsDisciplineInstalment(models.Model):
    """A change of what is taken a month for a fine or compensation (INC-28).

    A decision with a history: the newest approved one counts from its month on, in
    statements that are not approved yet. Nothing is edited once it is submitted.

    Access: supervisors propose for their departments, HR officers for all, nobody for
    the own debt; the nearest supervisor decides, for a serious entry the general
    manager. The person reads what was approved; leaders, payroll and the general
    manager read as entries. Nobody deletes.
    """

    _name = "cs.discipline.instalment"
    _inherit = ["cs.decision.mixin"]
    _description = "Change of an Instalment"
    _order = "id desc"
    _check_company_auto = True

    entry_id = fields.Many2one(
        "cs.discipline.entry",
        "Fine or Compensation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'approved'), ('amount', '<', 0),"
        " ('reverses_id', '=', False), ('reversal_ids', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_place",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_place",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_place",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        "From Month",
        required=True,
        default=lambda self: self.env.company._cs_today().replace(day=1),
        help="INC-28: first day of the first month in which it counts.",
    )
    instalment = fields.Monetary(
        "New Instalment",
        required=True,
        help="INC-28: at most so much a month; 0: as much as the limit of fines gives.",
    )
    instalment_before = fields.Monetary(readonly=True, copy=False)
    reason = fields.Text(required=True)
    balance = fields.Monetary(related="entry_id.balance", related_sudo=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Waiting for the decision"),
            ("approved", "Approved"),
            ("refused", "Not approved"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)

    _instalment_not_negative = models.Constraint(
        "CHECK(instalment BETWEEN 0 AND 999999999)", "An instalment is not below zero."
    )

    @api.depends("entry_id")
    def _compute_place(self):
        for one in self:
            # Naming an entry must not tell whose it is.
            entry = one.entry_id.sudo(False)._filtered_access("read").sudo()
            one.company_id = entry.company_id
            one.employee_id = entry.employee_id
            one.department_id = entry.department_id

    @api.depends_context("lang")
    @api.depends("entry_id", "month")
    def _compute_display_name(self):
        for one in self:
            month = one.month and words.month_name(self.env, one.month)
            # sudo: whoever reads a stored change may know of what
            name = one._origin.sudo().entry_id.display_name
            one.display_name = " · ".join(filter(None, (name, month)))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_entries(vals_list)
        made = super().create([_cleaned(vals) for vals in vals_list])
        # Only now it is known whose entry it is.
        made.check_access("create")
        return made

    def write(self, vals):
        self._check_entries([vals])
        return super().write(_cleaned(vals))

    def copy(self, default=None):
        raise UserError(self.env._("INC-28: each change is proposed anew."))

    def _check_entries(self, vals_list):
        """:raise AccessError: naming an entry must not tell what it is called"""
        ids = [vals["entry_id"] for vals in vals_list if vals.get("entry_id")]
        self.env["cs.discipline.entry"].browse(ids).check_access("read")

    # Deciding

    def _decision_kind(self):
        return "discipline_instalment"

    def _decision_measure(self):
        return abs(self.entry_id.amount)

    def _decision_ladder_fallback(self):
        is_serious = self.entry_id._is_serious()
        return ["general_manager" if is_serious else "supervisor"]

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_excluded(self):
        return self.entry_id._without_say()

    def _decision_told(self, request):
        # The person is told by the change itself, once it is approved.
        return request.maker_id

    def _decision_detail(self):
        return {
            "entry": self.entry_id.id,
            "month": fields.Date.to_string(self.month),
            "before": self.instalment_before,
            "after": self.instalment,
        }

    def _decision_protected_fields(self):
        own = {"instalment_before", "approved_at"}
        return super()._decision_protected_fields() | own

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not (self.reason or "").strip():
            raise UserError(self.env._("INC-28: please say why."))
        self._check_possible()
        before = self.entry_id._plans(self.month)[f"entry:{self.entry_id.id}"][0]
        if float(before or 0) == self.instalment:
            raise UserError(self.env._("INC-28: this is the instalment already."))
        self._decision_write({"instalment_before": float(before or 0)})

    def _check_possible(self):
        entry = self.entry_id
        if entry.state != "approved" or not entry._is_debt() or entry.is_cancelled:
            raise UserError(
                self.env._(
                    "INC-28: instalments are for approved fines and compensations."
                )
            )
        entry._clean_instalment(self.instalment)
        if self._first_open() > self.month:
            raise UserError(
                self.env._(
                    "INC-28: the statement of %(month)s is approved or the month"
                    " closed. Please choose a later month.",
                    month=words.month_name(self.env, self.month),
                )
            )

    def _first_open(self):
        """The first month, from the wanted one on, whose statement can still change."""
        month = self.env["cs.period"]._next_open(self.company_id, self.month, code=CODE)
        frozen = self.env["cs.incentive.statement"].search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("month", ">=", month),
                ("state", "in", FROZEN),
            ],
            order="month desc",
            limit=1,
        )
        return frozen.month + relativedelta(months=1) if frozen else month

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._check_possible()
        self.entry_id._lock_person()
        self._decision_write({"approved_at": fields.Datetime.now()})
        self.env["cs.incentive.carry"]._again(self.employee_id, self.month)
        self._tell()

    def _tell(self):
        """One message to the person, in the own language."""
        user = self.employee_id.user_id
        if not user.active:
            return
        one = self.with_context(lang=user.lang)
        each = format_amount(one.env, one.instalment, one.currency_id)
        values = {
            "rule": one.entry_id.rule_id.display_name,
            "month": words.month_name(one.env, one.month),
            "amount": each,
        }
        if one.instalment:
            text = one.env._(
                "From %(month)s on at most %(amount)s a month are taken for “%(rule)s”,"
                " until it is paid.",
                **values,
            )
        else:
            text = one.env._(
                "From %(month)s on as much is taken for “%(rule)s” as the limit of"
                " fines gives.",
                **values,
            )
        one.entry_id.message_notify(
            partner_ids=user.partner_id.ids,
            subject=one.env._("Instalment changed (INC-28)"),
            body=text,
        )


def _cleaned(vals):
    """Without what the server sets; any day stands for its month."""
    vals = {name: value for name, value in vals.items() if name not in STAMPS}
    if vals.get("month"):
        vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
    return vals
