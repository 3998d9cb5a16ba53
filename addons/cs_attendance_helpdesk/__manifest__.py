# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Attendance and Helpdesk",
    "summary": "Open tickets are handed over, and the last one ends an open shift",
    "version": "19.0.1.1.0",
    "category": "Human Resources/Customer Service",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_attendance", "cs_helpdesk"],
    "data": [
        # Reports
        "report/cs_handover_print.xml",
        # Views
        "views/cs_handover_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["cs_attendance_helpdesk/static/src/**/*"],
    },
    "auto_install": True,
    "installable": True,
}
