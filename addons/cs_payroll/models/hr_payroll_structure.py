from odoo import models
from odoo.addons.cs_incentive.engine.payslip import Rule

from .hr_salary_rule import KINDS

PLAIN = {kind for kind, _name in KINDS}


class HrPayrollStructure(models.Model):
    _inherit = "hr.payroll.structure"

    def _cs_rules(self):
        """Rules as the engine takes them, in order.

        :return: list of ``engine.payslip.Rule``; None: some hold program text, or ask
            for something, and are for the payroll addon to compute one by one
        """
        rules = self.get_structure_with_parents().get_all_rules()
        if not rules or any(not rule._cs_is_plain() for rule in rules):
            return None
        return [rule._cs_rule() for rule in rules]

    def _cs_names(self):
        """(code, name) of the rules"""
        rules = self.get_structure_with_parents().get_all_rules()
        return [(rule.code, rule.name) for rule in rules]


class HrSalaryRule(models.Model):
    _inherit = "hr.salary.rule"

    def _cs_is_plain(self):
        return self.amount_select in PLAIN and self.condition_select == "none"

    def _cs_rule(self):
        kind = self.amount_select.removeprefix("cs_")
        of = {"time": self.cs_time, "rest": self.cs_section, "total": self.cs_total}
        return Rule(
            self.id,
            self.code,
            kind,
            of.get(kind) or "",
            self.category_id.cs_counts or "none",
        )
