from odoo import fields, models

TYPES = [
    ("received", "Received"),
    ("told", "Unit Told"),
    ("report", "Unit Reported Solved"),
    ("class", "Class Raised"),
    ("agreed", "Customer Agrees"),
    ("refused", "Customer Does Not Agree"),
    ("kind", "Kind Changed"),
    ("closed", "Closed"),
    ("reopened", "Opened Again"),
]


class CsComplaintEvent(models.Model):
    """What happened to a complaint, in order; kept as it was (HD-04, HD-05).

    Access: who reads the complaint reads it; the server alone writes.
    """

    _name = "cs.complaint.event"
    _inherit = ["cs.kept.mixin"]
    _description = "Event of a Complaint"
    _order = "moment, id"
    _rec_name = "type"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    moment = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "By", ondelete="restrict")
    type = fields.Selection(TYPES, "What", required=True)
    department_id = fields.Many2one("hr.department", "Unit", ondelete="restrict")
    before = fields.Char()
    after = fields.Char()
    text = fields.Text("Details")
    facts = fields.Json(help="What the rule looked at: counts, days, parameters.")

    def _kept_text(self):
        return self.env._("HD-04: what happened to a complaint stays as it was.")
