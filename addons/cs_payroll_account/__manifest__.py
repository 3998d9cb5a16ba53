# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Payroll in the Books",
    "summary": "One balanced journal entry a pay run, equal to the payslips",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_payroll", "account"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/cs_payroll_account_security.xml",
        # Views
        "views/cs_payroll_account_views.xml",
        "views/cs_payroll_analytic_views.xml",
        "views/cs_payroll_entry_views.xml",
        "views/hr_payslip_run_views.xml",
        "views/res_config_settings_views.xml",
        # Wizards
        "wizard/cs_payroll_tie_views.xml",
        # Menus
        "views/cs_payroll_account_menus.xml",
    ],
    "auto_install": True,
    "installable": True,
}
