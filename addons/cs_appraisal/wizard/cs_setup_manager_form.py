from odoo import models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND


class CsSetupManagerForm(models.AbstractModel):
    """The managers' form, for quarterly cycles (APP-04, APP-05, ALL-04)."""

    _name = "cs.setup.manager.form"
    _inherit = ["cs.setup.card"]
    _description = "Setup: Manager Form"

    _setup_kinds = dict.fromkeys(ANY_KIND, "manager")
    _cycle_kind = "quarter"
