import logging

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import (
    month_end,
    month_start,
    next_month,
    previous_month,
)
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

_WAYS = ("submitted", "approved")


class CsRebateList(models.Model):
    """Turnover, rebate, paid and outstanding of each agent at the end of a month
    (INC-33); made from what is known, approved by the general manager, then kept.

    Lists are approved in the order of their months. Whatever becomes known of an
    earlier month afterwards is a difference in the next list.

    Access as to the agents.
    """

    _name = "cs.rebate.list"
    _inherit = ["cs.decision.mixin"]
    _description = "Rebate List"
    _order = "month desc"
    _decision_undoes_approval = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True,
        default=lambda self: previous_month(self.env.company._cs_today()),
        help="First day of the month",
    )
    line_ids = fields.One2many("cs.rebate.line", "list_id", "Agents", readonly=True)
    turnover = fields.Monetary(compute="_compute_totals")
    earned = fields.Monetary("Rebates", compute="_compute_totals")
    paid = fields.Monetary(compute="_compute_totals")
    outstanding = fields.Monetary(compute="_compute_totals")
    due_on = fields.Date(
        "Due By",
        compute="_compute_due_on",
        help="INC-33: the day of the incentive policy in the month after.",
    )
    computed_at = fields.Datetime("Computed On", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Rejected"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )

    _month_first = models.Constraint(
        "CHECK(extract(day from month) = 1)", "A month is its first day."
    )
    _month_uniq = models.UniqueIndex(
        "(company_id, month) WHERE state <> 'refused'",
        "INC-33: this month has its list already.",
    )

    @api.depends_context("lang")
    @api.depends("month")
    def _compute_display_name(self):
        for one in self:
            month = one.month and words.month_name(self.env, one.month)
            one.display_name = self.env._("Rebates %(month)s", month=month or "")

    @api.depends("line_ids.turnover", "line_ids.earned", "line_ids.paid")
    def _compute_totals(self):
        for one in self:
            for name in ("turnover", "earned", "paid", "outstanding"):
                one[name] = sum(one.line_ids.mapped(name))

    @api.depends("month", "company_id")
    def _compute_due_on(self):
        Reminder = self.env["cs.reminder"]
        for one in self:
            after = one.month and next_month(one.month)
            found = after and Reminder._policy_day_rebate(one.company_id, after)
            one.due_on = found and after.replace(day=found[1])

    @api.onchange("month")
    def _onchange_month(self):
        """Any day chosen stands for its month."""
        if self.month:
            self.month = month_start(self.month)

    def action_compute(self):
        """Compute the lines from what is known now; for drafts.

        :raise UserError: it has been submitted already, or a later list has
        """
        self.check_access("write")
        for one in self:
            one._decision_check_open()
            one._check_last()
            # sudo: lines are written by the computation only
            one.sudo()._compute_lines()
        return True

    @api.model
    def _cron_make(self):
        """The list of the month before of every company with agents, as a draft."""
        Cron = self.env["ir.cron"].sudo()
        approved = [("state", "=", "approved")]
        for company in self.env["cs.rebate.term"].sudo().search(approved).company_id:
            try:
                with self.env.cr.savepoint():
                    self.sudo().with_company(company)._make_list(company)
            except Exception:
                # one that fails holds up no other; tomorrow it is tried again
                _logger.exception("rebate list of company %s", company.id)
            Cron._commit_progress(1)

    @api.model
    def _make_list(self, company):
        month = previous_month(company._cs_today())
        domain = [("company_id", "=", company.id), ("month", "=", month)]
        found = self.search([*domain, ("state", "!=", "refused")])
        if not found:
            found = self.create({"company_id": company.id, "month": month})
        if found.state == "draft":
            found._compute_lines()

    # Decision hooks

    def _decision_kind(self):
        return "rebate_list"

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {"line_ids", "computed_at"}

    def _decision_check_submit(self):
        self._lock_company()
        if month_end(self.month) >= self.company_id._cs_today():
            raise UserError(
                self.env._(
                    "INC-33: %(list)s cannot be submitted before the month is over.",
                    list=self.display_name,
                )
            )
        self._check_order()
        self._compute_lines()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "INC-33: there is no turnover and nothing outstanding in this"
                    " month. Please enter the turnover of the agents first."
                )
            )

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        if request_state != "approved":
            return
        self._lock_company()
        self._check_last()
        due = self.line_ids.agent_id._due()
        if any(due.get(line.agent_id, 0) < 0 < line.earned for line in self.line_ids):
            raise UserError(
                self.env._(
                    "INC-33: rebates of %(list)s were paid, so the approval stays.",
                    list=self.display_name,
                )
            )

    def _check_order(self):
        """Lists before are approved, none after is on its way."""
        self._check_last()
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", "<", self.month),
                ("state", "in", ("draft", "submitted")),
            ],
            order="month",
            limit=1,
        )
        if earlier:
            raise UserError(
                self.env._(
                    "INC-33: “%(list)s” comes first. Please have it approved, or delete"
                    " the draft.",
                    list=earlier.display_name,
                )
            )

    def _check_last(self):
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", ">", self.month),
                ("state", "in", _WAYS),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "INC-33: “%(list)s” of a later month rests on this one already.",
                    list=later.display_name,
                )
            )

    def _lock_company(self):
        Agent = self.env["cs.rebate.agent"].with_context(active_test=False)
        Agent.search([("company_id", "=", self.company_id.id)])._lock_agents()
