# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Base",
    "summary": "Policies in force on a date, explanations, decisions, appeals,"
    " working time and month close for customer-service departments",
    "version": "19.0.1.1.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": [
        "hr",
        "mail",
        # Public holidays by country and state; leave lengths already respect it.
        "hr_holidays_public",
        # The stock import; its workbooks are checked by the sheet helper.
        "base_import",
        # The XLSX report type; its formula hole is closed by the sheet helper.
        "report_xlsx",
    ],
    # Official holidays and make-up working days of China and others.
    "external_dependencies": {"python": ["holidays"]},
    "data": [
        # Security
        "security/cs_base_groups.xml",
        "security/ir.model.access.csv",
        "security/cs_appeal_security.xml",
        "security/cs_decision_ladder_security.xml",
        "security/cs_decision_request_security.xml",
        "security/cs_undo_security.xml",
        "security/cs_deputy_security.xml",
        "security/cs_period_security.xml",
        "security/cs_setup_security.xml",
        "security/cs_reminder_security.xml",
        "security/cs_sheet_download_security.xml",
        # Data
        "data/cs_decision_kind_data.xml",
        "data/cs_policy_data.xml",
        "data/cs_rule_data.xml",
        "data/cs_period_cron.xml",
        "data/cs_reminder_data.xml",
        "data/holiday_data.xml",
        "data/mail_activity_type_data.xml",
        # Reports
        "report/cs_period_protocol.xml",
        # Views
        "views/hr_department_views.xml",
        "views/res_config_settings_views.xml",
        "views/cs_base_menus.xml",
        "views/cs_policy_mixin_views.xml",
        "views/cs_period_views.xml",
        "views/cs_waiting_views.xml",
        "views/cs_reminder_views.xml",
        "views/cs_job_views.xml",
        "views/cs_rule_views.xml",
        "wizard/cs_decision_reason_views.xml",
        "views/cs_appeal_views.xml",
        "views/cs_decision_ladder_views.xml",
        "views/cs_decision_request_views.xml",
        "views/cs_decision_templates.xml",
        "views/cs_decision_views.xml",
        "views/cs_deputy_views.xml",
        "views/cs_decision_menus.xml",
        "wizard/cs_holiday_fill_views.xml",
        "wizard/cs_working_time_trial_views.xml",
        "views/calendar_public_holiday_views.xml",
        "views/cs_makeup_day_views.xml",
        "views/cs_working_time_menus.xml",
        "views/cs_setup_menus.xml",
    ],
    "demo": [
        "demo/res_company_demo.xml",
        "demo/resource_calendar_demo.xml",
        "demo/hr_department_demo.xml",
        "demo/hr_job_demo.xml",
        "demo/res_users_demo.xml",
        "demo/hr_employee_demo.xml",
        "demo/hr_version_demo.xml",
        "demo/cs_deputy_demo.xml",
        "demo/calendar_public_holiday_demo.xml",
        "demo/cs_decision_ladder_demo.xml",
    ],
    # Tables that the demo records above are made from.
    "oca_data_manual": ["demo/demo_logins.csv", "demo/people.csv"],
    "assets": {
        "web.assets_backend": [
            "cs_base/static/src/**/*",
            ("remove", "cs_base/static/src/**/*.dark.scss"),
        ],
        "web.assets_web_dark": ["cs_base/static/src/**/*.dark.scss"],
        "web.assets_unit_tests": ["cs_base/static/tests/**/*.test.js"],
    },
    "application": True,
    "installable": True,
}
