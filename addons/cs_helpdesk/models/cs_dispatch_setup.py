from odoo import api, models


class CsSetupDispatch(models.AbstractModel):
    """The dispatch policy of companies that dispatch orders by amount (HD-23, ALL-04).

    What is not named has the regulations' default.
    """

    _name = "cs.setup.dispatch"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Dispatch Policy"

    _setup_model = "cs.dispatch.policy"
    _setup_kinds = {
        "decoration": {"pending_off_season": 2, "pending_peak": 4},
        # fitters serve several customers a day
        "field": {
            "pending_off_season": 6,
            "pending_peak": 8,
            "day_cap": 4,
            "week_cap": 20,
        },
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Dispatch policy")
