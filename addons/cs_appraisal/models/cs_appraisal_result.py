from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsAppraisalResult(models.Model):
    """Score, grade and rank of an appraisal, with what they rest on (APP-06, ALL-01).

    Computed by ``cs.appraisal.maker`` during the calibration; frozen when it is given
    to the person. What becomes known later is a ``cs.appraisal.change``.

    Access, nobody writes: the person once it is given; before and after, who leads
    the person, supervisors for their departments, HR officers and the general
    manager, but nobody the own one before it is given.
    """

    _name = "cs.appraisal.result"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Appraisal Result"
    _order = "month desc, department_id, rank, id"
    _log_access = False

    appraisal_id = fields.Many2one(
        "cs.appraisal", required=True, readonly=True, ondelete="restrict"
    )
    cycle_id = fields.Many2one(
        "cs.appraisal.cycle",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    superior_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    month = fields.Date(readonly=True, required=True, help="Month of the last day")
    score = fields.Float(digits=(16, 2), readonly=True, aggregator="avg")
    is_scored = fields.Boolean(
        readonly=True, help="Not so if nothing of the template applied."
    )
    computed_grade_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        "Grade by Score",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    grade_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        group_expand="_group_expand_grade_id",
    )
    rank = fields.Integer(
        "Rank in the Group",
        readonly=True,
        aggregator=None,
        help="From 1; equal scores share it. 0: nothing to rank.",
    )
    rank_of = fields.Integer("People Ranked", readonly=True, aggregator=None)
    people_rank = fields.Integer("Rank for the Grade", readonly=True, aggregator=None)
    people_of = fields.Integer("People Graded", readonly=True, aggregator=None)
    people_until = fields.Integer("Grade Up to Rank", readonly=True, aggregator=None)
    best_streak = fields.Integer("Months First Running", readonly=True, aggregator=None)
    failing_streak = fields.Integer(
        "Failing Months in a Row", readonly=True, aggregator=None
    )
    released_at = fields.Datetime("Given On", readonly=True)
    line_ids = fields.One2many("cs.appraisal.line", "result_id", readonly=True)
    change_ids = fields.One2many("cs.appraisal.change", "result_id", readonly=True)
    shift_ids = fields.One2many(
        "cs.appraisal.shift",
        "result_id",
        "Calibrated",
        readonly=True,
        groups="cs_base.group_team_leader,cs_base.group_hr_officer,"
        "cs_base.group_general_manager",
    )
    state = fields.Selection(related="appraisal_id.state")
    current_score = fields.Float(
        compute="_compute_current", digits=(16, 2), help="With later differences."
    )
    current_grade_id = fields.Many2one(
        "cs.appraisal.policy.grade", compute="_compute_current"
    )
    score_text = fields.Char("Total Score", compute="_compute_texts")
    rank_text = fields.Char("Place", compute="_compute_texts")
    can_calibrate = fields.Boolean(compute="_compute_can_calibrate")
    explanation = fields.Json(compute="_compute_explanation", store=False)

    _appraisal_uniq = models.Constraint(
        "UNIQUE(appraisal_id)", "An appraisal has one result."
    )

    @api.model
    def _group_expand_grade_id(self, grades, domain):
        """All grades of the policies met, so that people can be moved to any."""
        return grades.policy_id.grade_ids

    @api.depends("employee_id", "cycle_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.sudo().appraisal_id.display_name

    @api.depends("score", "grade_id", "change_ids")
    def _compute_current(self):
        for one in self:
            # sudo: differences have the readers of their result
            last = one.sudo().change_ids.sorted("id")[-1:]
            one.current_score = last.score_after if last else one.score
            one.current_grade_id = last.grade_after_id if last else one.grade_id

    @api.depends("score", "rank", "rank_of")
    @api.depends_context("lang")
    def _compute_texts(self):
        none = self.env._("Not applicable")
        for one in self:
            one.score_text = f"{one.score:.2f}" if one.is_scored else none
            one.rank_text = f"{one.rank} / {one.rank_of}" if one.rank else none

    @api.depends_context("uid")
    def _compute_can_calibrate(self):
        for one in self:
            one.can_calibrate = not one._calibration_refusal()

    def _compute_is_explained(self):
        self.is_explained = True

    def _compute_explanation(self):
        reasons = self.env["cs.appraisal.reasons"]
        for one in self:
            one.explanation = reasons._of_result(one.sudo()).to_json()

    def _explanation_header(self):
        header = super()._explanation_header()
        grade = self.sudo().current_grade_id.name or ""
        subtitle = f"{self.score_text}   {self.rank_text}"
        return header | {"badge": grade[:3], "token": "ok", "subtitle": subtitle}

    def _kept_text(self):
        return self.env._(
            "Scores follow from figures and ratings and are written by nobody. During"
            " the calibration a grade is moved with a reason; afterwards the person may"
            " appeal."
        )

    # Calibration (APP-08)

    def action_calibrate(self, grade_id, reason):
        """Move people to another grade, with a reason; the score stays.

        :param grade_id: id of a grade of the same policy
        :raise AccessError: who does not answer for the person, or is the person
        :raise UserError: after the calibration, without reason, or an unknown grade
        """
        self.check_access("read")
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > 1000:
            raise UserError(
                self.env._(
                    "APP-08: please say in up to 1000 characters why the grade moves."
                )
            )
        for one in self:
            refusal = one._calibration_refusal()
            if refusal:
                raise refusal
            one.sudo()._move_to(grade_id, reason)
        return True

    def _move_to(self, grade_id, reason):
        grades = self.grade_id.policy_id.grade_ids
        grade = grades.filtered(lambda one: one.id == grade_id)
        if not grade:
            raise UserError(
                self.env._("This is no grade of the policy that holds for the person.")
            )
        if grade == self.grade_id:
            return
        self.env["cs.appraisal.shift"]._kept_create(
            [
                {
                    "result_id": self.id,
                    "grade_before_id": self.grade_id.id,
                    "grade_after_id": grade.id,
                    "reason": reason,
                    "moved_by_id": self.env.uid,
                    "moved_at": fields.Datetime.now(),
                }
            ]
        )
        self._kept_write({"grade_id": grade.id})

    def _is_decided(self):
        """Whether people gave the grade: in the calibration, or after an appeal.

        It stays, whatever the score becomes (APP-08, ALL-02).
        """
        own = self.sudo()
        return bool(own.shift_ids or own.change_ids.made_by_id)

    def _calibration_refusal(self):
        """:return: the error why the current user may not move the grade, or None"""
        self.ensure_one()
        own = self.sudo()
        user = self.env.user
        if own.employee_id & user._cs_employees():
            return AccessError(self.env._("Nobody decides on the own appraisal."))
        calibrates = (
            user.has_group("cs_base.group_supervisor")
            and own.department_id in user.cs_managed_department_ids
        )
        if not calibrates:
            return AccessError(
                self.env._(
                    "APP-08: the supervisor of the person's department calibrates. Who"
                    " approves the results can return them with a reason."
                )
            )
        cycle = own.cycle_id
        if cycle.state != "calibration" or cycle.release_state != "draft":
            return UserError(
                self.env._("Grades are moved during the calibration only (APP-08).")
            )
        if not own.grade_id:
            return UserError(self.env._("Without a score there is no grade to move."))
        return None

    # Appeal (APP-08, ALL-02)

    def _appeal_since(self):
        return self.released_at or None

    def _appeal_days(self):
        return self.appraisal_id.policy_id.appeal_days

    def _appeal_first_decider(self):
        return self.superior_id

    def _appeal_accepted(self, appeal):
        self.env["cs.appraisal.change"]._book_appeal(self, appeal)
