from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .payroll_case import JUNE, JUNE_END, PayrollCase, PayrollMonthCase


class SourceMixin:
    """Slips made in the four ways there are."""

    def by_form(self, role):
        slips = self.env["hr.payslip"].with_user(self.users["manager"])
        june = {"default_date_from": JUNE, "default_date_to": JUNE_END}
        form = Form(slips.with_context(**june))
        form.employee_id = self.people[role]
        return form.save()

    def batch(self, *roles, **vals):
        run = self.env["hr.payslip.run"].create(
            {
                "name": "June",
                "date_start": JUNE,
                "date_end": JUNE_END,
                "company_id": self.company.id,
            }
            | vals
        )
        people = [self.people[role].id for role in roles]
        wizard = self.env["hr.payslip.employees"].with_user(self.users["manager"])
        wizard = wizard.with_context(active_id=run.id, active_model=run._name)
        wizard.create({"employee_ids": [Command.set(people)]}).compute_sheet()
        return run.slip_ids

    def by_program(self, role):
        vals = self.slip(role).copy_data({"employee_id": self.people[role].id})[0]
        self.env["hr.payslip"].search(
            [("employee_id", "=", self.people[role].id)]
        ).unlink()
        vals["struct_id"] = self.people[role].version_id.struct_id.id
        slip = self.env["hr.payslip"].with_user(self.users["manager"]).create(vals)
        slip.compute_sheet()
        return slip

    def ways(self, role="agent"):
        """Each way as (name, slip), the one before undone."""
        for name, make in (
            ("form", self.by_form),
            ("refetch", self.refetched),
            ("batch", self.batch),
            ("program", self.by_program),
        ):
            slip = make(role)
            yield name, slip
            slip.action_payslip_draft()
            slip.unlink()

    def refetched(self, role):
        slip = self.by_form(role)
        slip.input_line_ids.filtered("cs_is_given").unlink()
        slip.worked_days_line_ids.unlink()
        slip.onchange_employee()
        return slip

    def inputs(self, slip):
        return {one.code: one.amount for one in slip.input_line_ids}

    def days(self, slip):
        return [
            (one.code, one.contract_id, one.number_of_days, one.number_of_hours)
            for one in slip.worked_days_line_ids
        ]


