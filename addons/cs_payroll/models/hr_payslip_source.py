from dataclasses import replace
from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_incentive.engine.payslip import Input
from odoo.exceptions import AccessError
from odoo.fields import Command, Date

from .payroll_facts import PayFacts, is_month


class HrPayslip(models.Model):
    """The same inputs and worked days, however a slip is made: on the form, by
    "Refetch", by the batch wizard, or by a program (INC-31)."""

    _inherit = "hr.payslip"

    def get_payslip_vals(
        self, date_from, date_to, employee_id=False, contract_id=False, struct_id=False
    ):
        # The payroll addon asks an empty slip, which knows neither person nor
        # structure, and so finds no inputs.
        asked = self or self.new(
            {
                "employee_id": employee_id,
                "struct_id": struct_id and struct_id[0],
                "date_from": date_from,
                "date_to": date_to,
            }
        )
        return super(HrPayslip, asked).get_payslip_vals(
            date_from, date_to, employee_id, contract_id, struct_id
        )

    @api.model
    def _cs_check_makes(self, employees):
        """:raise AccessError: the reader may make no slip of one of these people"""
        if self.env.su:
            return
        slips = self.env["hr.payslip"]
        slips.check_access("create")
        domain = self.env["ir.rule"]._compute_domain(slips._name, "create")
        for person in employees.sudo():
            vals = {"employee_id": person.id, "company_id": person.company_id.id}
            if not slips.sudo().new(vals).filtered_domain(domain):
                raise AccessError(
                    self.env._("You make no payslips of %(name)s.", name=person.name)
                )

    # Inputs

    @api.model
    def get_inputs(self, contracts, date_from, date_to):
        """What the month gives, summed by code, and what rules of the structure ask
        for; one line a person and code.

        :param contracts: hr.version, perhaps of several people
        :return: list of values of hr.payslip.input
        """
        self._cs_check_makes(contracts.employee_id)
        given = self._cs_given(contracts.employee_id, date_from, date_to)
        found = []
        latest = {
            one.employee_id: one
            for one in self._cs_versions(contracts, date_from, date_to)
        }
        for employee, own in contracts.grouped("employee_id").items():
            amounts = given.get(employee.id, {})
            version = latest.get(employee, own[-1:])
            found += [
                {"contract_id": version.id, "code": code, "cs_is_given": True} | values
                for code, values in amounts.items()
            ]
            found += [
                {"name": asked.name, "code": asked.code, "contract_id": contract.id}
                for contract in own
                for asked in self._cs_asked(own)
                if asked.code not in amounts
            ]
        return found

    def _cs_asked(self, contracts):
        """hr.rule.input of the rules of the slip's structure or the contracts'."""
        # sudo: structures and contracts belong to the set-up of payroll
        structures = self.sudo().struct_id or contracts.sudo().struct_id
        rules = structures.get_structure_with_parents().get_all_rules()
        return rules.input_ids

    @api.model
    def _cs_given(self, employees, date_from, date_to):
        """Sums of approved statements and of monthly inputs; of a calendar month only.

        :return: dict employee id -> dict code -> values (name, amount, amount_qty)
        """
        first, last = Date.to_date(date_from), Date.to_date(date_to)
        if not is_month(first, last):
            return {}
        found = {}
        words = self.env["cs.incentive.item"]._code_words()
        for company, people in employees.sudo().grouped("company_id").items():
            facts = PayFacts(self.env, company, first, people)
            for employee, inputs in facts.inputs.items():
                found[employee] = {
                    code: {
                        "name": one.name or words.get(code, code),
                        "amount": float(one.amount),
                        "amount_qty": one.count,
                    }
                    for code, one in sorted(inputs.items())
                }
        return found

    @api.onchange("struct_id")
    def onchange_struct_id(self):
        """Refetch: what is given comes anew, what was typed under other codes stays."""
        typed = {slip: slip._cs_typed() for slip in self}
        result = super().onchange_struct_id()
        for slip in self.filtered("struct_id"):
            slip._cs_restore(typed[slip])
        return result

    def _cs_typed(self):
        """list of values of the inputs that somebody typed"""
        return [
            {
                "name": one.name,
                "code": one.code,
                "amount": one.amount,
                "amount_qty": one.amount_qty,
                "contract_id": one.contract_id.id,
            }
            for one in self.input_line_ids
            if not one.cs_is_given
        ]

    def _cs_with_typed(self, found):
        """Facts of the month with what somebody typed under other codes.

        :param found: ``engine.payslip.Facts``
        """
        typed = dict(found.inputs)
        for one in self.input_line_ids.filtered(lambda one: not one.cs_is_given):
            if one.code not in found.inputs and one.amount:
                amount = Decimal(str(one.amount))
                if one.code in typed:
                    amount += typed[one.code].amount
                typed[one.code] = Input(one.code, "", one.name, amount)
        return replace(found, inputs=typed)

    def _cs_restore(self, typed):
        given = set(self.input_line_ids.filtered("cs_is_given").mapped("code"))
        asked = {
            (one.code, one.contract_id.id): one
            for one in self.input_line_ids
            if not one.cs_is_given
        }
        for values in typed:
            blank = asked.pop((values["code"], values["contract_id"]), None)
            if blank:
                blank.update(values)
            elif values["code"] not in given:
                self.update({"input_line_ids": [Command.create(values)]})

    def _cs_fetch(self):
        """Before computing: given inputs as they are now, whatever a form or program
        sent; inputs that rules ask for; worked days where there are none."""
        self.ensure_one()
        # sudo: who may compute the slip may know what it is made of
        slip = self.sudo()
        contracts = slip._get_employee_contracts()
        if slip.credit_note or slip.cs_is_extra or not contracts:
            return
        span = (slip.date_from, slip.date_to)
        slip._cs_fetch_inputs(slip.get_inputs(contracts, *span))
        if not slip.worked_days_line_ids:
            slip._cs_add(
                "worked_days_line_ids", slip.get_worked_day_lines(contracts, *span)
            )

    def _cs_fetch_inputs(self, found):
        given = {one["code"] for one in found if one.get("cs_is_given")}
        stale = self.input_line_ids.filtered(
            lambda one: one.cs_is_given or one.code in given
        )
        stale._cs_unlink()
        there = {(one.code, one.contract_id.id) for one in self.input_line_ids}
        missing = [
            one for one in found if (one["code"], one["contract_id"]) not in there
        ]
        self._cs_add("input_line_ids", missing)

    def _cs_add(self, name, rows):
        """Parts of the slip, behind its guards."""
        self[name].browse()._cs_create([row | {"payslip_id": self.id} for row in rows])
