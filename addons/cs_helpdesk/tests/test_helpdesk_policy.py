from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.tests import tagged


@tagged("cs_helpdesk", "cs_helpdesk_policy")
class TestHelpdeskPolicy(PolicyModelChecks, CsCase):
    policy_model = "cs.helpdesk.policy"
    # Silent in the regulations, so ours: limits count in working time.
    regulations = {
        "complaint_days": 3,
        "complaint_time": "working",
        "callback_days": 3,
        "callback_time": "working",
        "unpaid_hours": 1,
        "unpaid_time": "working",
        "transfer_hours": 4,
        "phone_rings": 3,
        "repeat_callbacks": 2,
        "repeat_days": 30,
        "severe_callbacks": 4,
        "callback_coverage": 100,
        "callback_attempts": 3,
        "callback_retry_hours": 2,
        "export_days": 7,
        "export_downloads": 1,
        "is_order_called_back": True,
        "is_repair_called_back": True,
        "is_inquiry_called_back": False,
        "quiet_noon_from": 12,
        "quiet_noon_to": 14,
        "quiet_night_from": 20,
        "quiet_night_to": 9,
        "suggestion_months": 2,
        "certificate_count": 5,
        "suggestion_warn_days": 7,
        "suggestion_scorers": 3,
        "suggestion_weight_creativity": 30,
        "suggestion_weight_feasibility": 30,
        "suggestion_weight_benefit": 40,
        "suggestion_grade_ids": ["A", "B", "C", "D"],
        # HD-02 wants a limit for every matter and names none for these.
        "inquiry_days": 1,
        "order_days": 7,
        "repair_days": 7,
        "service_time": "working",
        "warn_percent": 75,
        "manager_hours": 8,
    }
    refused = [
        {"complaint_days": -1},
        {"unpaid_hours": -0.5},
        {"transfer_hours": -1},
        {"callback_coverage": 100.01},
        {"callback_coverage": -1},
        {"callback_attempts": 0},
        {"callback_retry_hours": -0.5},
        {"export_days": 0},
        {"export_downloads": 0},
        {"severe_callbacks": 1},
        {"quiet_night_from": 24.5},
        {"quiet_night_to": 12.5},
        {"quiet_noon_to": 11},
        {"quiet_noon_to": 20.5},
        {"certificate_count": 0},
        {"suggestion_months": -1},
        {"suggestion_warn_days": -1},
        {"suggestion_scorers": 0},
        {"suggestion_weight_benefit": 41},
        {"inquiry_days": -1},
        {"repair_days": -1},
        {"warn_percent": 0},
        {"warn_percent": 101},
    ]