@tagged("cs_payroll")
class TestSlipSource(SourceMixin, PayrollMonthCase):
    """INC-31: the month's inputs, whatever way a slip is made (defects 1 and 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule = cls.salary_rule("ALLOWANCE", "fix", cls.stock)
        rule.input_ids = [Command.create({"name": "Allowance", "code": "ALLOWANCE"})]
        cls.contract("agent", 6000, struct_id=cls.stock.id)
        cls.scheme(("BASE", "fixed", {"amount": 3000}))

    def statement_of_june(self):
        self.book()
        return self.approve()

    def test_every_way_takes_the_same(self):
        """Plain: the batch and the program get none."""
        self.statement_of_june()
        self.monthly_input("tax", 100)
        for way, slip in self.ways():
            with self.subTest(way):
                found = self.inputs(slip)
                self.assertEqual(found, {"BASE": 3000, "TAX": -100, "ALLOWANCE": 0})
                self.assertEqual(
                    [(one[0], one[2]) for one in self.days(slip)], [("WORK100", 21)]
                )

    def test_a_statement_counts_once_it_is_approved(self):
        self.book()
        self.assertNotIn("BASE", self.inputs(self.by_form("agent")))

    def test_only_a_calendar_month_takes_it(self):
        self.statement_of_june()
        slip = self.slip(last="2025-06-29", struct_id=self.stock.id)
        slip.compute_sheet()
        self.assertEqual(self.inputs(slip), {"ALLOWANCE": 0})

    def test_typed_inputs_survive_a_refetch(self):
        """Plain: all are gone, and computed lines stay."""
        self.statement_of_june()
        slip = self.by_form("agent")
        self.input_of(slip, "GIFT", 66)
        slip.input_line_ids.filtered(lambda one: one.code == "ALLOWANCE").amount = 40
        self.input_of(slip, "BASE", 5)
        slip.with_user(self.users["manager"]).onchange_employee()
        self.assertEqual(self.inputs(slip), {"BASE": 3000, "ALLOWANCE": 40, "GIFT": 66})
        self.assertEqual(len(slip.input_line_ids), 3)

    def test_computing_takes_what_is_given_now(self):
        """Whatever a form or a program sent as taken over."""
        self.statement_of_june()
        slip = self.by_form("agent")
        slip.input_line_ids.filtered("cs_is_given").amount = 99999
        self.input_of(slip, "FORGED", 5, cs_is_given=True)
        slip.compute_sheet()
        self.assertEqual(self.inputs(slip), {"BASE": 3000, "ALLOWANCE": 0})

    def test_the_structure_of_the_batch_counts(self):
        other = self.structure.create({"name": "Other", "parent_id": False})
        rule = self.salary_rule("TRAVEL", "fix", other)
        rule.input_ids = [Command.create({"name": "Travel", "code": "TRAVEL"})]
        slip = self.batch("agent", struct_id=other.id)
        self.assertEqual(self.inputs(slip), {"TRAVEL": 0})

    def test_the_wizard_without_a_batch(self):
        """Plain: NameError."""
        people = self.people["agent"]
        wizard = self.env["hr.payslip.employees"].create(
            {"employee_ids": [Command.set(people.ids)]}
        )
        with self.assertRaisesRegex(UserError, "Open the batch first"):
            wizard.compute_sheet()
        with self.assertRaisesRegex(UserError, "Open the batch first"):
            wizard.with_context(active_id=1, active_model="hr.employee").compute_sheet()

    def test_the_wizard_names_who_has_no_contract(self):
        """Plain: a slip without anything."""
        with self.assertRaisesRegex(UserError, "supervisor"):
            self.batch("agent", "supervisor")

    def test_the_wizard_makes_no_slips_of_a_monthly_run(self):
        run = self.env["hr.payslip.run"].create(
            {"name": "June", "company_id": self.company.id}
        )
        run._cs_write({"cs_month": JUNE, "cs_number": 1, "cs_state": "received"})
        wizard = self.env["hr.payslip.employees"].with_context(active_id=run.id)
        wizard = wizard.create({"employee_ids": self.people["agent"].ids})
        with self.assertRaisesRegex(UserError, "INC-31"):
            wizard.compute_sheet()


@tagged("cs_payroll")
class TestPlainSource(SourceMixin, PayrollMonthCase):
    """The same for slips that are computed in bulk, and for both kinds of rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme(("BASE", "fixed", {"amount": 3000}))
        cls.contract("agent", 6000)

    def statement_of_june(self):
        self.book()
        return self.approve()

    def totals(self, slip):
        return {line.code: line.total for line in slip.line_ids if line.total}

    def test_every_way_pays_the_same(self):
        self.statement_of_june()
        self.monthly_input("tax", 100)
        for way, slip in self.ways():
            slip.compute_sheet()
            with self.subTest(way):
                self.assertEqual(self.inputs(slip), {"BASE": 3000, "TAX": -100})
                self.assertEqual(
                    self.totals(slip),
                    {"BASE": 3000, "TAX": -100, "GROSS": 3000, "NET": 2900},
                )

    def test_what_is_typed_is_paid(self):
        """And where no rule places it, somebody is told."""
        self.statement_of_june()
        slip = self.by_form("agent")
        typed = self.input_of(slip, "COMMISSION", 66)
        slip.compute_sheet()
        self.assertEqual(self.totals(slip)["COMMISSION"], 66)
        self.assertEqual(self.totals(slip)["NET"], 3066)
        slip.compute_sheet()
        self.assertEqual(self.totals(slip)["NET"], 3066)
        typed.code = "NOWHERE"
        with self.assertRaisesRegex(UserError, "NOWHERE"):
            slip.compute_sheet()

    def test_a_statement_counts_once_it_is_approved(self):
        self.book()
        slip = self.by_form("agent")
        slip.compute_sheet()
        self.assertFalse(self.totals(slip))

    def test_both_kinds_of_rules_with_two_contracts(self):
        self.statement_of_june()
        self.salary_rule("EXTRA", "fix", amount_fix=10)
        self.next_contract("agent", 9000)
        for way, slip in self.ways():
            slip.compute_sheet()
            with self.subTest(way):
                self.assertEqual(self.totals(slip)["BASE"], 3000)

    def test_inputs_of_a_confirmed_month_stay(self):
        """Whatever the context."""
        entry = self.monthly_input("tax", 100)
        slip = self.by_form("agent")
        slip.compute_sheet()
        slip._cs_write({"cs_month": JUNE, "state": "done"})
        with self.assertRaises(UserError):
            entry.with_context(_force_unlink=True).unlink()


