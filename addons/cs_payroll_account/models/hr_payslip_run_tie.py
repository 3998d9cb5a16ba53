from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

NOTHING = Decimal(0)


class HrPayslipRun(models.Model):
    """Statement = payslip = entry, by code, in total and by account (INC-31)."""

    _inherit = "hr.payslip.run"

    def action_cs_tie_out(self):
        """Payroll accountants and the general manager: compare to the cent."""
        self.ensure_one()
        self._cs_check_tie()
        # sudo: nobody makes such a comparison by hand; it is of who asked
        tie = self.env["cs.payroll.tie"].sudo()._compare(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tie-out"),
            "res_model": tie._name,
            "res_id": tie.id,
            "views": [[False, "form"]],
        }

    def _cs_check_tie(self):
        """:raise AccessError: for other roles, and for runs of other companies"""
        groups = ("cs_base.group_payroll_accountant", "cs_base.group_general_manager")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Payroll accountants and the general manager compare.")
            )
        self.check_access("read")

    def _cs_tie_rows(self):
        """Rows to compare; as superuser.

        :return: list of dict: kind (code, total, account), code, name, and statement,
            payslip, entry: Decimal, or None where there is nothing to compare
        """
        self.ensure_one()
        rules = self.env["hr.salary.rule"].with_context(active_test=False)
        slips = self._cs_rule_sums()
        statement = self._cs_statement_sums()
        rules = rules.search([("id", "in", [*slips, *filter(None, statement)])])
        entry = self._cs_entry()
        booked = entry.line_ids._amounts()
        rows = [
            {
                "kind": "code",
                "code": rule.code,
                "name": rule.name,
                "statement": self._cs_of_statement(rule, statement),
                "payslip": slips.get(rule.id, NOTHING),
                "entry": self._cs_of_entry(entry, rule, booked),
            }
            for rule in rules
            if rule.amount_select != "cs_total"
        ]
        if None in statement:
            rows.append(self._cs_unplaced(statement[None]))
        rows += self._cs_tie_totals(rules, slips, entry, booked)
        return rows + self._cs_tie_accounts(entry)

    def _cs_of_statement(self, rule, statement):
        if self.cs_is_extra or not _from_statement(rule):
            return None
        return statement.get(rule.id, NOTHING)

    def _cs_of_entry(self, entry, rule, booked):
        informs = rule.category_id.cs_counts not in ("gross", "net")
        if not entry or (informs and rule.id not in booked):
            return None
        return booked.get(rule.id, NOTHING)

    def _cs_unplaced(self, amount):
        return {
            "kind": "code",
            "code": "",
            "name": self.env._("No pay item places it"),
            "statement": amount,
            "payslip": NOTHING,
            "entry": None,
        }

    def _cs_statement_sums(self):
        """dict rule id -> what the run's statements hold of it; None: no rule

        A code that no rule has goes to the rule for the rest of its section.
        """
        self.env["cs.incentive.item"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT item.code, item.section, sum(item.amount)::text
                     FROM cs_incentive_statement statement
                     JOIN cs_incentive_item item ON item.statement_id = statement.id
                    WHERE statement.payslip_run_id = %s AND item.section != 'points'
                    GROUP BY 1, 2 HAVING sum(item.amount) != 0""",
                self.id,
            )
        )
        by_code, by_section = self._cs_places()
        sums = {}
        for code, section, amount in rows:
            rule = by_code.get(code) or by_section.get(section)
            sums[rule] = sums.get(rule, NOTHING) + Decimal(amount)
        return sums

    def _cs_places(self):
        """dict code -> rule id, and dict section -> id of the rule for its rest"""
        groups = self.env["hr.payslip"]._read_group(
            [("payslip_run_id", "=", self.id)], [], ["struct_id:recordset"]
        )
        structures = groups[0][0].get_structure_with_parents()
        rules = structures.get_all_rules().filtered(_from_statement)
        inputs = rules.filtered(lambda rule: rule.amount_select == "cs_input")
        rests = rules - inputs
        return (
            {rule.code: rule.id for rule in inputs},
            {rule.cs_section: rule.id for rule in rests},
        )

    def _cs_tie_totals(self, rules, slips, entry, booked):
        """Statements in all; gross and net pay as the payslips say them."""
        from_statement = rules.filtered(_from_statement).ids
        totals = [
            self._cs_total_row(
                self.env._("Statements"),
                None if self.cs_is_extra else self._cs_stated(),
                _sum(slips, from_statement),
                _sum(booked, from_statement) if entry else None,
            )
        ]
        names = {"gross": self.env._("Gross pay"), "net": self.env._("Net pay")}
        for kind, counted in (("gross", ["gross"]), ("net", ["gross", "net"])):
            said = rules.filtered(lambda rule, kind=kind: rule.cs_total == kind).ids
            parts = rules.filtered(
                lambda rule, counted=counted: rule.category_id.cs_counts in counted
            ).ids
            inside = _sum(booked, parts) if entry else None
            said = _sum(slips, said)
            totals.append(self._cs_total_row(names[kind], None, said, inside))
        return totals

    def _cs_stated(self):
        """What the statements say themselves, not the sum of their lines."""
        self.env["cs.incentive.statement"].flush_model()
        [[total]] = self.env.execute_query(
            SQL(
                "SELECT coalesce(sum(total), 0)::text FROM cs_incentive_statement"
                " WHERE payslip_run_id = %s",
                self.id,
            )
        )
        return Decimal(total)

    def _cs_total_row(self, name, statement, payslip, entry):
        amounts = {"statement": statement, "payslip": payslip, "entry": entry}
        return {"kind": "total", "code": "", "name": name} | amounts

    def _cs_tie_accounts(self, entry):
        """What the books hold against what the payslips say, by account."""
        if not entry:
            return []
        found, wanted = _by_account(entry._booked()), _by_account(entry._wanted())
        accounts = self.env["account.account"].with_company(self.company_id)
        return [
            {
                "kind": "account",
                "code": account.code,
                "name": account.name,
                "statement": None,
                "payslip": wanted.get(account.id, NOTHING),
                "entry": found.get(account.id, NOTHING),
            }
            for account in accounts.browse(sorted(found.keys() | wanted.keys()))
        ]


def _from_statement(rule):
    places = rule.amount_select in ("cs_input", "cs_rest")
    return places and not rule.cs_is_entered


def _sum(amounts, keys):
    return sum((amounts.get(key, NOTHING) for key in keys), NOTHING)


def _by_account(balances):
    sums = {}
    for (account, _partner), amount in balances.items():
        sums[account] = sums.get(account, NOTHING) + amount
    return sums
