"""Payslips of a month, against the payroll addon of OCA that they stand on.

    python tests/bench/bench_payslip.py -c odoo.conf -d DATABASE [PEOPLE]

Makes PEOPLE (1 000) with the statements of ``bench_statement`` and sheets of
attendance. Measures, in one run,

- stock: slips of a tenth of them made and computed by OCA's own code, by a structure
  of seven rules of its kinds;
- the slips of everybody made and computed by a pay run, and computed again: at least
  twenty times fewer queries a slip than stock, two at most, and as many for all as for
  a tenth;
- the same again after 200 000 lines of earlier months: within half as long again.

Everything is rolled back.
"""

import sys
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from odoo.addons.payroll.models.hr_payslip import HrPayslip
from odoo.fields import Command

sys.path.insert(0, str(Path(__file__).parent))
import bench_metrics  # noqa: E402
import bench_statement  # noqa: E402
from bench_policy import clone  # noqa: E402
from runner import run  # noqa: E402

MONTH, LAST = bench_metrics.FIRST, bench_metrics.LAST
FEWER, OLD_LINES = 20, 200_000
#: of OCA, that ours replace
STOCK = (
    *("get_payslip_vals", "get_worked_day_lines", "get_inputs", "compute_sheet"),
    *("get_lines_dict", "_get_baselocaldict", "_compute_payslip_line"),
)
PARTS = ("hr.payslip.line", "hr.payslip.input", "hr.payslip.worked_days")

SHEETS = """
    INSERT INTO cs_attendance_sheet (company_id, employee_id, month, state, due_days,
           present_days, absent_days, unpaid_days, worked_minutes)
    SELECT %(company)s, id, %(month)s, 'approved', 22, 21, mod(id, 2), 0, 9600
      FROM hr_employee WHERE id = ANY(%(people)s)
"""
#: a year of slips of before, twenty lines each
OLD_SLIPS = """
    INSERT INTO hr_payslip (employee_id, company_id, contract_id, date_from, date_to,
           state, credit_note, cs_is_extra)
    SELECT s.employee_id, s.company_id, s.contract_id, m::date,
           (m + interval '1 month - 1 day')::date, 'done', FALSE, FALSE
      FROM hr_payslip s,
           generate_series('2000-01-01'::date, '2024-12-01', interval '1 month') m
     WHERE s.payslip_run_id = %(run)s AND s.id %% %(every)s = 0
     LIMIT %(slips)s
"""
OLD_LINES_SQL = """
    INSERT INTO hr_payslip_line (slip_id, salary_rule_id, employee_id, contract_id,
           name, sequence, condition_select, condition_python, amount_select, amount,
           total, quantity, rate)
    SELECT s.id, %(rule)s, s.employee_id, s.contract_id, '{"en_US": "Old"}', n, 'none',
           '', 'fix', n, n, 1, 100
      FROM hr_payslip s, generate_series(1, 20) n
     WHERE s.company_id = %(company)s AND s.date_from < '2025-01-01'
"""


