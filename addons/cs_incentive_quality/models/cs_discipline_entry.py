from odoo import api, fields, models


class CsDisciplineEntry(models.Model):
    """An entry that an inspection suggested names it as evidence (INC-21, HD-30)."""

    _inherit = "cs.discipline.entry"

    inspection_id = fields.Many2one(
        "cs.inspection.result",
        compute="_compute_inspection_id",
        help="HD-30: the inspection whose faults suggested this.",
    )

    @api.depends("suggestion_ids", "corrects_id")
    def _compute_inspection_id(self):
        for entry in self:
            # sudo: whoever reads the entry may know where it comes from
            first = entry.sudo()
            while first.corrects_id:
                first = first.corrects_id
            entry.inspection_id = first.suggestion_ids[:1]._faults().result_id