@tagged("cs_payroll")
class TestWorkedDays(SourceMixin, PayrollCase):
    """Days in the calendar's zone, within the version (defects 2, 3, 4, 13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["agent"].version_id.struct_id = cls.stock

    def shifts(self, first, last):
        """Five days a week between two hours, Shanghai time."""
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Shift",
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Shift",
                            "dayofweek": str(day),
                            "hour_from": first,
                            "hour_to": last,
                            "day_period": "morning",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        self.people["agent"].version_id.resource_calendar_id = calendar

    def test_early_and_night_shifts_lose_no_hours(self):
        """Shanghai, July 2025, 23 days: plain loses the first morning to UTC."""
        for first, last in ((6, 14), (0, 8), (16, 24)):
            self.shifts(first, last)
            version = self.people["agent"].version_id
            lines = self.env["hr.payslip"].get_worked_day_lines(
                version, datetime(2025, 7, 1).date(), datetime(2025, 7, 31).date()
            )
            found = [(one["number_of_days"], one["number_of_hours"]) for one in lines]
            with self.subTest(first=first):
                self.assertEqual(found, [(23, 184)])

    def test_who_leaves_works_until_then(self):
        """Plain: 21 days for who leaves on the 15th."""
        version = self.people["agent"].version_id
        version.contract_date_end = "2025-06-15"
        for way, slip in self.ways():
            with self.subTest(way):
                self.assertEqual(self.days(slip), [("WORK100", version, 10, 80)])

    def test_who_joins_works_from_then(self):
        version = self.people["agent"].version_id
        version.contract_date_start = "2025-06-16"
        slip = self.by_form("agent")
        self.assertEqual(self.days(slip), [("WORK100", version, 11, 88)])

    def test_a_raise_within_the_month(self):
        """Plain: 11 days, those of the new version."""
        before = self.people["agent"].version_id
        after = self.raised("agent", 8000, "2025-06-16")
        expected = [("WORK100", before, 10, 80), ("WORK100", after, 11, 88)]
        for way, slip in self.ways():
            with self.subTest(way):
                self.assertEqual(self.days(slip), expected)

    def test_two_contracts_within_the_month(self):
        first = self.people["agent"].version_id
        second = self.next_contract("agent", 9000, last="2025-06-10")
        expected = [("WORK100", first, 7, 56), ("WORK100", second, 11, 88)]
        for way, slip in self.ways():
            with self.subTest(way):
                self.assertEqual(self.days(slip), expected)

    def test_the_attendance_sheet_is_preferred(self):
        """INC-31: worked days come from attendance where it is kept."""
        self.env["cs.attendance.sheet"]._kept_create(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.people["agent"].id,
                    "month": JUNE,
                    "due_days": 22,
                    "present_days": 20,
                    "absent_days": 1,
                    "unpaid_days": 0.5,
                    "worked_minutes": 9630,
                    "state": "computed",
                }
            ]
        )
        self.raised("agent", 8000, "2025-06-16")
        slip = self.by_form("agent")
        self.assertEqual(
            [(code, days, hours) for code, _version, days, hours in self.days(slip)],
            [
                ("WORK100", 22, 0),
                ("PRESENT", 20, 160.5),
                ("ABSENT", 1, 0),
                ("UNPAID", 0.5, 0),
            ],
        )
