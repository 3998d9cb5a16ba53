# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Suite Tests",
    "summary": "What no single addon can test: the demo company, roles and menus,"
    " journeys in the browser, declared constraints, languages",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "CS Suite",
    "license": "AGPL-3",
    # All addons of the suite; test_schema.py fails when one is forgotten.
    "depends": [
        "cs_appraisal",
        "cs_attendance",
        "cs_attendance_helpdesk",
        "cs_base",
        "cs_dashboard",
        "cs_helpdesk",
        "cs_incentive",
        "cs_incentive_quality",
        "cs_payroll",
        "cs_payroll_account",
        "cs_quality",
        "cs_records",
    ],
    "assets": {
        # Debian strips this file; the missing asset is a console error in every page.
        "web.assets_backend": [
            (
                "remove",
                "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            ),
        ],
    },
    "installable": True,
}
