from odoo import fields, models

#: while no policy is in force: the regulations' own numbers (APP-11)
NEWCOMER_DAYS = 7
MANAGER_MONTHS = 6
MISSED_PART = 3
REPAY_YEARS = 4
NEED_DAYS = 60
EFFECT_DAYS = 30


class CsAppraisalPolicy(models.Model):
    """What the rule on training leaves open, as parameters (APP-11)."""

    _inherit = "cs.appraisal.policy"

    training_need_days = fields.Integer(
        "Other Training Within",
        default=NEED_DAYS,
        unit="day",
        help="APP-11: retraining, and needs from grades and surveys, after they are"
        " known.",
    )
    training_effect_days = fields.Integer(
        "Effect of a Course Judged After",
        default=EFFECT_DAYS,
        unit="day",
        help="APP-11: days after its end on which the superior is asked.",
    )

    _training_days_not_negative = models.Constraint(
        "CHECK(training_need_days >= 0 AND training_effect_days >= 0)",
        "Days of training cannot be negative.",
    )
