from odoo import models


class CsSetupBookPoints(models.AbstractModel):
    """The points book of shops (INC-21, ALL-04)."""

    _name = "cs.setup.book.points"
    _inherit = ["cs.setup.book"]
    _description = "Setup: Points Book"

    _setup_kinds = {"retail": "points"}
