from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    cs_is_exempt = fields.Boolean(
        "Does Not Punch",
        help="ATT-06: who holds this post, such as a deputy general manager, need not"
        " punch. Everybody else needs an exemption approved by the general manager.",
    )
