from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.tests import tagged


@tagged("cs_incentive", "cs_incentive_policy")
class TestIncentivePolicy(PolicyModelChecks, CsCase):
    policy_model = "cs.incentive.policy"
    # Silent in the regulations, so ours: values of the classes of INC-21, what is
    # serious, the disciplinary period of INC-09.
    regulations = {
        "flower_leader_budget": 2,
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
    }
    refused = [
        {"fine_cap": 100.01},
        {"fine_cap": -1},
        {"flower_months": 0},
        {"flower_company_budget": -1},
        {"joint_factor": -1},
        {"serious_amount": -1},
        {"disciplinary_months": -1},
        {"disciplinary_months": 25},
        {"points_c1": 0},
        {"points_a1": 10},
        {"points_b1": 5.5},
        {"rebate_day": 0},
        {"rebate_day": 29},
    ]
