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
        # Views
        "views/cs_attendance_policy_views.xml",
        "views/cs_attendance_menus.xml",
        "views/cs_attendance_day_views.xml",
        "views/cs_attendance_screen_menus.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["cs_attendance/static/src/**/*"],
        "web.assets_unit_tests": ["cs_attendance/static/tests/**/*.js"],
    },
    "demo": [
        "demo/cs_attendance_policy_demo.xml",
        "demo/cs_attendance_screen_demo.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
