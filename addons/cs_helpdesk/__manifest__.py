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
        "security/cs_complaint_event_security.xml",
        "security/cs_complaint_party_security.xml",
        "security/cs_ticket_transfer_security.xml",
        "security/helpdesk_stage_security.xml",
        # Data
        "data/cs_ticket_outcome.xml",
        "data/cs_rule_data.xml",
        "data/cs_reason_text_data.xml",
        "data/ir_cron_data.xml",
        "data/mail_template_ticket.xml",
        # Views
        "wizard/cs_ticket_dialogs.xml",
        "views/cs_helpdesk_policy_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/cs_helpdesk_menus.xml",
        "views/portal_common.xml",
        "views/portal_ticket.xml",
        "views/portal_ticket_form.xml",
    ],
    "assets": {
        "web.assets_backend": ["cs_helpdesk/static/src/closing_gate/*"],
        "web.assets_frontend": ["cs_helpdesk/static/src/portal/ticket_portal.scss"],
    },
    "demo": [
        "demo/cs_helpdesk_policy_demo.xml",
        "demo/helpdesk_ticket_demo.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
