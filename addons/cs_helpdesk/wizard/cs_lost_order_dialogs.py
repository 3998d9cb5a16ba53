from odoo import api, fields, models


class CsLostOrderCall(models.TransientModel):
    """The second callback about an order that is reported as lost (HD-24)."""

    _name = "cs.lost.order.call"
    _description = "Second Callback of a Lost Order"

    lost_id = fields.Many2one(
        "cs.lost.order", "Lost Order", required=True, readonly=True
    )
    customer = fields.Char(compute="_compute_customer")
    phone = fields.Char(compute="_compute_customer")
    result = fields.Selection(
        [("lost", "Confirmed: lost"), ("alive", "Customer still wants it")],
        required=True,
        default="lost",
    )
    said = fields.Text("What the Customer Said", required=True)

    @api.depends("lost_id")
    def _compute_customer(self):
        for one in self:
            may_read = one.lost_id.has_access("read")
            # sudo: who makes the call has to know whom to call
            ticket = one.sudo().lost_id.ticket_id if may_read else None
            one.customer = ticket and (ticket.partner_id.name or ticket.partner_name)
            one.phone = ticket and (ticket.cs_phone or ticket.partner_id.phone)

    def action_confirm(self):
        """Record what the customer said; a confirmed loss goes to the manager."""
        self.ensure_one()
        self.lost_id._record_call(self.result, self.said)
        return {"type": "ir.actions.act_window_close"}


class CsLostOrderJudge(models.TransientModel):
    """The manager names who is responsible for a lost order, or clears (HD-24)."""

    _name = "cs.lost.order.judge"
    _description = "Decision on a Lost Order"

    lost_id = fields.Many2one(
        "cs.lost.order", "Lost Order", required=True, readonly=True
    )
    company_id = fields.Many2one(related="lost_id.company_id")
    is_held = fields.Selection(
        [("held", "Responsible"), ("cleared", "Nobody is responsible")],
        "Responsibility",
        required=True,
        default="cleared",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Person Responsible",
        compute="_compute_employee_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    reason = fields.Text("Why So", required=True)

    @api.depends("lost_id")
    def _compute_employee_id(self):
        for one in self:
            one.employee_id = one.lost_id.responsible_id

    def action_confirm(self):
        """Approve the report: it is archived, and the order is closed."""
        self.ensure_one()
        held = self.is_held == "held"
        self.lost_id._judge(self.sudo().employee_id, held, self.reason)
        return {"type": "ir.actions.act_window_close"}