class Bench(bench_statement.Bench):
    def people(self, count):
        """Each with an own resource, which OCA asks for the days of work."""
        people = super().people(count)
        resource = self.person.resource_id.id
        own = clone(self.cr, "resource_resource", resource, {"n": count})
        self.cr.execute(
            "UPDATE hr_employee SET resource_id = %s + id - %s WHERE id = ANY(%s)",
            [own[0], people.ids[0], people.ids],
        )
        self.cr.execute("ANALYZE resource_resource")
        self.env.invalidate_all()
        return people

    def statements(self, people):
        self.month(people)
        self.cr.execute(
            "UPDATE cs_incentive_statement SET state = 'approved', approved_at = now()"
            " WHERE employee_id = ANY(%s)",
            [people.ids],
        )
        values = {"company": self.company.id, "month": MONTH, "people": people.ids}
        self.cr.execute(SHEETS, values)
        for table in ("cs_attendance_sheet", "cs_incentive_item"):
            self.cr.execute(f"ANALYZE {table}")
        self.env.invalidate_all()

    def stock(self, people):
        """OCA's own code, as its wizard runs it; (seconds, queries) a slip"""
        structure = self.stock_structure()
        self.env.invalidate_all()
        with ExitStack() as stack:
            self.without_ours(stack)
            seconds, queries, _none = self.timed(
                lambda: self.stock_slips(people, structure)
            )
        return seconds / len(people), queries / len(people)

    def without_ours(self, stack):
        """OCA's methods as they were, and no guards."""
        Slip = type(self.env["hr.payslip"])
        for name in STOCK:
            stack.enter_context(patch.object(Slip, name, getattr(HrPayslip, name)))
        stack.enter_context(patch.object(Slip, "_cs_protected", lambda _self: set()))
        stack.enter_context(patch.object(Slip, "_cs_check_free", lambda _self: None))
        for model in PARTS:
            part = type(self.env[model])
            stack.enter_context(
                patch.object(part, "_part_check_free", lambda _self: None)
            )

    def stock_slips(self, people, structure):
        Slip = self.env["hr.payslip"]
        slips = Slip
        for person in people:
            found = Slip.get_payslip_vals(
                MONTH, LAST, person.id, struct_id=(structure.id, "")
            )["value"]
            lines = ("worked_days_line_ids", "input_line_ids")
            found |= {
                name: [Command.create(one) for one in found[name]] for name in lines
            }
            slips += Slip.create(
                found
                | {
                    "employee_id": person.id,
                    "date_from": MONTH,
                    "date_to": LAST,
                    "company_id": self.company.id,
                    "cs_is_extra": True,
                }
            )
        slips.compute_sheet()
        self.env.flush_all()
        assert all(len(slip.line_ids) == 7 for slip in slips)

    def stock_structure(self):
        category = self.env.ref("cs_payroll.category_earning")
        rules = self.env["hr.salary.rule"].create(
            [
                {
                    "name": f"Stock {number}",
                    "code": f"STOCK{number}",
                    "category_id": category.id,
                    "company_id": self.company.id,
                    "amount_select": "percentage" if number else "fix",
                    "amount_percentage": number,
                    "amount_percentage_base": "contract.wage",
                    "amount_fix": 100,
                }
                for number in range(7)
            ]
        )
        return self.env["hr.payroll.structure"].create(
            {
                "name": "Stock",
                "code": "STOCK",
                "company_id": self.company.id,
                "parent_id": False,
                "rule_ids": [Command.set(rules.ids)],
            }
        )

    def pay_run(self):
        run = self.env["hr.payslip.run"]._cs_run(self.company, MONTH)
        run._cs_take()
        return run

    def made(self, run, people, what):
        """(seconds, queries) a slip of making, or of computing again"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = len(run.slip_ids)
        self.env.invalidate_all()
        seconds, queries, _none = self.timed(lambda: run._cs_make(people))
        print(
            f"  {what}: {len(people)} slips in {seconds:.2f} s, {queries} queries,"
            f" {1000 * seconds / len(people):.2f} ms and"
            f" {queries / len(people):.3f} queries a slip"
        )
        assert len(run.slip_ids) in (before, before + len(people))
        return seconds / len(people), queries

    def old_lines(self, run):
        slips = OLD_LINES // 20
        own = len(run.slip_ids)
        every = max(1, own * 300 // slips // 2)
        values = {"run": run.id, "slips": slips, "every": every}
        self.cr.execute(OLD_SLIPS, values)
        rule = self.env.ref("cs_payroll.rule_base").id
        self.cr.execute(OLD_LINES_SQL, {"company": self.company.id, "rule": rule})
        assert self.cr.rowcount >= OLD_LINES, self.cr.rowcount
        for table in ("hr_payslip", "hr_payslip_line"):
            self.cr.execute(f"ANALYZE {table}")

    def touch(self, people):
        """So that every slip computed again has lines to delete."""
        self.cr.execute(
            "UPDATE cs_attendance_sheet SET absent_days = absent_days + 1"
            " WHERE employee_id = ANY(%s)",
            [people.ids],
        )


def bench(env, count):
    one = Bench(env)
    one.scheme()
    people = one.people(count)
    one.statements(people)
    slow, many = one.stock(people[: count // 10])
    print(f"  stock: {1000 * slow:.2f} ms and {many:.1f} queries a slip")
    run = one.pay_run()
    few = people[: count // 10]
    one.made(run, few, "made, a tenth")
    own, queries = one.made(run, people[count // 10 :], "made")
    one.touch(people)
    _few, fewer_queries = one.made(run, few, "computed again, a tenth")
    before, all_queries = one.made(run, people, "computed again, changed")
    unchanged, _queries = one.made(run, people, "computed again, unchanged")
    one.old_lines(run)
    one.touch(people)
    after, _queries = one.made(run, people, "the same with 200 000 old lines")
    print(
        f"  stock takes {slow / own:.0f} times as long, {many * count / queries:.0f}"
        f" times the queries; with old lines {after / before:.2f} times as long"
    )
    assert queries <= 2 * count and many >= FEWER * queries / count
    assert abs(all_queries - fewer_queries) <= 2, (fewer_queries, all_queries)
    assert after <= 1.5 * before
    assert unchanged <= before


if __name__ == "__main__":
    run(bench, 1_000, {"tracking_disable": True})
