from odoo import models


class CsSetupBookSlips(models.AbstractModel):
    """The fault slips of a front desk, beside the rule book (INC-20, ALL-04)."""

    _name = "cs.setup.book.slips"
    _inherit = ["cs.setup.book"]
    _description = "Setup: Fault Slips"

    _setup_kinds = dict.fromkeys(("decoration", "property", "hospital"), "slips")
