from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .appraisal_rows import insert_new
from .cs_appraisal_change import COLUMNS


class CsAppraisalResult(models.Model):
    """What an upheld appeal decides where no fact can say it (ALL-02)."""

    _inherit = "cs.appraisal.result"

    can_revise = fields.Boolean(compute="_compute_can_revise")

    @api.depends_context("uid")
    def _compute_can_revise(self):
        for one in self:
            one.can_revise = bool(one._open_appeal()) and not one._revise_refusal()

    def action_revise(self, grade_id, reason):
        """Give the grade that an upheld appeal asks for, as a difference.

        :param grade_id: id of a grade of the same policy
        :raise AccessError: for everybody but HR officers and the general manager, and
            for the own result
        :raise UserError: without an upheld appeal that waits for it, or a reason
        """
        self.ensure_one()
        self.check_access("read")
        refusal = self._revise_refusal()
        if refusal:
            raise refusal
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > 1000:
            raise UserError(
                self.env._(
                    "ALL-02: please say in up to 1000 characters why the grade changes."
                )
            )
        self.sudo()._revise(grade_id, reason)
        return True

    def _revise(self, grade_id, reason):
        appeal = self._open_appeal()
        if not appeal:
            raise UserError(
                self.env._(
                    "No upheld appeal against this result waits for a new grade."
                )
            )
        grades = self.appraisal_id.policy_id.grade_ids
        grade = grades.filtered(lambda one: one.id == grade_id)
        if not grade:
            raise UserError(
                self.env._("This is no grade of the policy that holds for the person.")
            )
        Change = self.env["cs.appraisal.change"]
        month = Change._booking_month(self.cycle_id)
        score = f"{self.current_score:.2f}"
        row = Change._row(self, "appeal", score, grade.id, month)
        row |= {"appeal_id": appeal.id, "note": reason, "made_by_id": self.env.uid}
        if not insert_new(self.env, "cs_appraisal_change", COLUMNS, [row]):
            raise UserError(
                self.env._("Somebody has just changed this result. Please look again.")
            )
        Change.invalidate_model(flush=False)
        self.invalidate_recordset(flush=False)

    def _open_appeal(self):
        """The upheld appeal that nobody has given a grade for yet (sudo)."""
        own = self.sudo()
        done = own.change_ids.filtered("made_by_id").appeal_id
        appeals = self.env["cs.appeal"].sudo()
        return appeals.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("state", "=", "accepted"),
                ("id", "not in", done.ids),
            ],
            order="id desc",
            limit=1,
        )

    def _revise_refusal(self):
        user = self.env.user
        if self.sudo().employee_id & user._cs_employees():
            return AccessError(self.env._("Nobody decides on the own appraisal."))
        if not (
            user.has_group("cs_base.group_hr_officer")
            or user.has_group("cs_base.group_general_manager")
        ):
            return AccessError(
                self.env._(
                    "ALL-02: HR officers and the general manager carry out what an"
                    " appeal decided."
                )
            )
        return None
