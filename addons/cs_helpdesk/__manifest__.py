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
        "security/cs_suggestion_security.xml",
        # Data
        "data/cs_ticket_outcome.xml",
        "data/cs_suggestion_data.xml",
        "data/cs_suggestion_text_data.xml",
        # Reports
        "report/cs_suggestion_certificate_print.xml",
        # Views
        "views/cs_helpdesk_policy_views.xml",
        "views/cs_helpdesk_menus.xml",
        "views/cs_suggestion_policy_views.xml",
        "views/cs_suggestion_wizard_views.xml",
        "views/cs_suggestion_views.xml",
        "views/cs_suggestion_certificate_views.xml",
        "views/helpdesk_ticket_suggestion_views.xml",
        "views/cs_suggestion_menus.xml",
        # Mails
        "data/cs_suggestion_mail_template.xml",
    ],
    "demo": [
        "demo/cs_helpdesk_policy_demo.xml",
        "demo/cs_suggestion_demo.xml",
    ],
    "application": True,
    "installable": True,
}
