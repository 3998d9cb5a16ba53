from odoo import fields, models


class CsAppraisalShift(models.Model):
    """A grade that was moved during the calibration: by whom and why (APP-08).

    Access, nobody writes: who reads the result, but not the person.
    """

    _name = "cs.appraisal.shift"
    _inherit = ["cs.kept.mixin"]
    _description = "Moved Grade"
    _order = "id desc"
    _log_access = False

    result_id = fields.Many2one(
        "cs.appraisal.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="result_id.company_id", store=True)
    grade_before_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        "From Grade",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    grade_after_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        "To Grade",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    reason = fields.Text(required=True, readonly=True)
    moved_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    moved_at = fields.Datetime(required=True, readonly=True)

    def _kept_text(self):
        return self.env["cs.appraisal.result"]._kept_text()
