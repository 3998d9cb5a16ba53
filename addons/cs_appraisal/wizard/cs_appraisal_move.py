from odoo import api, fields, models


class CsAppraisalMove(models.TransientModel):
    """Asks for another grade and why: in the calibration, or by an upheld appeal."""

    _name = "cs.appraisal.move"
    _description = "Another Grade"

    result_id = fields.Many2one(
        "cs.appraisal.result", required=True, ondelete="cascade"
    )
    choice_ids = fields.Many2many(
        "cs.appraisal.policy.grade", compute="_compute_choice_ids"
    )
    grade_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        "New Grade",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', choice_ids)]",
    )
    reason = fields.Text(required=True)

    @api.depends("result_id")
    def _compute_choice_ids(self):
        for move in self:
            # sudo: a published policy's grades, for who reads the result
            result = move.result_id.sudo()
            grades = result.appraisal_id.policy_id.grade_ids
            move.choice_ids = grades - result.current_grade_id

    def action_confirm(self):
        """Move the grade; the result checks who may."""
        self.ensure_one()
        result = self.result_id
        is_given = bool(result.released_at)
        move = result.action_revise if is_given else result.action_calibrate
        move(self.grade_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
