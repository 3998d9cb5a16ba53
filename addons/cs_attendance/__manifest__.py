# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Attendance",
    "summary": "Attendance of a customer-service department by its own rules",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_base", "hr_attendance"],
    "data": [
        # Security
        "security/cs_front_desk_groups.xml",
        "security/ir.model.access.csv",
        "security/cs_attendance_policy_security.xml",
        "security/cs_attendance_day_security.xml",
        "security/cs_shift_security.xml",
        # Data
        "data/cs_attendance_cron.xml",
        "data/cs_rule_data.xml",
        "security/cs_request_security.xml",
        "security/cs_proxy_security.xml",
        # Data
        "data/cs_request_kind_data.xml",
        "data/cs_request_cron.xml",
        "data/hr_leave_type_data.xml",
        "security/cs_attendance_sheet_security.xml",
        # Data
        "data/cs_sheet_text_data.xml",
        "data/cs_period_step_data.xml",
        "data/cs_sheet_cron.xml",
        # Reports
        "report/cs_attendance_sheet_print.xml",
        # Views
        "views/cs_attendance_policy_views.xml",
        "views/cs_shift_views.xml",
        "views/cs_duty_slot_views.xml",
        "views/cs_attendance_menus.xml",
        "views/cs_attendance_shift_menus.xml",
        "security/cs_punch_security.xml",
        # Data
        "data/cs_punch_cron.xml",
        # Views
        "views/cs_attendance_policy_views.xml",
        "views/cs_punch_views.xml",
        "views/cs_punch_import_views.xml",
        "views/cs_terminal_views.xml",
        "views/hr_attendance_views.xml",
        "views/res_config_settings_views.xml",
        "views/cs_attendance_menus.xml",
        "views/cs_attendance_punch_menus.xml",
        "views/cs_punch_correction_views.xml",
        "views/cs_outing_views.xml",
        "views/cs_exemption_views.xml",
        "views/cs_proxy_hint_views.xml",
        "views/cs_leave_request_views.xml",
        "views/cs_card_replacement_views.xml",
        "views/cs_attendance_request_menus.xml",
        "views/cs_attendance_sheet_views.xml",
        "views/cs_exception_report_views.xml",
        "views/cs_attendance_trial_views.xml",
        "views/cs_attendance_sheet_menus.xml",
    ],
    "demo": [
        "demo/cs_attendance_policy_demo.xml",
        "demo/hr_leave_type_demo.xml",
        "demo/cs_request_ladder_demo.xml",
        "demo/cs_request_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "cs_attendance/static/src/**/*",
            ("remove", "cs_attendance/static/src/**/*.dark.scss"),
        ],
        "web.assets_unit_tests": ["cs_attendance/static/tests/**/*.test.js"],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
