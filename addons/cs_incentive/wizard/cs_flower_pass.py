from odoo import fields, models
from odoo.exceptions import UserError


class CsFlowerPass(models.TransientModel):
    """Asks to whom the own flower is passed on, and why; the holder signs (INC-15)."""

    _name = "cs.flower.pass"
    _description = "Pass a Red Flower On"

    flower_id = fields.Many2one(
        "cs.flower",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    company_id = fields.Many2one(related="flower_id.company_id")
    to_id = fields.Many2one("hr.employee", "Who Gets It")
    note = fields.Text("Written Reason")

    def action_confirm(self):
        """Pass it on as the current user, who must hold it."""
        self.ensure_one()
        self.flower_id.check_access("read")
        if not self.to_id:
            raise UserError(self.env._("INC-15: please choose who gets it."))
        # sudo: nobody writes flowers but by passing them on
        flower = self.flower_id._actor()
        mine = self.env.user._cs_employees()
        person = mine.filtered(lambda one: one.company_id == flower.company_id)[:1]
        flower._pass_on(person, self.to_id.sudo(), self.note)
        return {"type": "ir.actions.act_window_close"}
