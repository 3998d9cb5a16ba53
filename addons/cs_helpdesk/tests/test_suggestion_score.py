from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .suggestion_case import SuggestionCase


@tagged("cs_helpdesk", "cs_helpdesk_suggestion")
@freeze_time("2025-06-10 02:00:00")
class TestSuggestionScore(SuggestionCase):
    """HD-08: the committee scores; grade and reward follow from the table."""

    def setUp(self):
        super().setUp()
        self._committee("agent", "hr", "payroll", "gm")
        self.one = self._studied()

    def _grade(self, *marks):
        for role, own in zip(("agent", "hr", "payroll"), marks, strict=True):
            self._score(self.one, role, *own)
        self._answer(self.one, "adopted")
        self._as(self.one, "leader").action_grade()

    def test_hd08_mark_grade_reward(self):
        self._grade((90, 80, 100), (90, 80, 100), (90, 80, 97))
        one = self.one
        # 0.3*90 + 0.3*80 + 0.4*99
        self.assertEqual((one.mark, one.grade, one.reward), (90.6, "A", 1000))
        self.assertEqual(one.benefit, 99)
        self.assertEqual(one.graded_by_id, self.users["leader"])

    def test_hd08_grade_begins_exactly(self):
        self._grade((90, 90, 90), (90, 90, 90), (90, 90, 90))
        self.assertEqual((self.one.mark, self.one.grade), (90, "A"))

    def test_hd08_grade_just_below(self):
        # (90*3 + 89.7*... ) one member a mark of benefit less: 90 - 0.4/3
        self._grade((90, 90, 90), (90, 90, 90), (90, 90, 89))
        self.assertEqual((self.one.mark, self.one.grade), (89.87, "B"))
        self.assertEqual(self.one.reward, 500)

    def test_hd08_explained(self):
        """ALL-01"""
        self._grade((90, 90, 90), (90, 90, 90), (90, 90, 89))
        found = self._as(self.one, "leader").get_explanation()
        self.assertEqual(found["verdict"], "Graded by the committee")
        sentences = " ".join(reason["sentence"] for reason in found["reasons"])
        self.assertIn("89.87", sentences)
        self.assertIn("3 members scored", sentences)
        self.assertEqual({r["rule"]["code"] for r in found["reasons"]}, {"HD-08"})

    def test_hd08_each_once(self):
        self._score(self.one, "agent", 50, 50, 50)
        with self.assertRaisesRegex(UserError, "once"):
            self._score(self.one, "agent", 60, 60, 60)
        second = new_test_user(
            self.env,
            "agent_second",
            "cs_base.group_agent",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.people["agent"].user_id = second
        self.team.user_ids |= second
        with self.assertRaisesRegex(UserError, "once"):
            self.one.with_user(second).action_score()

    @mute_logger("odoo.sql_db")
    def test_hd08_once_by_the_database(self):
        self._score(self.one, "agent", 50, 50, 50)
        score = self.one.score_ids
        vals = {
            "suggestion_id": self.one.id,
            "employee_id": score.employee_id.id,
            "user_id": self.users["agent"].id,
            "scored_at": score.scored_at,
            "creativity": 1,
            "feasibility": 1,
            "benefit": 1,
        }
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            score._kept_create([vals])
        vals |= {"employee_id": self.people["hr"].id, "benefit": 101}
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            score._kept_create([vals])

    def test_hd08_members_only_and_not_the_own(self):
        with self.assertRaisesRegex(UserError, "members"):
            self._score(self.one, "leader", 50, 50, 50)
        self.customer = self.users["agent"].partner_id
        own = self._studied()
        self.assertFalse(self._as(own, "agent").can_score)
        with self.assertRaisesRegex(UserError, "own"):
            self._score(own, "agent", 50, 50, 50)
        self.customer = self.people["hr"].work_contact_id
        own = self._studied()
        with self.assertRaisesRegex(UserError, "own"):
            self._score(own, "hr", 50, 50, 50)

    def test_hd08_marks_of_others_are_hidden_until_the_grade(self):
        self._score(self.one, "agent", 50, 50, 50)
        self.env.invalidate_all()
        self.assertEqual(len(self._as(self.one, "agent").score_ids), 1)
        for role in ("hr", "leader", "gm"):
            seen = self._as(self.one, role)
            seen.invalidate_recordset()
            self.assertFalse(seen.score_ids, role)
            self.assertEqual(seen.score_count, 1)
        self._score(self.one, "hr", 70, 70, 70)
        self._score(self.one, "payroll", 90, 90, 90)
        self._answer(self.one, "adopted")
        self._as(self.one, "leader").action_grade()
        self.env.invalidate_all()
        for role in ("hr", "leader", "gm"):
            self.assertEqual(len(self._as(self.one, role).score_ids), 3, role)

    def test_hd08_marks_stay(self):
        self._score(self.one, "agent", 50, 50, 50)
        for role in ("agent", "gm"):
            score = self._as(self.one.score_ids, role)
            with self.assertRaises(UserError):
                score.write({"benefit": 100})
            with self.assertRaises(UserError):
                score.unlink()
        for marks in ((-1, 50, 50), (50, 101, 50)):
            with self.assertRaisesRegex(UserError, "0 to 100"):
                self._score(self.one, "hr", *marks)

    def test_hd08_graded_when_enough_have_scored(self):
        self._score(self.one, "agent", 50, 50, 50)
        self._score(self.one, "hr", 50, 50, 50)
        with self.assertRaisesRegex(UserError, "adopted"):
            self._as(self.one, "leader").action_grade()
        self._answer(self.one, "adopted")
        with self.assertRaisesRegex(UserError, "so far 2 did.*payroll"):
            self._as(self.one, "leader").action_grade()
        self._score(self.one, "gm", 50, 50, 50)
        with self.assertRaises(UserError):
            self._as(self.one, "agent").action_grade()
        self._as(self.one, "leader").action_grade()
        self.assertEqual((self.one.grade, self.one.reward), ("D", 50))
        with self.assertRaisesRegex(UserError, "once"):
            self._as(self.one, "leader").action_grade()
        with self.assertRaises(UserError):
            self._score(self.one, "payroll", 50, 50, 50)

    def test_hd08_table_in_force_on_the_day(self):
        policy = self.env["cs.helpdesk.policy"].create(
            {
                "name": "Rules",
                "company_id": self.company.id,
                "date_from": "2025-06-10",
                "suggestion_scorers": 1,
                "suggestion_weight_creativity": 100,
                "suggestion_weight_feasibility": 0,
                "suggestion_weight_benefit": 0,
            }
        )
        policy.suggestion_grade_ids[0].write({"reward": 8888, "gift": "Tea set"})
        policy._decision_write({"state": "approved"})
        self._score(self.one, "agent", 95, 0, 0)
        self._answer(self.one, "adopted")
        self._as(self.one, "leader").action_grade()
        self.assertEqual((self.one.grade, self.one.reward), ("A", 8888))
        self.assertEqual((self.one.gift, self.one.policy_id), ("Tea set", policy))

    def test_hd08_reward_is_handed_over_once(self):
        leader = self._as(self.one, "leader")
        with self.assertRaises(UserError):
            leader.action_hand_over_reward()
        self._grade((90, 90, 90), (90, 90, 90), (90, 90, 90))
        leader.action_hand_over_reward()
        self.assertEqual(self.one.rewarded_by_id, self.users["leader"])
        with self.assertRaises(UserError):
            leader.action_hand_over_reward()
