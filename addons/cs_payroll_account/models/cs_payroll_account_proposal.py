from odoo import api, models
from odoo.exceptions import AccessError

#: What an account is for -> codes to look for, the better one first. The charts of
#: China: 6601 and 6602 of the large, 5601 and 5602 of the small ones.
CODES = {
    "expense": ("6601", "5601", "6602", "5602"),
    "wages": ("2211",),
    "withheld": ("2241",),
    "tax": ("2221",),
}
#: Category of ours -> what is debited, what is credited.
CATEGORIES = {
    "category_earning": ("expense", "wages"),
    "category_award": ("expense", "wages"),
    "category_missed": ("expense", "wages"),
    "category_deduction": ("expense", "wages"),
    "category_carry": ("expense", "wages"),
    "category_other": ("expense", "wages"),
    "category_withheld": ("wages", "withheld"),
    "category_employer": ("expense", "wages"),
}
#: Rules that do not go where their category goes.
RULES = {"rule_tax": ("wages", "tax")}
_INCOME_TAX = ("个人所得税", "income tax")


class CsPayrollAccount(models.Model):
    """Accounts to start from, where the chart has them; nothing is overwritten."""

    _inherit = "cs.payroll.account"

    @api.model
    def _check_booker(self):
        """:raise AccessError: for all but payroll accountants"""
        if not self.env.user.has_group("cs_base.group_payroll_accountant"):
            raise AccessError(
                self.env._("Payroll accountants book pay runs and set up accounts.")
            )

    def action_propose(self):
        """Payroll accountants: fill in what is missing in the current company; a button
        of the list, so whatever is selected there."""
        self._check_booker()
        # sudo: journals and settings of accounting, once the role is checked
        self.sudo()._propose(self.env.company.sudo())
        return self._action_rows()

    @api.model
    def _propose(self, company):
        """Make and fill rows of our categories; what has accounts stays as it is."""
        accounts = {kind: self._find_account(company, kind) for kind in CODES}
        wanted = {
            self.env.ref(f"cs_payroll.{name}"): kinds
            for name, kinds in (CATEGORIES | RULES).items()
        }
        found = self.search([("company_id", "=", company.id)])
        known = {row.rule_id or row.category_id: row for row in found}
        for record, (debit, credit) in wanted.items():
            row = known.get(record) or self.create(self._row_vals(company, record))
            if not row.debit_account_id and not row.credit_account_id:
                row.debit_account_id = accounts[debit]
                row.credit_account_id = accounts[credit]
        if not company.cs_payroll_journal_id:
            company.cs_payroll_journal_id = self._find_journal(company)

    @api.model
    def _row_vals(self, company, record):
        field = "rule_id" if record._name == "hr.salary.rule" else "category_id"
        return {"company_id": company.id, field: record.id}

    @api.model
    def _find_account(self, company, kind):
        """The account with one of the codes; else the first one below it."""
        Account = self.env["account.account"].with_company(company)
        for code in CODES[kind]:
            found = Account.search(
                [
                    *Account._check_company_domain(company),
                    ("code", "=like", f"{code}%"),
                ]
            ).sorted("code")
            if kind == "tax":
                own = found.filtered(self._is_income_tax)
                found = own or found
            if found:
                return found[0]
        return Account

    @api.model
    def _is_income_tax(self, account):
        return any(word in (account.name or "").lower() for word in _INCOME_TAX)

    @api.model
    def _find_journal(self, company):
        return self.env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "general")], limit=1
        )

    @api.model
    def _action_rows(self, **context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accounts of Pay Items"),
            "res_model": self._name,
            "views": [[False, "list"]],
            "context": context,
        }
