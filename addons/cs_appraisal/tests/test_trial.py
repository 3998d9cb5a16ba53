from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cycle_case import CycleCase


@tagged("cs_appraisal", "cs_appraisal_trial")
class TestTrial(CycleCase):
    """ALL-03: a draft on a past cycle, without touching anything."""

    def setUp(self):
        super().setUp()
        self.sold("agent", 9)
        self.sold("agent2", 7)
        self.past = self.released()

    def draft(self, model, record, **vals):
        draft = record.with_user(self.users["hr"]).copy({"date_from": "2030-01-01"})
        draft.write(vals)
        name = "template_id" if model == "template" else "policy_id"
        trial = (
            self.env["cs.appraisal.trial"]
            .with_user(self.users["hr"])
            .create({name: draft.id, "cycle_id": self.past.id})
        )
        return draft, trial

    def test_a_template(self):
        draft, trial = self.draft("template", self.template)
        draft.item_ids.points_each = 0.5
        before = self.result(self.past, "agent").read()
        trial.action_try()
        self.assertEqual(
            [
                (one.employee_id.name, one.score_before, one.score_after)
                for one in trial.line_ids
            ],
            [("agent", 90, 45), ("agent2", 70, 35)],
        )
        self.assertEqual(self.result(self.past, "agent").read(), before)

    def test_the_bands_of_a_policy(self):
        draft, trial = self.draft("policy", self.policy)
        draft.grade_ids.filtered(lambda one: one.name == "A").score_from = 95
        trial.action_try()
        self.assertEqual((trial.people_count, trial.changed_count), (2, 1))
        line = trial.line_ids
        self.assertEqual((line.grade_before, line.grade_after), ("A", "B"))
        self.assertEqual(line.difference, 0)

    def test_by_distribution(self):
        draft, trial = self.draft("policy", self.policy, grading="distribution")
        for grade, share in zip(draft.grade_ids, (50, 0, 50, 0, 0), strict=True):
            grade.share = share
        trial.action_try()
        self.assertFalse(trial.changed_count, "A and C, as by score")

    def test_nobody_else_opens_a_trial(self):
        _draft, trial = self.draft("template", self.template)
        with self.assertRaises(UserError):
            trial.with_user(self.users["supervisor"]).action_try()

    def test_only_results_that_one_may_read(self):
        trial = (
            self.env["cs.appraisal.trial"]
            .with_user(self.users["leader"])
            .create({"template_id": self.template.id, "cycle_id": self.past.id})
        )
        trial.action_try()
        self.assertEqual(trial.people_count, 2)
        self.env.cr.execute(
            "UPDATE cs_appraisal_result SET superior_id = NULL, department_id = %s"
            " WHERE employee_id = %s",
            [self.department.id, self.people["agent2"].id],
        )
        self.env.invalidate_all()
        trial.action_try()
        self.assertEqual(trial.people_count, 1)

    @mute_logger("odoo.sql_db")
    def test_of_one_thing_only(self):
        vals = {"template_id": self.template.id, "policy_id": self.policy.id}
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env["cs.appraisal.trial"].create(vals | {"cycle_id": self.past.id})
