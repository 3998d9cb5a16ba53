from datetime import date

from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_incentive.tests.pay_case import PayCase
from odoo.fields import Command

JUNE = date(2025, 6, 1)
JUNE_END = date(2025, 6, 30)
#: role -> wage of the contract, from 1 January 2024
WAGES = {"agent": 6000, "agent2": 5000, "leader": 8000}


class PayrollCase(CsCase):
    """June 2025: agent 6000, agent2 5000, leader 8000 by contract, paid by the
    structure of our rules; ``cls.stock`` is a structure for OCA's own loop. The roles
    of OCA payroll are ``officer`` and ``manager``.

    June 2025 has 21 days of work of 8 hours by the calendar.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("officer", "payroll.group_payroll_user")
        cls._create_role("manager", "payroll.group_payroll_manager")
        cls.structure = cls.env["hr.payroll.structure"].create(
            {
                "name": "Customer service",
                "code": "CS",
                "company_id": cls.company.id,
                "parent_id": False,
                "rule_ids": [Command.set(cls.our_rules().ids)],
            }
        )
        cls.stock = cls.stock_structure()
        for role, wage in WAGES.items():
            cls.contract(role, wage)

    @classmethod
    def our_rules(cls):
        return cls.env["hr.salary.rule"].search([("amount_select", "=like", "cs_%")])

    @classmethod
    def contract(cls, role, wage, first="2024-01-01", **vals):
        """The version of a person that its only version becomes."""
        version = cls.people[role].version_id
        version.write(
            {"contract_date_start": first, "wage": wage, "struct_id": cls.structure.id}
            | vals
        )
        return version

    @classmethod
    def raised(cls, role, wage, first, **vals):
        """A further version of the same contract."""
        return cls.people[role].create_version(
            {"date_version": first, "wage": wage} | vals
        )

    @classmethod
    def next_contract(cls, role, wage, first="2025-06-16", last="2025-06-15"):
        """A second contract; the one before ends."""
        before = cls.people[role].version_id
        before.contract_date_end = last
        return cls.env["hr.version"].create(
            {
                "employee_id": before.employee_id.id,
                "date_version": first,
                "contract_date_start": first,
                "wage": wage,
                "struct_id": before.struct_id.id,
                "resource_calendar_id": before.resource_calendar_id.id,
            }
        )

    @classmethod
    def salary_rule(cls, code, amount_select="cs_input", structure=None, **vals):
        """A rule, added to the structure."""
        rule = cls.env["hr.salary.rule"].create(
            {
                "name": code.capitalize(),
                "code": code,
                "sequence": 500,
                "category_id": cls.env.ref("cs_payroll.category_earning").id,
                "company_id": cls.company.id,
                "amount_select": amount_select,
                "condition_python": "result = True",
                "amount_python_compute": False,
            }
            | vals
        )
        (structure or cls.structure).rule_ids += rule
        return rule

    @classmethod
    def stock_structure(cls):
        """A structure that OCA's loop computes: a fixed amount of 1000."""
        structure = cls.structure.create(
            {"name": "Stock", "code": "STOCK", "parent_id": False}
        )
        cls.salary_rule("FIXED", "fix", structure, amount_fix=1000)
        return structure

    @classmethod
    def slip(cls, role="agent", first=JUNE, last=JUNE_END, **vals):
        """A slip as made by hand, outside a monthly run."""
        person = cls.people[role]
        return cls.env["hr.payslip"].create(
            {
                "name": f"Slip of {role}",
                "employee_id": person.id,
                "contract_id": person.version_id.id,
                "struct_id": cls.structure.id,
                "company_id": cls.company.id,
                "date_from": first,
                "date_to": last,
            }
            | vals
        )

    @classmethod
    def done(cls, role="agent", **vals):
        """A confirmed slip of the stock structure, with an input and a worked day."""
        slip = cls.slip(role, struct_id=cls.stock.id, **vals)
        cls.input_of(slip, "TYPED", 50)
        slip.compute_sheet()
        slip.action_payslip_done()
        return slip

    @classmethod
    def input_of(cls, slip, code, amount, **vals):
        return cls.env["hr.payslip.input"].create(
            {
                "payslip_id": slip.id,
                "name": code,
                "code": code,
                "amount": amount,
                "contract_id": slip.contract_id.id,
            }
            | vals
        )

    @classmethod
    def monthly_input(cls, rule, amount, role="agent", month=JUNE, by="payroll"):
        """A cs.payroll.input, e.g. of rule "tax" (INC-31)."""
        return (
            cls.env["cs.payroll.input"]
            .with_user(cls.users[by])
            .create(
                {
                    "company_id": cls.company.id,
                    "employee_id": cls.people[role].id,
                    "month": month,
                    "rule_id": cls.env.ref(f"cs_payroll.rule_{rule}").id,
                    "amount": amount,
                }
            )
        )


class PayrollMonthCase(PayrollCase, PayCase):
    """The same, with statements of June 2025: see ``scheme``, ``book``, ``approve``."""
