from odoo import api, models


class CsDisciplineReasons(models.AbstractModel):
    """The inspection is among what an entry goes back to (ALL-01)."""

    _inherit = "cs.discipline.reasons"

    @api.model
    def _records(self, entry):
        return [*super()._records(entry), ("inspection", entry.inspection_id)]
