# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Helpdesk",
    "summary": "Serving customers by the department's own rules",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_base", "helpdesk_mgmt", "helpdesk_mgmt_rating"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/cs_helpdesk_policy_security.xml",
        "security/helpdesk_ticket_security.xml",
        "security/cs_ticket_clock_security.xml",
        # Data
        "data/cs_ticket_outcome.xml",
        "data/cs_ticket_clock_cron.xml",
        "data/cs_ticket_clock_rule.xml",
        # Views
        "views/cs_helpdesk_policy_views.xml",
        "views/cs_helpdesk_menus.xml",
        "views/helpdesk_ticket_clock_views.xml",
    ],
    "demo": ["demo/cs_helpdesk_policy_demo.xml"],
    "application": True,
    "installable": True,
}
