# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Customer Service: Demo Company with History",
    "summary": "Three months of a customer service department, to try everything on",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "CS Suite",
    "license": "AGPL-3",
    "depends": [
        "cs_attendance_helpdesk",
        "cs_dashboard",
        "cs_incentive_quality",
        "cs_payroll_account",
        "cs_records",
    ],
    "demo": ["demo/cs_demo.xml"],
    # Tables that the history is made from.
    "oca_data_manual": [
        "demo/complaints.csv",
        "demo/entries.csv",
        "demo/suggestions.csv",
        "demo/talks.csv",
        "demo/tickets.csv",
    ],
    "pre_init_hook": "pre_init_hook",
    "installable": True,
}
