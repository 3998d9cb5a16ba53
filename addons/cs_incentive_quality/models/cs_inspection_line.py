from odoo import fields, models


class CsInspectionLine(models.Model):
    """The rule that its item named on the day of the draw (INC-21)."""

    _inherit = "cs.inspection.line"

    suggested_rule_id = fields.Many2one(
        "cs.discipline.rule",
        "Suggests Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-21: as a fault it suggests an entry by this rule, once the result is"
        " final; people decide on it.",
    )
