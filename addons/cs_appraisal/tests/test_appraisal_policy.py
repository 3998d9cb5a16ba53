from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged


@tagged("cs_appraisal", "cs_appraisal_policy")
class TestAppraisalPolicy(PolicyModelChecks, CsCase):
    policy_model = "cs.appraisal.policy"
    # Silent in the regulations, so ours: the share of APP-02, names of grades
    # and how long before their dates people are reminded.
    regulations = {
        "opens_day": 5,
        "due_day": 10,
        "rating_warn_days": 2,
        "left_out_months": 2,
        "left_out_share": 50,
        "minimum_raters": 2,
        "grading": "bands",
        "grade_ids": ["A", "B", "C", "D", "E"],
        "best_streak_months": 3,
        "failing_streak_months": 3,
        "appeal_days": 5,
        "newcomer_training_days": 7,
        "manager_training_months": 6,
        "missed_course_part": 3,
        "repay_years": 4,
        "training_need_days": 60,
        "training_effect_days": 30,
        "improvement_warn_days": 2,
    }
    refused = [
        {"opens_day": 0},
        {"due_day": 4},
        {"due_day": 29},
        {"rating_warn_days": -1},
        {"left_out_months": -1},
        {"left_out_share": 100.01},
        {"minimum_raters": -1},
        {"failing_streak_months": 0},
        {"appeal_days": -1},
        {"missed_course_part": 0},
        {"improvement_warn_days": -1},
        {"grade_ids": [Command.create({"name": "F", "score_from": -1})]},
        {"grade_ids": [Command.create({"name": "F", "score_from": 1, "share": 101})]},
        {"grade_ids": [Command.create({"name": "F", "coefficient": -1})]},
    ]

    def test_one_coefficient_for_all_is_told(self):
        """APP-06, INC-09: the regulations name no coefficients, so a draft says it."""
        draft = self._draft()
        self.assertTrue(draft.is_flat)
        draft.grade_ids.sorted()[0].coefficient = 1.01
        self.assertFalse(draft.is_flat)

    def test_grades_are_half_open_bands(self):
        """APP-06."""
        self.assertEqual(
            [(g.name, g.score_from, g.band) for g in self._draft().grade_ids.sorted()],
            [
                ("A", 90, "90 ≤ score"),
                ("B", 80, "80 ≤ score < 90"),
                ("C", 70, "70 ≤ score < 80"),
                ("D", 60, "60 ≤ score < 70"),
                ("E", 0, "score < 60"),
            ],
        )

    def test_every_score_has_a_grade(self):
        policy = self._draft()
        policy.grade_ids.filtered(lambda grade: grade.name == "E").unlink()
        with self.assertRaisesRegex(UserError, "begin at 0"):
            policy.action_submit()

    def test_forced_distribution_shares_everybody_out(self):
        policy = self._draft(grading="distribution")
        policy.grade_ids.share = 19.99
        with self.assertRaisesRegex(UserError, "make 100 %"):
            policy.action_submit()
        policy.grade_ids.share = 20
        policy.action_submit()
        self.assertEqual(policy.state, "proposed")
