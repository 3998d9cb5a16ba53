from odoo import api, models


class TestCsSetup(models.AbstractModel):
    """A part of the setup assistant: a draft of the test policy."""

    _name = "test.cs.setup"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Test Part of the Setup"

    _setup_model = "test.cs.policy"
    _setup_kinds = {"ecommerce": {"grace": 7, "outcome": "absent"}}

    @api.model
    def _setup_title(self, scope):
        return "Rules"
