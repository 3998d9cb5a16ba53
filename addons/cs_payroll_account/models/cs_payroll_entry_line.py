from decimal import Decimal

from odoo import api, fields, models

#: Accounts whose expense or income is distributed analytically.
_DISTRIBUTED = ("income", "expense")


class CsPayrollEntryLine(models.Model):
    """What was booked of a pay item and to which accounts, kept as it was (INC-31)."""

    _name = "cs.payroll.entry.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Pay Item in the Books"
    _order = "entry_id, sequence, id"
    _log_access = False

    entry_id = fields.Many2one(
        "cs.payroll.entry", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id")
    currency_id = fields.Many2one(related="entry_id.currency_id")
    rule_id = fields.Many2one(
        "hr.salary.rule", "Pay Item", required=True, readonly=True, ondelete="restrict"
    )
    code = fields.Char(readonly=True)
    sequence = fields.Integer(readonly=True)
    counts = fields.Selection(
        [
            ("gross", "Part of gross pay"),
            ("net", "Withheld from gross pay"),
            ("none", "For information"),
        ],
        "Counts As",
        required=True,
        readonly=True,
    )
    is_turned = fields.Boolean("Withheld", readonly=True)
    amount = fields.Monetary(readonly=True, help="As on the payslips, with its sign")
    debit_account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    credit_account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    debit_code = fields.Char(related="debit_account_id.code", string="Debit Code")
    credit_code = fields.Char(related="credit_account_id.code", string="Credit Code")

    _rule_once = models.Constraint(
        "UNIQUE(entry_id, rule_id)", "A pay item stands in an entry once."
    )

    def _kept_text(self):
        return self.env._("INC-31: what was booked of a pay item stays as it was.")

    @api.model
    def _keep(self, entry):
        """Keep sums and accounts of the run's pay items that have accounts."""
        sums = entry.run_id._cs_rule_sums()
        rules = self.env["hr.salary.rule"].browse(sums)
        rows = self.env["cs.payroll.account"]._of_rules(entry.company_id, rules)
        return self._kept_create(
            [
                {
                    "entry_id": entry.id,
                    "rule_id": rule.id,
                    "code": rule.code,
                    "sequence": rule.sequence,
                    "counts": rule.category_id.cs_counts or "none",
                    "is_turned": rule.cs_is_withheld,
                    "amount": float(sums[rule.id]),
                    "debit_account_id": row.debit_account_id.id,
                    "credit_account_id": row.credit_account_id.id,
                }
                for rule, row in rows.items()
                if row.is_complete and rule.amount_select != "cs_total"
            ]
        )

    def _sides(self):
        """Where the amounts of a rule go.

        :return: list of (rule id, account id, sign, by department, by person)
        """
        by_person = self._person_accounts()
        sides = []
        for line in self:
            sign = -1 if line.is_turned else 1
            for account, factor in (
                (line.debit_account_id, sign),
                (line.credit_account_id, -sign),
            ):
                spread = account.account_type.startswith(_DISTRIBUTED)
                whose = account in by_person
                sides.append((line.rule_id.id, account.id, factor, spread, whose))
        return sides

    def _person_accounts(self):
        """Accounts that stand person by person: those that owe the wages."""
        if not self.entry_id.is_by_person:
            return self.env["account.account"]
        return self.filtered(lambda line: line.counts == "gross").credit_account_id

    def _amounts(self):
        """dict rule id -> what was booked of it, as on the payslips"""
        return {line.rule_id.id: Decimal(f"{line.amount:.2f}") for line in self}
