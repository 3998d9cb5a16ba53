# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Payroll",
    "summary": "Statements and attendance become payslips, to the cent",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    # payroll (OCA): payslips, salary structures and rules; the only payroll for 19.0
    # Community that is kept up.
    "depends": ["cs_incentive", "payroll"],
    "data": [
        # Security
        "security/cs_payroll_input_security.xml",
        "security/cs_payroll_policy_security.xml",
        "security/cs_payslip_security.xml",
        "security/ir.model.access.csv",
        "security/cs_payroll_event_security.xml",
        # Data
        "data/cs_payroll_category_data.xml",
        "data/cs_setup_data.xml",
        "data/cs_payroll_rule_data.xml",
        "data/cs_payroll_data.xml",
        "data/cs_payroll_cron.xml",
        # Reports
        "report/cs_payslip_print.xml",
        # Wizards
        "wizard/cs_payroll_extra_views.xml",
        "wizard/cs_payroll_handover_views.xml",
        "wizard/cs_payroll_reopen_views.xml",
        # Views
        "views/hr_payslip_views.xml",
        "views/cs_payslip_run_views.xml",
        "views/cs_payslip_views.xml",
        "views/cs_payslip_my_views.xml",
        "views/cs_payroll_input_views.xml",
        "views/cs_payroll_policy_views.xml",
        "views/cs_incentive_statement_views.xml",
        "views/cs_payroll_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["cs_payroll/static/src/payslip_lines/*"],
        "web.assets_unit_tests": ["cs_payroll/static/tests/**/*.test.js"],
    },
    "demo": ["demo/cs_payroll_demo.xml"],
    "pre_init_hook": "pre_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
    "installable": True,
}
