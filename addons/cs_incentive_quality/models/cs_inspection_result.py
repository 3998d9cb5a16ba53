from odoo import models


class CsInspectionResult(models.Model):
    """Lines keep the rule that the item names when the round is drawn (INC-21)."""

    _inherit = "cs.inspection.result"

    def _prepare_line(self, item):
        rule = {"suggested_rule_id": item.suggested_rule_id.id}
        return super()._prepare_line(item) | rule
