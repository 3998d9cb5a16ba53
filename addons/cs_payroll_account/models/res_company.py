from odoo import fields, models

#: What a reversal is dated.
REVERSALS = [
    ("today", "The day the run is reopened"),
    ("entry", "The day of the entry"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_payroll_journal_id = fields.Many2one(
        "account.journal",
        "Journal of Pay Runs",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        check_company=True,
    )
    cs_payroll_by_person = fields.Boolean(
        "One Payable a Person",
        help="INC-31: the net pay stands in the entry person by person, so that it can"
        " be paid and matched one by one. Who reads the books then sees it.",
    )
    cs_payroll_reversal = fields.Selection(
        REVERSALS, "Reversals Are Dated", required=True, default="today"
    )
