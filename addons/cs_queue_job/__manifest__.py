# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Shared Work",
    "summary": "Long work of the suite is shared by several workers and machines",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_base", "queue_job"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        # Data
        "data/queue_job_data.xml",
        # Views
        "views/res_config_settings_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
    "installable": True,
}
