from odoo import fields, models


class CsExemption(models.Model):
    """Somebody need not punch from a day to a day; by the general manager (ATT-06).

    The general manager and who holds a post with ``hr.job.cs_is_exempt`` need none.
    """

    _name = "cs.exemption"
    _inherit = ["cs.decision.mixin"]
    _description = "Exemption from Punching"
    _order = "date_from desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, index=True)
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", help="Empty: for good.")
    reason = fields.Text(required=True)
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
