from datetime import date

from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.tests import tagged


@tagged("cs_incentive", "cs_incentive_policy")
class TestIncentivePolicy(PolicyModelChecks, CsCase):
    policy_model = "cs.incentive.policy"
    # Silent in the regulations, so ours: values of the classes of INC-21, what is
    # serious, the disciplinary period of INC-09, people for a manager's flower; of
    # suggestions of the staff as of customers' (HD-08).
    regulations = {
        "flower_leader_budget": 2,
        "flower_manager_heads": 5,
        "flower_company_budget": 30,
        "flower_months": 3,
        "flower_top": 3,
        "points_a2": 10,
        "points_a1": 5,
        "points_b1": 3,
        "points_c1": 1,
        "joint_factor": 2,
        "serious_amount": 500,
        "disciplinary_months": 3,
        "fine_cap": 20,
        "rebate_day": 6,
        "idea_months": 2,
        "idea_weight_creativity": 30,
        "idea_weight_feasibility": 30,
        "idea_weight_benefit": 40,
    }
    refused = [
        {"fine_cap": 100.01},
        {"fine_cap": -1},
        {"flower_months": 0},
        {"flower_company_budget": -1},
        {"flower_manager_heads": -1},
        {"joint_factor": -1},
        {"serious_amount": -1},
        {"disciplinary_months": -1},
        {"disciplinary_months": 25},
        {"points_c1": 0},
        {"points_a1": 10},
        {"points_b1": 5.5},
        {"rebate_day": 0},
        {"rebate_day": 29},
        {"idea_months": 0},
        {"idea_months": 25},
        {"idea_weight_benefit": 41},
        {"idea_weight_creativity": -10, "idea_weight_benefit": 80},
    ]


@tagged("cs_incentive", "cs_incentive_policy")
class TestRebateReminder(CsCase):
    def test_the_sixth_is_told_a_working_day_ahead_where_a_policy_says_so(self):
        """INC-33: the day is that of the policy in force; 6 November is a Friday."""
        reminder = self.env.ref("cs_incentive.cs_reminder_rebate")
        thursday, sixth = date(2026, 11, 5), date(2026, 11, 6)
        self.assertFalse(reminder._occasion(self.company, thursday), "no policy")
        policy = (
            self.env["cs.incentive.policy"]
            .with_user(self.users["hr"])
            .create(
                {
                    "name": "Rebates",
                    "company_id": self.company.id,
                    "date_from": "2026-01-01",
                }
            )
        )
        policy.action_submit()
        policy.with_user(self.users["gm"]).action_approve()
        self.assertEqual(reminder._occasion(self.company, thursday), sixth)
        self.assertFalse(reminder._occasion(self.company, date(2026, 11, 4)))
        self.assertEqual(reminder._waiting(self.company, sixth), {}, "no agents")
        self._agent()
        lines = reminder._waiting(self.company, sixth)
        self.assertEqual({*lines}, {self.users["hr"], self.users["payroll"]})
        self.assertIn("October 2026", lines[self.users["hr"]][0])

    def test_a_list_on_its_way_wants_nothing_more(self):
        self._agent()
        made = self.env["cs.rebate.list"].create(
            {"company_id": self.company.id, "month": "2026-10-01"}
        )
        made._decision_write({"state": "submitted"})
        reminder = self.env.ref("cs_incentive.cs_reminder_rebate")
        self.assertEqual(reminder._waiting(self.company, date(2026, 11, 6)), {})

    def _agent(self):
        partner = self.env["res.partner"].create({"name": "Lanxi"})
        self.env["cs.rebate.agent"].create(
            {"partner_id": partner.id, "company_id": self.company.id}
        )


@tagged("cs_incentive", "cs_incentive_policy")
class TestMeritHint(CsCase):
    """INC-09: a scheme tells when merit pay would pay every grade in full."""

    def test_told_until_the_grades_differ(self):
        hr = self.users["hr"]
        Ready = self.env["cs.incentive.ready.scheme"].with_user(hr)
        Scheme, mine = self.env["cs.incentive.scheme"], {"company_id": self.company.id}
        merit, shop = (
            Scheme.browse(
                Ready.create({"scheme": key, **mine}).action_create()["res_id"]
            )
            for key in ("merit", "shop")
        )
        self.assertFalse(merit.is_merit_flat, "nobody is graded yet")
        Policy = self.env["cs.appraisal.policy"]
        policy = Policy.create({"name": "Appraisal", **mine})
        schemes = merit | shop
        schemes.invalidate_recordset(["is_merit_flat"])
        self.assertEqual(schemes.mapped("is_merit_flat"), [True, False])
        policy.grade_ids.sorted()[-1].coefficient = 0.6
        schemes.invalidate_recordset(["is_merit_flat"])
        self.assertEqual(schemes.mapped("is_merit_flat"), [False, False])
