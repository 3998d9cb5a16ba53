# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Base Tests",
    "summary": "Documents that exist only to test what cs_base promises",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/test_cs_policy_security.xml",
        "security/test_cs_fact_security.xml",
        "data/test_cs_explained_data.xml",
        "data/test_cs_period_data.xml",
        "views/test_cs_document_views.xml",
        "views/test_cs_explained_views.xml",
        "views/test_cs_policy_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["test_cs_base/static/tests/tours/**/*"],
    },
    "installable": True,
}
