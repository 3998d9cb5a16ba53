# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Incentive",
    "summary": "Commissions, awards, discipline and the monthly statement",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_appraisal"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/cs_incentive_policy_security.xml",
        # Views
        "views/cs_incentive_policy_views.xml",
        "views/cs_incentive_menus.xml",
    ],
    "demo": ["demo/cs_incentive_policy_demo.xml"],
    "application": True,
    "installable": True,
}
