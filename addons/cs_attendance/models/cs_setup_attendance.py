from odoo import api, models

#: ATT-10, ATT-13: where somebody is there at any hour
ROUND_THE_CLOCK = {"left_post_outcome": "absent", "duty_people": 1}


class CsSetupAttendance(models.AbstractModel):
    """The attendance policy of a kind of company (ATT-01 to ATT-32, ALL-04).

    What is not named has the regulations' default.
    """

    _name = "cs.setup.attendance"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Attendance Policy"

    _setup_model = "cs.attendance.policy"
    _setup_trial = "cs_attendance.cs_attendance_trial_action"
    _setup_kinds = {
        "ecommerce": {"missed_allowance": 3, "swap_limit": 3, "meal_minutes": 35},
        "after_sales": {"ready_minutes": 5, "meal_minutes": 35, "rest_hours": 8},
        # ATT-16 and SF-17: the template "points"
        "retail": {
            "full_attendance_rule": "count",
            "full_attendance_limit": 3,
            "swap_limit": 2,
            "meal_minutes": 35,
        },
        "decoration": {"out_deadline_days": 0, "missed_allowance": 3},
        "property": {**ROUND_THE_CLOCK, "duty_holiday_people": 2},
        "hospital": {"meal_minutes": 35, "is_holiday_leave_decided": True},
        "field": {"out_deadline_days": 0, "missed_allowance": 3},
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Attendance policy")
