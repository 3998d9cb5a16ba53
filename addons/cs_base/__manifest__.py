# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Base",
    "summary": "Policies in force on a date, explanations, decisions, appeals,"
    " working time and month close for customer-service departments",
    "version": "19.0.1.0.0",
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
    "data": [
        # Security
        "security/cs_base_groups.xml",
        "security/ir.model.access.csv",
        "security/cs_sheet_download_security.xml",
        # Data
        # Views
        "views/res_config_settings_views.xml",
        "views/cs_base_menus.xml",
    ],
    "demo": [],
    "assets": {
        "web.assets_backend": ["cs_base/static/src/**/*"],
        "web.assets_unit_tests": ["cs_base/static/tests/**/*.test.js"],
        "web.assets_tests": ["cs_base/static/tests/tours/**/*"],
    },
    "application": True,
    "installable": True,
}
