from decimal import Decimal

from odoo import models
from odoo.addons.cs_incentive.engine import payslip as engine

from .payroll_facts import PayFacts, is_month


class HrPayslip(models.Model):
    """Slips whose rules only place amounts are computed together; those with program
    text one by one, with the same amounts for the rules of ours (INC-31)."""

    _inherit = "hr.payslip"

    def compute_sheet(self):
        """Compute the lines anew; done slips refuse it."""
        self.check_access("write")
        self._cs_check_open()
        plain = self.filtered(lambda slip: slip._cs_is_plain())
        self.env["cs.payroll.maker"].sudo()._compute(plain)
        return super(HrPayslip, self - plain).compute_sheet()

    def _cs_is_plain(self):
        return bool(
            is_month(self.date_from, self.date_to)
            and not self.credit_note
            and self.struct_id
            and self.sudo().struct_id._cs_rules() is not None
        )

    def _get_baselocaldict(self, contracts):
        found = super()._get_baselocaldict(contracts)
        found["cs_facts"] = self.sudo()._cs_facts()
        return found

    def _cs_facts(self):
        """What the rules of ours place; of a part of a month only the inputs."""
        if is_month(self.date_from, self.date_to) and not self.cs_is_extra:
            people = self.employee_id
            facts = PayFacts(self.env, self.company_id, self.date_from, people)
            found = facts.of(people.id)
            if found:
                return self._cs_with_typed(found)
        inputs = {}
        for one in self.input_line_ids:
            before = inputs.get(one.code)
            amount = Decimal(str(one.amount)) + (before.amount if before else 0)
            inputs[one.code] = engine.Input(one.code, "", one.name, amount)
        return engine.Facts(self.contract_id.id, inputs=inputs)

    def _compute_payslip_line(self, rule, localdict, lines_dict):
        if not (rule.amount_select or "").startswith("cs_"):
            return super()._compute_payslip_line(rule, localdict, lines_dict)
        facts = localdict["cs_facts"]
        if localdict["cs_places"]:
            for line in self._cs_lines(rule, facts, lines_dict):
                localdict = self._cs_place(rule, line, localdict, lines_dict)
        return localdict, lines_dict

    def _cs_lines(self, rule, facts, lines_dict):
        own = rule._cs_rule()
        if own.kind == "total":
            before = [self._cs_line(values) for values in lines_dict.values()]
            return [engine.total_line(own, before, facts)]
        rules = self.sudo()._get_salary_rules()
        placed = {one.code for one in rules if one.amount_select == "cs_input"}
        return engine.lines_of(own, facts, placed)

    def _cs_line(self, values):
        rule = self.env["hr.salary.rule"].sudo().browse(values["salary_rule_id"])
        amount = Decimal(str(round(values["total"], 2)))
        return engine.Line(rule._cs_rule(), values["code"], None, 0, amount)

    def _cs_place(self, rule, line, localdict, lines_dict):
        values = {
            "name": line.name or rule.name,
            "quantity": 1.0,
            "rate": 100.0,
            "amount": float(line.amount),
        }
        key = f"{line.code}-{line.version}"
        localdict, found = self._get_lines_dict(
            rule, localdict, lines_dict, key, values, 0.0
        )
        found[key] |= {"contract_id": line.version, "code": line.code}
        return localdict
