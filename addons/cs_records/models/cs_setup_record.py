from odoo import api, models


def _numbers(short_years, normal_days, secret_days=3):
    """Parameters of a kind of company; the others are those of every one."""
    return {
        "short_years": short_years,
        "long_years": 30,
        "normal_days": normal_days,
        "secret_days": secret_days,
        "top_days": 1,
    }


class CsSetupRecord(models.AbstractModel):
    """How long documents of a kind of company are kept and lent (ALL-06, HD-20,
    ALL-04)."""

    _name = "cs.setup.record"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Records Policy"

    _setup_model = "cs.record.policy"
    _setup_kinds = {
        "ecommerce": _numbers(5, 14),
        "after_sales": _numbers(5, 14),
        # shops work with few papers, which the others miss
        "retail": _numbers(5, 7),
        "decoration": _numbers(10, 14),
        "property": _numbers(10, 14),
        # what patients told goes back the same day
        "hospital": _numbers(15, 14, secret_days=1),
        "field": _numbers(10, 14),
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Records policy")
