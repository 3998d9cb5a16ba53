from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsPayrollAccount(models.Model):
    """Where the amounts of a pay item go in the books, by company (INC-31).

    An amount is debited to the one account and credited to the other; below 0 it is
    the other way round. What is withheld counts as an amount above 0. The row of a rule
    goes before the row of its category.

    Access: payroll accountants write; the general manager reads. What was booked keeps
    the accounts it was booked to.
    """

    _name = "cs.payroll.account"
    _description = "Accounts of a Pay Item"
    _order = "company_id, sequence, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    rule_id = fields.Many2one(
        "hr.salary.rule",
        "Pay Item",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('amount_select', '!=', 'cs_total')]",
    )
    category_id = fields.Many2one(
        "hr.salary.rule.category",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    debit_account_id = fields.Many2one(
        "account.account",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Of an expense: such as 6601 or 6602. Of what is withheld: wages payable.",
    )
    credit_account_id = fields.Many2one(
        "account.account",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Of an expense: wages payable. Of what is withheld: whom it is owed to.",
    )
    debit_code = fields.Char(related="debit_account_id.code", string="Debit Code")
    credit_code = fields.Char(related="credit_account_id.code", string="Credit Code")
    is_complete = fields.Boolean(
        "Complete", compute="_compute_is_complete", search="_search_is_complete"
    )

    _rule_once = models.UniqueIndex(
        "(company_id, rule_id) WHERE rule_id IS NOT NULL",
        "This pay item has accounts already.",
    )
    _category_once = models.UniqueIndex(
        "(company_id, category_id) WHERE category_id IS NOT NULL",
        "This category has accounts already.",
    )
    _one_of_both = models.Constraint(
        "CHECK((rule_id IS NULL) != (category_id IS NULL))",
        "Choose either a pay item or a category.",
    )
    _two_accounts = models.Constraint(
        "CHECK(debit_account_id != credit_account_id)",
        "An amount goes from one account to another one.",
    )

    @api.depends("rule_id.sequence", "category_id")
    def _compute_sequence(self):
        """Categories first, pay items as they stand on payslips."""
        for one in self:
            one.sequence = one.rule_id.sequence + 1 if one.rule_id else 0

    @api.depends("rule_id.name", "category_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self.sudo():
            one.display_name = one.rule_id.name or one.category_id.name or ""

    @api.depends("debit_account_id.active", "credit_account_id.active")
    def _compute_is_complete(self):
        for one in self.sudo():
            accounts = (one.debit_account_id, one.credit_account_id)
            one.is_complete = all(account.active for account in accounts)

    def _search_is_complete(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("debit_account_id.active", "=", True),
            ("credit_account_id.active", "=", True),
        ]

    @api.constrains("rule_id")
    def _check_no_total(self):
        for one in self.sudo():
            if one.rule_id.amount_select == "cs_total":
                raise ValidationError(
                    self.env._(
                        "%(item)s is the sum of other pay items, which are booked"
                        " themselves (INC-31).",
                        item=one.rule_id.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        # Stock asks before only: a row must not be moved to another company's books.
        self.check_access("write")
        return result

    @api.model
    def _of_rules(self, company, rules):
        """dict rule -> its row, or that of its category; an empty one without any"""
        rows = self.search(
            [
                ("company_id", "=", company.id),
                "|",
                ("rule_id", "in", rules.ids),
                ("category_id", "in", rules.category_id.ids),
            ]
        )
        of_rule = {row.rule_id: row for row in rows if row.rule_id}
        of_category = {row.category_id: row for row in rows if row.category_id}
        return {
            rule: of_rule.get(rule) or of_category.get(rule.category_id, self.browse())
            for rule in rules
        }
