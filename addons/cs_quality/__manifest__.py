# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Quality",
    "summary": "Conversations reviewed, people inspected by lot; anomalies",
    "version": "19.0.1.1.0",
    "category": "Services/Helpdesk",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_appraisal", "cs_helpdesk"],
    "data": [
        # Security
        "security/cs_quality_groups.xml",
        "security/ir.model.access.csv",
        "security/cs_quality_card_security.xml",
        "security/cs_quality_review_security.xml",
        "security/cs_anomaly_security.xml",
        "security/cs_inspection_plan_security.xml",
        "security/cs_inspection_security.xml",
        # Data
        "data/cs_rule_data.xml",
        "data/cs_inspection_rule_data.xml",
        "data/cs_quality_data.xml",
        "data/cs_inspection_data.xml",
        "data/cs_quality_cron.xml",
        # Views
        "views/cs_quality_card_views.xml",
        "views/cs_quality_review_views.xml",
        "views/cs_quality_draw_views.xml",
        "views/cs_anomaly_views.xml",
        "views/cs_inspection_plan_views.xml",
        "views/cs_inspection_line_views.xml",
        "views/cs_inspection_result_views.xml",
        "views/cs_inspection_round_views.xml",
        "views/cs_quality_menus.xml",
    ],
    "demo": ["demo/cs_quality_demo.xml", "demo/cs_inspection_demo.xml"],
    "uninstall_hook": "uninstall_hook",
    "installable": True,
}
