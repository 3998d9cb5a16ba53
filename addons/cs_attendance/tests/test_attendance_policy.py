from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.tests import tagged


@tagged("cs_attendance", "cs_attendance_policy")
class TestAttendancePolicy(PolicyModelChecks, CsCase):
    policy_model = "cs.attendance.policy"
    # Silent in the regulations, so ours: the fee of ATT-17.
    regulations = {
        "missed_allowance": 3,
        "missed_outcome": "absent",
        "out_deadline_days": 0,
        "grace_minutes": 0,
        "absence_minutes": 30,
        "unexcused_short": "late",
        "report_ready_weekday": "0",
        "report_department_weekday": "3",
        "report_hr_weekday": "4",
        "sheet_silent_days": 3,
        "leave_notice_days": 1,
        "notice_ids": [],
        "ready_minutes": 5,
        "is_ready_penalised": False,
        "rest_hours": 8,
        "days_in_row": 6,
        "swap_limit": 3,
        "is_swap_row_forbidden": True,
        "is_swap_holiday_forbidden": True,
        "is_holiday_leave_decided": True,
        "proxy_seconds": 5,
        "duty_people": 1,
        "duty_holiday_people": 2,
        "duty_report_days": 1,
        "left_post_outcome": "absent",
        "meal_minutes": 35,
        "away_minutes": 15,
        "full_attendance_rule": "clean",
        "full_attendance_limit": 3,
        "card_fee": 0,
        "merge_seconds": 60,
    }
    refused = [
        {"missed_allowance": -1},
        {"grace_minutes": -1},
        {"grace_minutes": 31},
        {"absence_minutes": 1441},
        {"sheet_silent_days": -1},
        {"leave_notice_days": -1},
        {"rest_hours": -1},
        {"rest_hours": 49},
        {"days_in_row": 0},
        {"swap_limit": -1},
        {"meal_minutes": -1},
        {"away_minutes": -1},
        {"card_fee": -0.01},
        {"merge_seconds": 3601},
        {"proxy_seconds": -1},
        {"report_hr_weekday": "2"},
    ]

    def setUp(self):
        super().setUp()
        sick = self.env.ref("hr_holidays.leave_type_sick_time_off")
        self.regulations = self.regulations | {"notice_ids": sick.mapped("name")}

    def test_sick_leave_needs_no_notice(self):
        """ATT-09."""
        self.assertEqual(self._draft().notice_ids.notice_days, 0)
