from odoo import fields, models


class CsPunchCorrection(models.Model):
    """A missed punch that the person asks to have confirmed (ATT-02, ATT-31).

    The raw ledger stays as it is. An approved correction stands for the missing
    punch when the day is judged, up to the monthly allowance in date order.
    """

    _name = "cs.punch.correction"
    _inherit = ["cs.decision.mixin"]
    _description = "Punch Correction"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, index=True)
    date = fields.Date("Day", required=True, help="The date of the slot.")
    side = fields.Selection([("in", "On duty"), ("out", "Off duty")], required=True)
    moment = fields.Datetime("Time", required=True)
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        index=True,
    )
