from odoo import api, fields, models
from odoo.exceptions import UserError


class CsDispatchRefuse(models.TransientModel):
    """Who an order was dispatched to says why not (HD-23)."""

    _name = "cs.dispatch.refuse"
    _description = "Refuse an Order"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Order", required=True, readonly=True
    )
    reason = fields.Text("Why You Cannot Take It", required=True)

    def action_confirm(self):
        """Hand the refusal to the manager; until then the order stays with you."""
        self.ensure_one()
        self.env["cs.dispatch.refusal"]._refuse(self.ticket_id, self.reason)
        return {"type": "ir.actions.act_window_close"}


class CsDispatchAssign(models.TransientModel):
    """Who leads the team gives an order to somebody, as nobody is free (HD-23)."""

    _name = "cs.dispatch.assign"
    _description = "Dispatch an Order by Hand"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Order", required=True, readonly=True
    )
    member_ids = fields.Many2many("hr.employee", compute="_compute_member_ids")
    employee_id = fields.Many2one(
        "hr.employee",
        "Person",
        required=True,
        domain="[('id', 'in', member_ids)]",
    )
    reason = fields.Text("Why This Person", required=True)

    @api.depends("ticket_id")
    def _compute_member_ids(self):
        Maker = self.env["cs.dispatch.maker"].sudo()
        for one in self:
            # sudo: whoever leads the team sees who takes its orders
            ticket = one.sudo().ticket_id
            day = ticket.company_id._cs_today()
            one.member_ids = list(Maker._members(ticket, day)) if ticket else False

    def action_confirm(self):
        """Dispatch to the person; refused when somebody of the level is free."""
        self.ensure_one()
        self.ticket_id.check_access("read")
        self.ticket_id._cs_check_dispatches()
        text = self.env["cs.dispatch.refusal"]._clean(self.reason)
        person = self.sudo().employee_id
        if person in self.env.user._cs_employees():
            raise UserError(self.env._("HD-23: nobody gives an order to oneself."))
        Maker = self.env["cs.dispatch.maker"].sudo()
        Maker._dispatch(self.sudo().ticket_id, "forced", person=person, reason=text)
        return {"type": "ir.actions.act_window_close"}
