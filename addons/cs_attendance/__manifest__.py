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
        "security/ir.model.access.csv",
        "security/cs_attendance_policy_security.xml",
        "security/cs_attendance_day_security.xml",
        "security/cs_attendance_sheet_security.xml",
        # Data
        "data/cs_sheet_text_data.xml",
        "data/cs_period_step_data.xml",
        "data/cs_sheet_cron.xml",
        # Reports
        "report/cs_attendance_sheet_print.xml",
        # Views
        "views/cs_attendance_policy_views.xml",
        "views/cs_attendance_menus.xml",
        "views/cs_attendance_sheet_views.xml",
        "views/cs_exception_report_views.xml",
        "views/cs_attendance_trial_views.xml",
        "views/cs_attendance_sheet_menus.xml",
    ],
    "demo": ["demo/cs_attendance_policy_demo.xml"],
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
