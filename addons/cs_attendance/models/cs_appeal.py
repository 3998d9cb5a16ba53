from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cs_attendance_ruling import RULINGS


class CsAppeal(models.Model):
    """An appeal against a day says what the day should count as; who accepts the
    appeal decides just that (ALL-02)."""

    _inherit = "cs.appeal"

    cs_counts_as = fields.Selection(
        RULINGS,
        string="The Day Should Count As",
        compute="_compute_cs_counts_as",
        store=True,
        readonly=False,
        precompute=True,
        help="Accepting the appeal makes the day exactly this.",
    )

    @api.depends("res_model")
    def _compute_cs_counts_as(self):
        for appeal in self:
            is_day = appeal.res_model == "cs.attendance.day"
            appeal.cs_counts_as = (appeal.cs_counts_as or "ok") if is_day else False

    @api.constrains("cs_counts_as", "res_model")
    def _check_cs_counts_as(self):
        for appeal in self:
            if appeal.res_model == "cs.attendance.day" and not appeal.cs_counts_as:
                raise ValidationError(
                    self.env._("Please say what the day should count as.")
                )

    def _decision_detail(self):
        detail = super()._decision_detail()
        if self.cs_counts_as:
            detail["counts_as"] = self.cs_counts_as
        return detail
