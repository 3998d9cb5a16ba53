from odoo import api, fields, models
from odoo.tools import format_amount

from ..engine.cap import instalments
from ..models.cs_discipline_effect_mixin import exact


class CsDisciplineAgree(models.TransientModel):
    """Asks who decides on a fine or compensation what is taken of it a month
    (INC-28). The entry checks who may."""

    _name = "cs.discipline.agree"
    _description = "Agree on Instalments"

    entry_id = fields.Many2one("cs.discipline.entry", required=True, readonly=True)
    # With the rights of who asks: naming an entry must not tell what it comes to.
    currency_id = fields.Many2one(related="entry_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="entry_id.amount", related_sudo=False)
    instalment = fields.Monetary(
        "Instalment a Month",
        required=True,
        help="INC-28: at most so much a month; 0: as much as the limit of fines gives.",
    )
    plan = fields.Char(compute="_compute_plan")

    @api.depends_context("lang")
    @api.depends("entry_id", "instalment")
    def _compute_plan(self):
        for one in self:
            owed, each = abs(exact(one.amount)), exact(one.instalment)
            if not 0 < each <= owed:
                one.plan = self.env._("At once, as far as the limit of fines allows.")
                continue
            number, last = instalments(owed, each)
            one.plan = self.env._(
                "At least %(months)s months; the last instalment is %(last)s.",
                months=number,
                last=format_amount(self.env, float(last), one.currency_id),
            )

    def action_confirm(self):
        """Agree; the entry checks who may and what is possible."""
        self.ensure_one()
        self.entry_id.action_agree_instalment(self.instalment)
        return {"type": "ir.actions.act_window_close"}
