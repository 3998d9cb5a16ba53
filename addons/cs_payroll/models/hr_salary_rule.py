from odoo import fields, models

#: How a rule of ours comes to its amount; none of them holds program text.
KINDS = [
    ("cs_wage", "Contract wage by days"),
    ("cs_time", "Days missed"),
    ("cs_input", "Amount of its code"),
    ("cs_rest", "What no other rule places"),
    ("cs_total", "Total"),
]


class HrSalaryRule(models.Model):
    """Rules that place amounts which were computed and explained elsewhere (INC-31)."""

    _inherit = "hr.salary.rule"

    amount_select = fields.Selection(
        selection_add=KINDS, ondelete={kind: "set default" for kind, _name in KINDS}
    )
    cs_time = fields.Selection(
        [
            ("absent", "Absence"),
            ("unpaid", "Unpaid leave"),
            ("leave", "Leave paid in part"),
        ],
        "Days",
    )
    cs_section = fields.Selection(
        [
            ("earning", "Earnings"),
            ("award", "Awards"),
            ("deduction", "Deductions"),
            ("carry", "Carried"),
        ],
        "Section of the Statement",
    )
    cs_total = fields.Selection(
        [("gross", "Gross pay"), ("net", "Net pay")], "Total Of"
    )
    cs_is_entered = fields.Boolean(
        "Entered by Payroll",
        help="A monthly input such as social insurance or income tax.",
    )
    cs_is_withheld = fields.Boolean(
        "Taken Off", help="Entered without sign, taken off the pay."
    )
