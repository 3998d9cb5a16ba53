from odoo import api, models

from .ready_cards import CARDS


class CsSetupCard(models.AbstractModel):
    """The monthly score card of a kind of company, from the ready ones (APP-03,
    ALL-04)."""

    _name = "cs.setup.card"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Score Card"

    _setup_model = "cs.appraisal.template"
    _setup_trial = "cs_appraisal.cs_appraisal_trial_template_action"
    #: kind of company -> ready card
    _setup_kinds = {
        "ecommerce": "shop",
        "after_sales": "after_sales",
        "retail": "retail",
        "decoration": "decoration",
        "property": "duty",
        "hospital": "hotline",
        "field": "field",
    }
    _cycle_kind = "month"

    @api.model
    def _setup_key(self, scope):
        return {"cycle_kind": self._cycle_kind}

    @api.model
    def _setup_vals(self, scope):
        card = self._setup_kinds[scope.kind]
        vals = self.env["cs.appraisal.ready.card"]._prepare_template_vals(card)
        return {**vals, "cycle_kind": self._cycle_kind}

    @api.model
    def _setup_preview(self, scope):
        return [
            f"{self.env._(item.name)} · {item.weight:g} %"
            for item in CARDS[self._setup_kinds[scope.kind]].items
        ]
