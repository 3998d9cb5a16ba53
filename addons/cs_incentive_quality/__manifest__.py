# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Quality and Incentive",
    "summary": "Faults found in inspections suggest entries of the rule books",
    "version": "19.0.1.1.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_incentive", "cs_quality"],
    "data": [
        # Data
        "data/cs_discipline_rule_data.xml",
        # Views
        "views/cs_inspection_plan_views.xml",
        "views/cs_inspection_line_views.xml",
        "views/cs_discipline_suggestion_views.xml",
        "views/cs_discipline_entry_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
    "installable": True,
}
