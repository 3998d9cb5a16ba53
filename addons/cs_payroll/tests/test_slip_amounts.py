from datetime import date
from decimal import Decimal

from odoo.addons.cs_attendance.tests.sheet_case import SheetCase
from odoo.fields import Command
from odoo.tests import tagged

from .payroll_case import JUNE, PayrollMonthCase


@tagged("cs_payroll", "cs_payroll_slip")
class TestSlipAmounts(PayrollMonthCase, SheetCase):
    """What a slip comes to: wage by days, days missed, statement, tax (INC-31).

    June 2025 has 21 working days by the calendar, 11 of them up to the 15th.
    """

    @classmethod
    def pays(cls, **vals):
        """By contract from January 2024 on."""
        return cls.approved(
            "cs.payroll.policy",
            {"name": "Pay", "date_from": "2024-01-01", "base_from": "contract"} | vals,
        )

    @classmethod
    def month_of(cls, role, verdicts=None, **vals):
        """21 days of work; ``verdicts``: number of the working day -> verdict."""
        days = [date(2025, 6, day) for day in range(1, 31)]
        work = [day for day in days if day.weekday() < 5]
        for number, day in enumerate(work, 1):
            verdict = (verdicts or {}).get(number, "ok")
            cls.make_day(role, day, verdict, **(vals if verdict == "leave" else {}))

    def lines(self, slip):
        slip.compute_sheet()
        return [(line.code, line.total) for line in slip.line_ids]

    def sheet(self, role="agent"):
        [sheet] = self.build(role, month=JUNE)
        return sheet

    # The wage

    def test_inc_31_a_whole_month(self):
        self.pays()
        slip = self.slip()
        self.assertEqual(
            self.lines(slip), [("WAGE", 6000), ("GROSS", 6000), ("NET", 6000)]
        )
        self.assertEqual((slip.cs_gross, slip.cs_net), (6000, 6000))
        self.assertEqual(slip.state, "verify")
        self.assertTrue(slip.number)
        self.assertTrue(slip.line_ids[0].is_explained)

    def test_inc_31_a_raise_within_the_month(self):
        self.pays()
        self.raised("agent", 6600, "2025-06-16")
        lines = self.lines(self.slip())
        # 10 days at 6 000 and 11 at 6 600, of 21
        self.assertEqual(lines[:2], [("WAGE", 2857.14), ("WAGE", 3457.15)])
        self.assertEqual(lines[-1], ("NET", 6314.29))

    def test_a_new_version_with_the_same_wage_is_one_line(self):
        self.pays()
        self.raised("agent", 6000, "2025-06-16")
        self.assertEqual(self.lines(self.slip())[0], ("WAGE", 6000))

    def test_inc_31_leaver(self):
        self.pays()
        self.people["agent"].version_id.contract_date_end = date(2025, 6, 15)
        self.assertEqual(self.lines(self.slip())[0], ("WAGE", 2857.14))

    def test_inc_31_joiner(self):
        self.pays()
        self.people["agent"].version_id.write(
            {"contract_date_start": "2025-06-16", "date_version": "2025-06-16"}
        )
        self.assertEqual(self.lines(self.slip())[0], ("WAGE", 3142.86))

    def test_inc_31_two_contracts(self):
        """The first until the 10th, the second from the 18th on: 7 and 9 days."""
        self.pays()
        self.people["agent"].version_id.contract_date_end = date(2025, 6, 10)
        self.raised(
            "agent",
            9000,
            "2025-06-18",
            contract_date_start="2025-06-18",
            contract_date_end=False,
        )
        lines = self.lines(self.slip())
        self.assertEqual(lines[:2], [("WAGE", 2000), ("WAGE", 3857.14)])

    def test_base_pay_by_post_takes_no_wage(self):
        self.assertEqual(self.lines(self.slip()), [("GROSS", 0), ("NET", 0)])

    # Days missed

    def test_att_05_absence(self):
        self.pays()
        self.month_of("agent", {3: "absent", 4: "absent"})
        self.sheet()
        lines = dict(self.lines(self.slip()))
        self.assertEqual(lines["ABSENT"], -571.43)
        self.assertEqual(lines["NET"], 5428.57)

    def test_absent_all_month_is_no_pay(self):
        self.pays()
        self.month_of("agent", dict.fromkeys(range(1, 22), "absent"))
        self.sheet()
        self.assertEqual(dict(self.lines(self.slip()))["NET"], 0)

    def test_att_09_leave_paid_in_part(self):
        kind = self.env["hr.leave.type"].create({"name": "Sick", "cs_code": "S"})
        self.pays(
            leave_ids=[Command.create({"leave_type_id": kind.id, "paid_rate": 80})]
        )
        self.month_of("agent", {2: "leave", 3: "leave"}, leave_type_id=kind.id)
        self.sheet()
        lines = dict(self.lines(self.slip()))
        self.assertEqual(lines["LEAVE"], -114.29)

    def test_att_09_unpaid_leave_by_fixed_days(self):
        self.pays(day_basis="fixed", paid_days=21.75)
        self.month_of("agent", {2: "leave"}, unpaid_days=1)
        self.sheet()
        self.assertEqual(dict(self.lines(self.slip()))["UNPAID"], -275.86)

    def test_absence_before_a_raise_costs_the_wage_of_then(self):
        self.pays()
        self.raised("agent", 6600, "2025-06-16")
        self.month_of("agent", {1: "absent", 21: "absent"})
        self.sheet()
        slip = self.slip()
        missed = [total for code, total in self.lines(slip) if code == "ABSENT"]
        self.assertEqual(missed, [-285.71, -314.29])

    def test_att_05_absence_of_base_pay_by_post(self):
        self.scheme(("BASE", "fixed", {"amount": 4200, "by_days": True}))
        self.book()
        self.approve()
        self.month_of("agent", {3: "absent"})
        self.sheet()
        self.assertEqual(
            self.lines(self.slip()),
            [("BASE", 4200), ("ABSENT", -200), ("GROSS", 4000), ("NET", 4000)],
        )

    def test_att_08_a_day_of_an_earlier_month_is_given_back(self):
        """June's absence turns out to be none: July pays the day, at June's rate."""
        self.pays()
        self.month_of("agent", {3: "absent"})
        self.sheet()
        figures = dict.fromkeys(("absent_days", "unpaid_days", "leave_days"), 0)
        self.env["cs.attendance.adjustment"]._kept_create(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.people["agent"].id,
                    "date": "2025-06-04",
                    "month": "2025-07-01",
                    "before": figures | {"absent_days": 1},
                    "after": figures,
                    "digest": "1",
                    "found_at": "2025-07-08 00:00:00",
                    "state": "approved",
                    "approved_at": "2025-07-08 00:00:00",
                    "approved_by_id": self.users["hr"].id,
                }
            ]
        )
        slip = self.slip(first=date(2025, 7, 1), last=date(2025, 7, 31))
        lines = self.lines(slip)
        self.assertEqual(lines[:2], [("WAGE", 6000), ("ABSENT", 285.71)])
        [line] = slip.line_ids.filtered(lambda one: one.code == "ABSENT")
        self.assertIn("given back", line.get_explanation()["reasons"][0]["sentence"])

    # What is entered

    def test_inc_31_tax_and_insurance(self):
        self.pays()
        self.monthly_input("tax", 120.55)
        self.monthly_input("pension", 400)
        self.monthly_input("er_insurance", 900)
        lines = dict(self.lines(self.slip()))
        self.assertEqual((lines["TAX"], lines["PENSION"]), (-120.55, -400))
        self.assertEqual((lines["GROSS"], lines["NET"]), (6000, 5479.45))
        self.assertEqual(lines["ER_INSURANCE"], 900)

    def test_inputs_and_worked_days_are_on_the_slip(self):
        self.scheme(("STAR", "fixed", {"amount": 50}, "award"))
        self.book()
        self.approve()
        self.month_of("agent", {3: "absent"})
        sheet = self.sheet()
        slip = self.slip()
        slip.compute_sheet()
        self.assertEqual(
            [(one.code, one.amount, one.amount_qty) for one in slip.input_line_ids],
            [("STAR", 50, 1)],
        )
        days = {one.code: one.number_of_days for one in slip.worked_days_line_ids}
        self.assertEqual(days, {"WORK100": 21, "PRESENT": 20, "ABSENT": 1})
        self.assertEqual(slip.cs_sheet_id, sheet)
        self.assertEqual(slip.cs_statement_id, self.statement())

    # Rules with program text

    def test_a_structure_with_program_text_comes_to_the_same(self):
        """OCA's loop, one by one, and ours together: the same lines."""
        self.pays()
        self.scheme(("STAR", "fixed", {"amount": 50}, "award"))
        self.book()
        self.approve()
        self.monthly_input("tax", 120.55)
        self.month_of("agent", {3: "absent"})
        self.sheet()
        self.raised("agent", 6600, "2025-06-16")
        slip = self.slip()
        ours = self.lines(slip)
        mixed = self.structure.copy({"code": "MIXED"})
        self.salary_rule("NOTHING", "code", mixed, amount_python_compute="result = 0")
        slip.struct_id = mixed
        theirs = [one for one in self.lines(slip) if one[0] != "NOTHING"]
        self.assertEqual(sorted(theirs), sorted(ours))

    def test_flat(self):
        """As many queries for two people as for one."""
        self.pays()
        one, two = self.slip(), self.slip("agent2")
        self.env["cs.payroll.maker"]._compute(one | two)
        counts = []
        for slips in (one, one | two):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cs.payroll.maker"]._compute(slips)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[0])
        self.assertEqual(Decimal(str(two.cs_net)), Decimal(5000))
