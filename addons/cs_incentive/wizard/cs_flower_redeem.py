from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.flowers import MOST, FlowerError, cost


class CsFlowerRedeem(models.TransientModel):
    """Asks which gifts the own flowers, or a flag of the own department, are exchanged
    for (INC-15)."""

    _name = "cs.flower.redeem"
    _description = "Redeem Red Flowers"

    flag_id = fields.Many2one(
        "cs.flower", readonly=True, default=lambda self: self.env.context.get("flag_id")
    )
    company_id = fields.Many2one("res.company", compute="_compute_held")
    held = fields.Integer("Flowers You Have", compute="_compute_held")
    gift_1_id = fields.Many2one("cs.flower.gift", "Gift")
    gift_2_id = fields.Many2one("cs.flower.gift", "Second Gift")
    gift_3_id = fields.Many2one("cs.flower.gift", "Third Gift")
    cost = fields.Integer("Flowers It Costs", compute="_compute_cost")

    @api.depends_context("uid")
    @api.depends("flag_id")
    def _compute_held(self):
        today = self.env.company._cs_today()
        me = self._person()
        held = self.env["cs.flower"].search_count(
            [
                ("holder_id", "=", me.id or 0),
                ("state", "=", "valid"),
                ("last_day", ">=", today),
            ]
        )
        for wizard in self:
            wizard.company_id = self.env.company
            wizard.held = held

    @api.depends("gift_1_id", "gift_2_id", "gift_3_id")
    def _compute_cost(self):
        for wizard in self:
            levels = self.env["cs.flower.gift"].sudo()
            levels = [n for one in wizard._gifts() for n in one.sudo()._flowers()]
            try:
                wizard.cost = cost(levels)
            except FlowerError:
                wizard.cost = min(sum(levels), MOST + 1)

    @api.model
    def _person(self):
        mine = self.env.user._cs_employees()
        return mine.filtered(lambda one: one.company_id == self.env.company)[:1]

    def _gifts(self):
        """In a list: the same one may be wanted twice."""
        chosen = (self.gift_1_id, self.gift_2_id, self.gift_3_id)
        return [gift for gift in chosen if gift]

    def action_confirm(self):
        """Exchange as the current user; once a month, the oldest flowers first."""
        self.ensure_one()
        person = self._person()
        if not person:
            raise AccessError(
                self.env._("INC-15: only people of the company redeem flowers.")
            )
        gifts = [gift.sudo() for gift in self._gifts()]
        # sudo: nobody writes flowers but by redeeming the own ones
        Flower = self.env["cs.flower"]._actor()
        if self.flag_id:
            self.flag_id.check_access("read")
            flag = Flower.browse(self.flag_id.id)
            flag._redeem_flag(person, gifts[0] if gifts else self._none())
        else:
            Flower._redeem(person, gifts)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _none(self):
        return self.env["cs.flower.gift"].sudo()
