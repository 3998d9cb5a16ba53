from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestAppraisalPapersDemo(DemoCase):
    """APP-08, APP-10, APP-11: what the demo company wrote down about its people."""

    def test_everybody_of_the_posts_finds_the_own_description(self):
        Description = self.env["cs.job.description"]
        for login, post in (("agent", "客服专员"), ("leader", "组长")):
            with self.subTest(login):
                mine = Description.with_user(self.user(login))
                action = mine.with_company(self.company).action_open_mine()
                found = mine.browse(action["res_id"])
                self.assertEqual(found.job_id.sudo().name, post)
                self.assertEqual(found.phase, "in_force")
                self.assertEqual(sum(found.duty_ids.mapped("share")), 100)

    def test_improvement_plans_have_got_somewhere(self):
        Plan = self.env["cs.improvement.plan"]
        seen = {
            login: Plan.with_user(self.user(login)).search([]).mapped("state")
            for login in ("agent", "agent2", "leader", "leader2", "hr")
        }
        self.assertEqual(seen["agent"], ["running"])
        self.assertEqual(seen["agent2"], ["offered"])
        self.assertEqual(sorted(seen["leader"]), ["offered", "running"])
        self.assertEqual(seen["leader2"], [])
        self.assertEqual(sorted(seen["hr"]), ["offered", "running"])

    def test_courses_have_got_somewhere(self):
        Row = self.env["cs.training.participant"]
        mine = Row.with_user(self.user("agent")).search([])
        self.assertEqual(sorted(mine.mapped("result")), ["open", "passed"])
        results = Row.with_user(self.user("hr")).search([]).mapped("result")
        self.assertEqual(set(results), {"open", "passed", "failed", "absent"})
        needs = self.env["cs.training.need"].with_user(self.user("hr")).search([])
        self.assertLessEqual(
            {"manager", "retraining", "survey"}, {*needs.mapped("why")}
        )
        asked = self.env["cs.training.request"].with_user(self.user("payroll"))
        self.assertEqual(set(asked.search([]).mapped("state")), {"approved"})
