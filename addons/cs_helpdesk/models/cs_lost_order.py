from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .cs_lost_order_reason import KINDS

#: states of which an order has one at most
LIVE = ("reported", "submitted", "approved")
VERDICTS = [
    ("held", "Responsible"),
    ("cleared", "Cleared"),
    ("cleared_on_appeal", "Cleared on Appeal"),
]


class CsLostOrder(models.Model):
    """An order that was lost (跑单, HD-24): reported, confirmed by a second callback of
    another person, approved by the manager, and archived.

    *Invalid* before any service was given, *failed* afterwards. The manager names who
    is responsible, or clears the person, with a reason; who is held responsible may
    appeal (ALL-02), and nothing else of an archived report ever changes. The order is
    closed by the approval.

    Access: agents report orders that they read, and read the own reports; for the
    second callback those of their teams, unless they name oneself; what names oneself
    once it is decided. Leaders read those of their team, supervisors those of their
    departments, HR officers and the general manager all. Nobody deletes one.
    """

    _name = "cs.lost.order"
    _inherit = ["cs.decision.mixin", "cs.appealable.mixin"]
    _description = "Lost Order"
    _order = "reported_on desc, id desc"
    _check_company_auto = True

    _decision_initial = "reported"
    _decision_approve_needs_reason = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Order",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('cs_kind', '=', 'order'), ('closed', '=', False)]",
    )
    ticket_number = fields.Char(
        "Number", related="ticket_id.number", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    team_id = fields.Many2one(related="ticket_id.team_id", store=True, precompute=True)
    department_id = fields.Many2one(
        related="ticket_id.cs_department_id",
        string="Unit",
        store=True,
        precompute=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Order Amount", readonly=True, copy=False)
    kind = fields.Selection(KINDS, "Kind of Loss", required=True, default="invalid")
    is_served = fields.Boolean(
        "Service Was Given",
        help="HD-24: an order is invalid only before any service, and failed after.",
    )
    reason_id = fields.Many2one(
        "cs.lost.order.reason",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', kind)]",
    )
    course = fields.Text("What Happened", required=True)
    responsible_id = fields.Many2one(
        "hr.employee",
        "Person Responsible",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Who may be responsible; the manager decides. Empty: nobody is named.",
    )
    reported_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    reported_on = fields.Date(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.company._cs_today(),
    )
    called_by_id = fields.Many2one(
        "res.users", "Second Callback By", readonly=True, copy=False
    )
    called_at = fields.Datetime("Called On", readonly=True, copy=False)
    call_result = fields.Selection(
        [("lost", "Confirmed: lost"), ("alive", "Customer still wants it")],
        "Second Callback",
        readonly=True,
        copy=False,
    )
    customer_said = fields.Text("What the Customer Said", readonly=True, copy=False)
    verdict = fields.Selection(
        VERDICTS, "Responsibility", readonly=True, copy=False, index=True
    )
    verdict_reason = fields.Text("Why So", readonly=True, copy=False)
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("reported", "Reported"),
            ("submitted", "Confirmed, Waits for the Manager"),
            ("approved", "Archived"),
            ("refused", "Not Lost"),
        ],
        required=True,
        readonly=True,
        default="reported",
        copy=False,
        index=True,
    )
    can_call = fields.Boolean(compute="_compute_can_call")

    _one_lives = models.UniqueIndex(
        "(ticket_id) WHERE state IN ('reported', 'submitted', 'approved')",
        "This order has been reported as lost already.",
    )
    _invalid_before_service = models.Constraint(
        "CHECK((kind = 'failed') = COALESCE(is_served, FALSE))",
        "HD-24: an order is invalid only when no service was given, and failed only"
        " after service was given.",
    )
    _confirmed_by_a_call = models.Constraint(
        "CHECK(state NOT IN ('submitted', 'approved') OR (call_result = 'lost'"
        " AND called_by_id IS NOT NULL AND called_at IS NOT NULL))",
        "HD-24: a lost order is confirmed by a second callback.",
    )
    _two_people = models.Constraint(
        "CHECK(called_by_id != reported_by_id)",
        "HD-24: the second callback is made by another person.",
    )
    _archived_with_a_verdict = models.Constraint(
        "CHECK(state != 'approved' OR (verdict IS NOT NULL AND decided_at IS NOT NULL"
        " AND verdict_reason IS NOT NULL))",
        "HD-24: the person responsible is named or cleared, with a reason.",
    )
    _held_is_a_person = models.Constraint(
        "CHECK(verdict IS NULL OR verdict = 'cleared' OR responsible_id IS NOT NULL)",
        "HD-24: somebody is held responsible, so please name the person.",
    )

    @api.depends_context("lang")
    @api.depends("ticket_number")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Lost order %s", one.ticket_number or "")

    @api.depends_context("uid")
    @api.depends("state", "reported_by_id", "responsible_id", "called_by_id")
    def _compute_can_call(self):
        mine = self.env.user._cs_employees()
        serves = self.env.user.has_group("cs_base.group_agent")
        for one in self:
            waits = one.state == "reported" and not one.called_by_id and one.id
            one.can_call = bool(waits and serves and mine and not one._is_party(mine))

    @api.onchange("kind")
    def _onchange_kind(self):
        self.is_served = self.kind == "failed"
        if self.reason_id.kind != self.kind:
            self.reason_id = False

    @api.constrains("kind", "reason_id")
    def _check_reason(self):
        for one in self:
            if one.reason_id.kind != one.kind:
                raise ValidationError(
                    self.env._(
                        "HD-24: “%s” is no reason of this kind of lost order.",
                        one.reason_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for one in reports:
            one.ticket_id.check_access("read")
            if one.ticket_id.cs_kind != "order" or one.ticket_id.closed:
                raise UserError(
                    self.env._("HD-24: only an open order is reported as lost.")
                )
            # sudo: the amount at that time is the order's, nobody enters it
            amount = one.ticket_id.sudo().cs_order_amount
            one.sudo()._decision_write({"amount": amount})
        return reports

    def _is_party(self, people):
        """Whether one of the people reported it, or may be responsible (sudo)."""
        one = self.sudo()
        parties = one.reported_by_id._cs_employees() | one.responsible_id
        return bool(parties._cs_all_records() & people._cs_all_records())

    def action_open_ticket(self):
        """The order, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def action_call(self):
        """Open the dialog to record the second callback (HD-24)."""
        return self._dialog("cs.lost.order.call", self.env._("Second Callback"))

    def action_judge(self):
        """Open the dialog of the manager to name or clear who is responsible."""
        return self._dialog("cs.lost.order.judge", self.env._("Decide"))

    def _dialog(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lost_id": self.id, "dialog_size": "medium"},
        }
