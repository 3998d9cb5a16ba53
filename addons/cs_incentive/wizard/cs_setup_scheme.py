from odoo import api, models

from .ready_schemes import SCHEMES


class CsSetupScheme(models.AbstractModel):
    """What people earn by in a kind of company, from the ready schemes (INC-01 to
    INC-14, ALL-04)."""

    _name = "cs.setup.scheme"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Incentive Scheme"

    _setup_model = "cs.incentive.scheme"
    _setup_trial = "cs_incentive.cs_incentive_trial_action"
    #: kind of company -> ready scheme
    _setup_kinds = {
        "ecommerce": "shop",
        "after_sales": "merit",
        "retail": "merit",
        "decoration": "decoration",
        "property": "merit",
        "hospital": "merit",
        "field": "field",
    }

    @api.model
    def _setup_vals(self, scope):
        scheme = self._setup_kinds[scope.kind]
        return self.env["cs.incentive.ready.scheme"]._prepare_scheme_vals(scheme)

    @api.model
    def _setup_preview(self, scope):
        _title, lines = SCHEMES[self._setup_kinds[scope.kind]]
        return [self.env._(line.name) for line in lines]
