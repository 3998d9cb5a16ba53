# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Dashboards",
    "summary": "Attendance, service, appraisal and incentive cost, live",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_incentive", "spreadsheet_dashboard"],
    "data": [
        "data/spreadsheet_dashboard_data.xml",
    ],
    "assets": {
        "spreadsheet.o_spreadsheet": ["cs_dashboard/static/src/**/*"],
    },
    # As stock does it: the dashboards come with what they are about.
    "auto_install": ["cs_incentive"],
    "installable": True,
}
