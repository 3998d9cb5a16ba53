from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cycle_case import CycleCase


@tagged("cs_appraisal", "cs_appraisal_report")
class TestAppraisalReport(CycleCase):
    """Scores and grades for graphs and dashboards (APP-06): whose, and which."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["leader"].job_id = cls.job

    def setUp(self):
        super().setUp()
        for role, number in (("agent", 9), ("agent2", 5), ("leader", 7)):
            self.sold(role, number)
        self.running = self.scored()
        self.env.flush_all()

    def names(self, role):
        Report = self.env["cs.appraisal.report"].with_user(self.users[role])
        own = [("company_id", "=", self.company.id)]
        return sorted(Report.search(own).sudo().employee_id.mapped("name"))

    def check(self, expected):
        for role, names in expected.items():
            with self.subTest(role):
                self.assertEqual(self.names(role), sorted(names))
        for role in ("agent", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.names(role)

    def test_before_results_are_given_nobody_sees_the_own_one(self):
        all_ = ["agent", "agent2", "leader"]
        self.check({"leader": ["agent", "agent2"], "supervisor": all_, "gm": all_})

    def test_afterwards(self):
        self.released(self.running)
        self.env.flush_all()
        all_ = ["agent", "agent2", "leader"]
        self.check({"leader": all_, "supervisor": all_, "hr": all_, "gm": all_})

    def test_grades_of_the_same_name_are_one(self):
        """A later policy has grades of its own; the chart still shows five."""
        later = self.approved(
            "cs.appraisal.policy",
            {"name": "Appraisals again", "date_from": "2025-06-15"},
        )
        result = self.result(self.running, "agent")
        named = later.grade_ids.filtered(lambda one: one.name == result.grade_id.name)
        row = self.env["cs.appraisal.report"].browse(result.id)
        self.assertTrue(named)
        self.assertNotEqual(result.grade_id, named)
        self.assertEqual(row.grade_id, named)
        self.assertEqual(row.score, result.score)
        self.assertEqual(row.failing_count, int(result.grade_id.is_failing))

    def test_a_row_opens_its_result(self):
        result = self.result(self.running, "agent")
        row = self.env["cs.appraisal.report"].browse(result.id)
        action = row.with_user(self.users["leader"]).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (result._name, result.id)
        )
