from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare

#: days; also while no policy is in force
RATING_WARN_DAYS = 2
#: the regulations' five grades and the score each begins at
GRADES = [("A", 90), ("B", 80), ("C", 70), ("D", 60), ("E", 0)]


class CsAppraisalPolicy(models.Model):
    """Parameters of the appraisal rules (APP-01 to APP-11); access as in the mixin."""

    _name = "cs.appraisal.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Appraisal Policy"

    def _default_grade_ids(self):
        return [
            Command.create(
                {"name": name, "score_from": score, "is_failing": name == "E"}
            )
            for name, score in GRADES
        ]

    previous_id = fields.Many2one("cs.appraisal.policy")

    opens_day = fields.Integer(
        "Monthly Appraisal Opens On Day",
        default=5,
        help="APP-01: day of the following month.",
    )
    due_day = fields.Integer(
        "Monthly Appraisal Due On Day",
        default=10,
        help="APP-01: day of the following month, that day included.",
    )
    rating_warn_days = fields.Integer(
        "Reminder of Ratings Before",
        default=RATING_WARN_DAYS,
        unit="day",
        help="APP-01: days before ratings are due on which raters are reminded, once.",
    )
    left_out_months = fields.Float(
        "Left Out If Away More Than",
        default=2,
        digits=(16, 2),
        unit="month",
        help="APP-02: leave, absence and time before or after the employment together,"
        " within a period longer than a month.",
    )
    left_out_share = fields.Float(
        "Left Out of a Month If Away More Than",
        default=50,
        digits=(16, 2),
        unit="percent",
        help="APP-02: share of the month's working days, for monthly appraisals.",
    )
    minimum_raters = fields.Integer(
        "Peers or Subordinates Needed",
        default=2,
        unit="person",
        help="APP-05: with fewer peers or subordinates their weight is spread over the"
        " others, so that nobody can be identified.",
    )
    grading = fields.Selection(
        [("bands", "By score"), ("distribution", "By share of the people")],
        required=True,
        default="bands",
        help="APP-06: by score bands, or by forced distribution.",
    )
    grade_ids = fields.One2many(
        "cs.appraisal.policy.grade",
        "policy_id",
        "Grades",
        copy=True,
        default=lambda self: self._default_grade_ids(),
        help="APP-06: a grade reaches from its score up to, but without, the score of"
        " the next better one. The lowest begins at 0 and takes everything below.",
    )
    is_flat = fields.Boolean(
        "One Coefficient for All Grades", compute="_compute_is_flat"
    )
    best_streak_months = fields.Integer(
        "Months Running First in the Group",
        default=3,
        unit="month",
        help="APP-07: consecutive months after which the award of INC-11 is due.",
    )
    failing_streak_months = fields.Integer(
        "Failing Months Running",
        default=3,
        unit="month",
        help="APP-07: consecutive months after which a dismissal is proposed, which a"
        " person decides.",
    )
    appeal_days = fields.Integer(
        "Appeal Against the Result Within",
        default=5,
        unit="working_day",
        help="APP-08: after the result interview.",
    )
    newcomer_training_days = fields.Integer(
        "Newcomers Trained Within",
        default=7,
        unit="day",
        help="APP-11: after joining.",
    )
    manager_training_months = fields.Integer(
        "Managers Trained Every",
        default=6,
        unit="month",
        help="APP-11: department managers and supervisors, at least once.",
    )
    missed_course_part = fields.Integer(
        "Course Missed From One Part in",
        default=3,
        help="APP-11: who is absent for this part of the hours, here 3 for a third, did"
        " not take part.",
    )
    repay_years = fields.Integer(
        "Course Repaid If Leaving Within",
        default=4,
        unit="year",
        help="APP-11: a qualification course paid by the company, from its end.",
    )

    _days_of_a_month = models.Constraint(
        "CHECK(opens_day BETWEEN 1 AND 28 AND due_day BETWEEN opens_day AND 28)",
        "The appraisal opens and is due between the 1st and the 28th, in this order.",
    )
    _left_out_share_is_a_share = models.Constraint(
        "CHECK(left_out_share BETWEEN 0 AND 100)", "A share runs from 0 to 100 %."
    )
    _counts_not_negative = models.Constraint(
        "CHECK(left_out_months >= 0 AND minimum_raters >= 0 AND appeal_days >= 0"
        " AND newcomer_training_days >= 0 AND repay_years >= 0"
        " AND rating_warn_days >= 0)",
        "Counts, days and years cannot be negative.",
    )
    _counts_positive = models.Constraint(
        "CHECK(best_streak_months > 0 AND failing_streak_months > 0"
        " AND manager_training_months > 0 AND missed_course_part > 0)",
        "Months in a row, the training interval and the part of a course begin at 1.",
    )

    @api.depends("grade_ids.coefficient")
    def _compute_is_flat(self):
        """INC-09 pays every grade alike; the regulations name no coefficients."""
        for policy in self:
            policy.is_flat = len(set(policy.grade_ids.mapped("coefficient"))) == 1

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not self.grade_ids.filtered(lambda grade: grade.score_from == 0):
            raise UserError(
                self.env._(
                    "Scores below the lowest grade would have none (APP-06). Please let"
                    " the lowest grade begin at 0."
                )
            )
        total = sum(self.grade_ids.mapped("share"))
        if self.grading == "distribution" and float_compare(total, 100, 2):
            raise UserError(
                self.env._(
                    "The shares of the grades make %(total)s %% (APP-06). Please let"
                    " them make 100 %%.",
                    total=total,
                )
            )
