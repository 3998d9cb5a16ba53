from odoo import fields, models


class CsOuting(models.Model):
    """Working outside, where nobody can punch (外出, 出差; ATT-03)."""

    _name = "cs.outing"
    _inherit = ["cs.decision.mixin"]
    _description = "Out of Office"
    _order = "start desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, index=True)
    kind = fields.Selection(
        [("out", "Out of office"), ("trip", "Business trip")],
        required=True,
        default="out",
    )
    start = fields.Datetime("From", required=True)
    stop = fields.Datetime("Until", required=True)
    place = fields.Char(required=True)
    reason = fields.Text(required=True)
    deadline = fields.Datetime(
        "To Be Approved By",
        readonly=True,
        help="End of the day of return, plus what the policy allows; stored.",
    )
    approved_at = fields.Datetime(readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        index=True,
    )
