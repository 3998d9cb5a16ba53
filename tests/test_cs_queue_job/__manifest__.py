# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service Shared Work Tests",
    "summary": "Shares out the documents that exist only for tests",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": ["cs_queue_job", "test_cs_base"],
    "data": ["security/ir.model.access.csv", "data/test_cs_long_data.xml"],
    "installable": True,
}
