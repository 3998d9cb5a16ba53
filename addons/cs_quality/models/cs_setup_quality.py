from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND

from .ready_card import ready_values


class CsSetupQuality(models.AbstractModel):
    """The scorecard of conversations, from the ready one (HD-32, ALL-04); the same for
    every kind of company."""

    _name = "cs.setup.quality"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Conversation Scorecard"

    _setup_model = "cs.quality.card"
    _setup_kinds = dict.fromkeys(ANY_KIND, True)

    @api.model
    def _setup_vals(self, scope):
        return ready_values(self.env)

    @api.model
    def _setup_preview(self, scope):
        card = self.env["cs.quality.card"].new(ready_values(self.env))
        return [f"{item.name} · {item.weight:g} %" for item in card.item_ids]
