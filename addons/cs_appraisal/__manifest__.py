# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Appraisal",
    "summary": "Scores, grades and interviews of a customer-service department",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_attendance", "cs_helpdesk"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/cs_appraisal_policy_security.xml",
        # Views
        "views/cs_appraisal_policy_views.xml",
        "views/cs_appraisal_menus.xml",
    ],
    "demo": ["demo/cs_appraisal_policy_demo.xml"],
    "application": True,
    "installable": True,
}
