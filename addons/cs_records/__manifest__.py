# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Records",
    "summary": "Documents registered, filed, lent, disposed of; incoming documents",
    "version": "19.0.1.1.0",
    "category": "Services/Helpdesk",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_base"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/cs_record_security.xml",
        "security/cs_record_loan_security.xml",
        "security/cs_record_incoming_security.xml",
        "security/cs_record_policy_security.xml",
        # Data
        "data/cs_record_data.xml",
        "data/cs_record_cron.xml",
        "data/cs_setup_data.xml",
        # Wizards
        "wizard/cs_record_ask_views.xml",
        # Views
        "views/cs_record_policy_views.xml",
        "views/cs_record_views.xml",
        "views/cs_record_loan_views.xml",
        "views/cs_record_disposal_views.xml",
        "views/cs_record_incoming_views.xml",
        "views/cs_record_incident_views.xml",
        "views/cs_record_menus.xml",
    ],
    "demo": ["demo/cs_records_demo.xml"],
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
