from odoo import fields, models

from .cs_helpdesk_policy import TIME


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    cs_first_reply_hours = fields.Float(
        "First Reply Within",
        default=2,
        help="HD-03: hours from receipt to the first reply. 0: no limit.",
    )
    cs_first_reply_time = fields.Selection(
        TIME, string="First Reply In", required=True, default="working"
    )

    _cs_first_reply_not_negative = models.Constraint(
        "CHECK(cs_first_reply_hours >= 0)",
        "The time for the first reply cannot be negative.",
    )
