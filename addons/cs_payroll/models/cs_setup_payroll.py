from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND


class CsSetupPayroll(models.AbstractModel):
    """The payroll policy: base pay from the pay items of the scheme, missed days by the
    days due (INC-31, ATT-05, ATT-09, ALL-04)."""

    _name = "cs.setup.payroll"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Payroll Policy"

    _setup_model = "cs.payroll.policy"
    _setup_kinds = dict.fromkeys(
        ANY_KIND, {"base_from": "scheme", "day_basis": "due", "absent_rate": 100}
    )

    @api.model
    def _setup_title(self, scope):
        return self.env._("Payroll policy")
