from odoo import api, fields, models

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
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
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

    @api.depends_context("lang")
    @api.depends("type", "ticket_id")
    def _compute_display_name(self):
        types = dict(self._fields["type"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{event.ticket_id.number} {types.get(event.type, '')}"

    def _explanation_header(self):
        subtitle = self.ticket_id.display_name
        return super()._explanation_header() | {"subtitle": subtitle}

    def _kept_text(self):
        return self.env._("HD-04: what happened to a complaint stays as it was.")
