from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .payroll_case import PayrollCase

EVIL = "result = payslips.env['res.users'].sudo().search_count([])"
PROGRAMS = [
    {"amount_select": "code", "amount_python_compute": EVIL},
    {"amount_select": "percentage", "amount_percentage_base": EVIL},
    {"amount_select": "fix", "quantity": "payslips.env.cr"},
    {"condition_select": "python", "condition_python": EVIL},
    {"condition_select": "range", "condition_range": EVIL},
    # waits until somebody turns it on
    {"amount_select": "fix", "amount_python_compute": EVIL},
    {"amount_select": "fix", "amount_percentage_base": EVIL},
    {"condition_select": "none", "condition_python": EVIL},
    {"condition_select": "none", "condition_range": EVIL},
]


@tagged("cs_payroll")
class TestSalaryRule(PayrollCase):
    """TRUST.md: program text of rules reaches the server; administrators alone write
    it. Rules of ours have none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["hr.salary.rule"].with_user(cls.users["manager"])
        cls.vals = {
            "name": "Meal",
            "code": "MEAL",
            "company_id": cls.company.id,
            "amount_select": "fix",
            "amount_fix": 300,
        }

    def test_managers_write_no_programs(self):
        plain = self.Rule.create(self.vals)
        for program in PROGRAMS:
            with self.subTest(program):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.Rule.create(self.vals | program)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    plain.write(program)
                forged = {f"default_{name}": value for name, value in program.items()}
                vals = {k: v for k, v in self.vals.items() if k not in program}
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.Rule.with_context(**forged).create(vals)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    plain.write({"child_ids": [Command.create(self.vals | program)]})
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.structure.with_user(self.users["manager"]).write(
                        {"rule_ids": [Command.create(self.vals | program)]}
                    )

    def test_managers_change_no_programmed_rule(self):
        rule = self.Rule.sudo().create(self.vals | PROGRAMS[0])
        mine = rule.with_user(self.users["manager"])
        for vals in ({"amount_select": "fix"}, {"code": "NET"}, {"active": False}):
            with (
                self.subTest(vals),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.copy()

    def test_managers_edit_the_rest(self):
        rule = self.Rule.create(self.vals)
        rule.write({"amount_fix": 350, "name": "Meals", "sequence": 7, "quantity": "2"})
        copy = rule.copy({"code": "MEAL2"})
        structure = self.structure.with_user(self.users["manager"])
        structure.rule_ids += copy
        structure.name = "Service"
        self.env.ref("cs_payroll.category_award").with_user(
            self.users["manager"]
        ).name = "Prizes"
        ours = self.Rule.create(
            {"name": "Bonus", "code": "BONUS", "amount_select": "cs_input"}
            | {"condition_python": "result = True", "amount_python_compute": False}
        )
        ours.name = "Bonuses"

    def test_a_new_rule_with_the_hints_of_the_payroll_addon(self):
        """The form sends them; they say nothing."""
        vals = self.Rule.default_get(list(self.Rule._fields))
        rule = self.Rule.create(
            {
                name: value
                for name, value in vals.items()
                if name in ("amount_python_compute", "condition_python", "quantity")
            }
            | self.vals
        )
        self.assertTrue(rule)

    def test_administrators_write_programs(self):
        """Also those who see no salaries."""
        Rule = self.Rule.with_user(self.users["admin"])
        for program in PROGRAMS:
            rule = Rule.create(self.vals | program)
            rule.name = "Changed"

    def test_structures_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            other.cs_payroll_structure_id = self.structure
        self.company.cs_payroll_structure_id = self.structure

    def test_rules_of_ours_hold_no_text(self):
        ours = self.env.ref("cs_payroll.rule_commission")
        for vals in (
            {"amount_python_compute": EVIL},
            {"amount_percentage_base": EVIL},
            {"condition_select": "python"},
            {"condition_select": "range"},
            {"quantity": "payslips.env.cr"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                ours.write(vals)

    def test_rules_of_ours_say_what_they_place(self):
        for kind in ("cs_time", "cs_rest", "cs_total"):
            with self.subTest(kind), self.assertRaises(ValidationError):
                self.salary_rule("X", kind)
        for rule in self.our_rules().filtered(
            lambda rule: rule.amount_select in ("cs_time", "cs_rest", "cs_total")
        ):
            name = {"cs_rest": "cs_section"}.get(rule.amount_select, rule.amount_select)
            with self.subTest(rule.code), self.assertRaises(ValidationError):
                rule[name] = False
