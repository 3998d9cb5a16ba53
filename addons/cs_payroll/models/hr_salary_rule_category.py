from odoo import fields, models


class HrSalaryRuleCategory(models.Model):
    _inherit = "hr.salary.rule.category"

    cs_counts = fields.Selection(
        [
            ("gross", "Part of gross pay"),
            ("net", "Withheld from gross pay"),
            ("none", "For information"),
        ],
        "Counts As",
        required=True,
        default="none",
        help="INC-31: net pay is gross pay with what is withheld.",
    )
