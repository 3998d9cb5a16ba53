from odoo import fields, models


class CsInspectionSign(models.Model):
    """An inspector of a result, and when this one confirmed it (HD-30).

    Access as the result.
    """

    _name = "cs.inspection.sign"
    _inherit = ["cs.kept.mixin"]
    _description = "Confirmation of an Inspection"
    _order = "id"
    _rec_name = "inspector_id"

    result_id = fields.Many2one(
        "cs.inspection.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    inspector_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    signed_at = fields.Datetime("Confirmed On", readonly=True)

    _once = models.Constraint(
        "UNIQUE(result_id, inspector_id)", "Each inspector confirms once."
    )

    def _kept_text(self):
        return self.env._(
            "HD-30: inspectors are drawn; each confirms the result by its button."
        )
