from odoo import fields, models


class CsComplaintReport(models.TransientModel):
    """A unit reports that a complaint is solved (HD-05)."""

    _name = "cs.complaint.report"
    _description = "Report of a Unit on a Complaint"

    party_id = fields.Many2one("cs.complaint.party", required=True, readonly=True)
    text = fields.Text("What Was Done", required=True)

    def action_confirm(self):
        """Report, as a person of the unit."""
        self.ensure_one()
        self.party_id._report(self.text)
        return {"type": "ir.actions.act_window_close"}
