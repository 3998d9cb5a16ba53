from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND


class CsSetupIncentive(models.AbstractModel):
    """The incentive policy: values of points, joint liability, cap of fines (INC-09 to
    INC-33, ALL-04); the regulations' own for every kind of company."""

    _name = "cs.setup.incentive"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Incentive Policy"

    _setup_model = "cs.incentive.policy"
    _setup_kinds = dict.fromkeys(
        ANY_KIND, {"joint_factor": 2, "fine_cap": 20, "disciplinary_months": 3}
    )

    @api.model
    def _setup_title(self, scope):
        return self.env._("Incentive policy")
