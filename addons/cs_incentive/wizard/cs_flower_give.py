from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.cs_flower import KINDS


class CsFlowerGive(models.TransientModel):
    """Asks for whom and for what a flower or flag is (INC-15); for who leads people."""

    _name = "cs.flower.give"
    _description = "Give a Red Flower"

    kind = fields.Selection(KINDS, required=True, default="flower")
    company_id = fields.Many2one("res.company", compute="_compute_left")
    recipient_id = fields.Many2one("hr.employee")
    department_id = fields.Many2one("hr.department", "For the Department")
    reason = fields.Text("Written Reason")
    left = fields.Integer("Left This Month", compute="_compute_left")
    can_flag = fields.Boolean(compute="_compute_left")

    @api.depends_context("uid")
    @api.depends("kind")
    def _compute_left(self):
        Flower = self.env["cs.flower"]
        giver = Flower._giver()
        budget = giver and Flower._budget(giver, self.env.company._cs_today())
        for wizard in self:
            wizard.company_id = self.env.company
            wizard.left = budget.left if budget else 0
            wizard.can_flag = budget and budget.can_flag

    def action_confirm(self):
        """Give it as the current user; budgets and persons are checked there."""
        self.ensure_one()
        Flower = self.env["cs.flower"]
        giver = Flower._giver()
        if not giver:
            raise AccessError(self.env._("INC-15: who leads people gives flowers."))
        is_flag = self.kind == "flag"
        chosen = self.department_id if is_flag else self.recipient_id
        whom = {"department": chosen} if is_flag else {"recipient": chosen}
        # sudo: nobody writes flowers but by giving
        Flower._actor()._give(
            giver, self.reason, **{name: one.sudo() for name, one in whom.items()}
        )
        return {"type": "ir.actions.act_window_close"}
