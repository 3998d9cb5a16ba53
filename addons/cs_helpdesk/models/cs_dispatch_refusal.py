from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_REASON = 2000


class CsDispatchRefusal(models.Model):
    """Somebody does not want to take an order (HD-23).

    Nobody refuses in front of the customer, who sees nothing of this: it goes to the
    manager, who reassigns the order (approves), or, only when nobody else is free,
    forces it (refuses with a reason). Until then it stays with who was dispatched to.

    Access: agents read the own ones; leaders those of their team, supervisors those of
    their departments, HR officers and the general manager all. Nobody writes one but
    by the order's button.
    """

    _name = "cs.dispatch.refusal"
    _inherit = ["cs.decision.mixin"]
    _description = "Refusal of an Order"
    _order = "id desc"

    _decision_undoes_approval = True

    decision_id = fields.Many2one(
        "cs.dispatch.decision",
        "Dispatch",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        related="decision_id.ticket_id", string="Order", store=True, index=True
    )
    company_id = fields.Many2one(
        related="decision_id.company_id", store=True, index=True
    )
    team_id = fields.Many2one(related="decision_id.team_id", store=True)
    department_id = fields.Many2one(related="decision_id.department_id", store=True)
    currency_id = fields.Many2one(related="decision_id.currency_id")
    amount = fields.Monetary(related="decision_id.amount")
    level = fields.Selection(related="decision_id.level")
    employee_id = fields.Many2one(
        related="decision_id.employee_id", string="Refused By", store=True, index=True
    )
    reason = fields.Text("Why Not", required=True, readonly=True)
    new_decision_id = fields.Many2one(
        "cs.dispatch.decision", "Then", compute="_compute_new_decision_id"
    )
    state = fields.Selection(
        [
            ("draft", "Taken Back"),
            ("submitted", "Waits for the Manager"),
            ("approved", "Reassigned"),
            ("refused", "Has to Take It"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )

    _one_a_dispatch = models.UniqueIndex(
        "(decision_id)", "This order has been refused already."
    )

    @api.depends("state")
    def _compute_new_decision_id(self):
        # sudo: who reads the refusal is told who has the order now
        Decision = self.env["cs.dispatch.decision"].sudo()
        found = Decision.search(
            [("refusal_id", "in", self.ids), ("undone_at", "=", False)]
        )
        by_refusal = {one.refusal_id.id: one.id for one in found}
        for refusal in self:
            refusal.new_decision_id = by_refusal.get(refusal._origin.id)

    @api.depends_context("lang")
    @api.depends("decision_id")
    def _compute_display_name(self):
        for refusal in self:
            # sudo: who may read the refusal reads what it is about
            decision = refusal.sudo().decision_id
            refusal.display_name = self.env._(
                "%(person)s does not want to take %(order)s",
                person=decision.employee_id.name or "",
                order=decision.ticket_number or "",
            )

    @api.model
    def _refuse(self, ticket, reason):
        """The current user refuses an order, which goes to the manager."""
        ticket._cs_check_refuses()
        text = self._clean(reason)
        decision = ticket.sudo().cs_dispatch_id
        # sudo: the check above decides who refuses what
        refusal = self.sudo().search([("decision_id", "=", decision.id)])
        if refusal:
            refusal._decision_write({"reason": text})
        else:
            refusal = self.sudo().create({"decision_id": decision.id, "reason": text})
        refusal.action_submit()
        return refusal.with_env(self.env)

    @api.model
    def _clean(self, text):
        """:raise UserError: no text, or too much of it"""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        if not text or len(text) > MAX_REASON:
            raise UserError(
                self.env._("Please give a reason of at most %s characters.", MAX_REASON)
            )
        return text

    # Decision hooks

    def _decision_kind(self):
        return "dispatch_refusal"

    def _decision_maker(self):
        return self.sudo().employee_id

    def _decision_ladder_fallback(self):
        return ["department_head"]

    def _decision_check_submit(self):
        if self.ticket_id.cs_dispatch_id != self.decision_id or self.ticket_id.closed:
            raise UserError(self._gone_text())

    def _gone_text(self):
        return self.env._(
            "HD-23: %s has been closed or dispatched anew since, so there is nothing to"
            " refuse.",
            self.decision_id.ticket_number,
        )

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._dispatch_again("reassigned")

    def _decision_on_refused(self):
        super()._decision_on_refused()
        self._dispatch_again("forced", person=self.employee_id)

    def _dispatch_again(self, origin, person=None):
        if self.ticket_id.cs_dispatch_id != self.decision_id or self.ticket_id.closed:
            raise UserError(self._gone_text())
        Maker = self.env["cs.dispatch.maker"]
        Maker._dispatch(self.ticket_id, origin, refusal=self, person=person)

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if decision.request_id.state != "pending":
            self.env["cs.dispatch.maker"]._check_take_back(self.new_decision_id)

    def _decision_on_undone(self, decision, request_state):
        """Both ways the order has been dispatched anew by it."""
        super()._decision_on_undone(decision, request_state)
        if request_state != "pending":
            self.env["cs.dispatch.maker"]._take_back(self)
            self.invalidate_recordset(["new_decision_id"])
