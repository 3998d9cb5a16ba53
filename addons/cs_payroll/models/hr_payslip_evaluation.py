from odoo import models
from odoo.addons.payroll.models.base_browsable import (
    BaseBrowsableObject,
    BrowsableObject,
)

from .browsable import SummedDays, SummedInputs, SummedPayslips


class HrPayslip(models.Model):
    """What rules with program text read, put right: inputs and days of the same code
    add up, each contract has its own, sums are those of now, and a rule that does not
    apply to one contract may apply to the next."""

    _inherit = "hr.payslip"

    def _get_baselocaldict(self, contracts):
        return super()._get_baselocaldict(contracts) | {
            "payslips": SummedPayslips(self),
            **self._cs_figures(lambda parts: parts),
        }

    def get_lines_dict(self):
        lines = {}
        for slip in self:
            contracts = slip._get_employee_contracts()
            base = slip._get_baselocaldict(contracts)
            rules = slip._get_salary_rules()
            for contract in contracts:
                known = slip._cs_localdict(base, contract, contracts)
                slip._cs_contract_lines(rules, known, lines)
        return lines

    def _cs_localdict(self, base, contract, contracts):
        own = self.get_current_contract_dict(contract, contracts)
        return {
            **base,
            **self._cs_figures(
                lambda parts: self._cs_of_contract(parts, contract, contracts)
            ),
            "current_contract": BrowsableObject(self.employee_id.id, own, self.env),
            "employee": contract.employee_id,
            "contract": contract,
            "payslip": self,
            "cs_places": contract == contracts[-1],
        }

    def _cs_contract_lines(self, rules, known, lines):
        skipped = rules.browse()
        for rule in rules:
            known = rule._reset_localdict_values(known)
            if rule not in skipped and rule._satisfy_condition(known):
                known, made = self._compute_payslip_line(rule, known, lines)
                lines.update(made)
            else:
                skipped |= rule._recursive_search_of_rules()
        self.localdict_hook(known)

    def _cs_of_contract(self, parts, contract, contracts):
        """Those of a contract: of any of its versions; what belongs to none of the
        contracts counts with the first."""
        starts = set(contracts.mapped("contract_date_start"))
        own = contract.contract_date_start
        return parts.filtered(
            lambda one: one.contract_id.contract_date_start == own
            or (
                contract == contracts[0]
                and one.contract_id.contract_date_start not in starts
            )
        )

    def _cs_figures(self, chosen):
        inputs = _by_code(self.input_line_ids, chosen, "amount", "amount_qty")
        days = _by_code(
            self.worked_days_line_ids, chosen, "number_of_days", "number_of_hours"
        )
        return {
            "inputs": SummedInputs(self, inputs),
            "worked_days": SummedDays(self, days),
        }


def _by_code(parts, chosen, *columns):
    """dict code of the slip -> the one chosen record, or the sum of those chosen"""
    found = {}
    for code, same in parts.filtered("code").grouped("code").items():
        own = chosen(same)
        sums = {column: sum(own.mapped(column)) for column in columns}
        words = {"name": same[0].name, "code": code, "contract_id": same[0].contract_id}
        found[code] = own if len(own) == 1 else BaseBrowsableObject(words | sums)
    return found
