from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .book_case import EMPLOYER, GROSS, NET, TAX, WITHHELD, BookCase


@tagged("cs_payroll_account")
class TestBooking(BookCase):
    """INC-31: one balanced draft a run, equal to the payslips to the cent."""

    def test_one_entry(self):
        entry = self.book()
        move = entry.move_id
        self.assertEqual(move.state, "draft")
        self.assertEqual(str(move.date), "2025-06-30")
        self.assertEqual(move.journal_id, self.journal)
        self.assertEqual(
            self.balances(move),
            {
                "6601": GROSS + EMPLOYER,
                "2211": -NET - EMPLOYER,
                "2241": -WITHHELD,
                "2221": -TAX,
            },
        )
        self.assertEqual(len(move.line_ids), 4)
        self.assertFalse(move.line_ids.partner_id)
        self.assertEqual(self.pay_run.cs_booking, "draft")

    def test_again_is_the_same(self):
        entry = self.book()
        self.assertEqual(self.book(), entry)
        self.assertEqual(self.pay_run.cs_entry_count, 1)

    def test_refund_is_turned_round(self):
        person = self.people["agent"]
        self.done_slip(self.pay_run, person, {"WAGE": "100.01", "TAX": -3}, refund=True)
        balances = self.balances(self.book().move_id)
        self.assertEqual(balances["6601"], GROSS + EMPLOYER - Decimal("100.01"))
        self.assertEqual(balances["2221"], -TAX + 3)

    def test_rule_before_category(self):
        other = self.accounts["6601"].copy({"code": "6602"})
        self.env["cs.payroll.account"].create(
            {
                "rule_id": self.rule("COMMISSION").id,
                "debit_account_id": other.id,
                "credit_account_id": self.accounts["2211"].id,
            }
        )
        balances = self.balances(self.book().move_id)
        self.assertEqual(balances["6602"], Decimal("1234.66"))

    def test_what_is_missing_is_told_and_nothing_booked(self):
        self.env["cs.payroll.account"].search(
            [("category_id", "=", self.env.ref("cs_payroll.category_earning").id)]
        ).debit_account_id = False
        with self.assertRaisesRegex(UserError, r"Contract wage \(WAGE\)"):
            self.book()
        self.assertFalse(self.pay_run.cs_entry_ids)
        run = self.pay_run.with_user(self.users["payroll"])
        self.assertIn("COMMISSION", run.cs_obstacles)
        self.assertTrue(run.cs_has_gaps)
        action = run.action_cs_accounts()
        self.assertEqual(action["res_model"], "cs.payroll.account")
        rows = self.env["cs.payroll.account"].search(
            [("is_complete", "=", False), ("rule_id", "!=", False)]
        )
        self.assertEqual(set(rows.mapped("rule_id.code")), {"WAGE", "COMMISSION"})

    def test_without_a_journal(self):
        self.company.cs_payroll_journal_id = False
        with self.assertRaisesRegex(UserError, "journal"):
            self.book()

    def test_only_approved_runs(self):
        run = self.approved_run(2, "computed")
        with self.assertRaisesRegex(UserError, "once it is approved"):
            self.book(run=run)

    def test_by_person(self):
        self.company.cs_payroll_by_person = True
        move = self.book().move_id
        payables = move.line_ids.filtered("partner_id")
        self.assertEqual(
            {line.partner_id.name: line.balance for line in payables},
            {"agent": -7568.89, "agent2": -5399.90},
        )
        self.assertEqual(payables.account_id.code, "2211")

    def test_by_person_needs_contacts(self):
        self.company.cs_payroll_by_person = True
        self.people["agent"].work_contact_id = False
        with self.assertRaisesRegex(UserError, "no contact: agent"):
            self.book()

    def test_analytic_of_departments(self):
        """The nearest department above counts; only expenses are distributed."""
        plan = self.env["account.analytic.plan"].create({"name": "Departments"})
        account = self.env["account.analytic.account"].create(
            {"name": "Service", "plan_id": plan.id, "company_id": self.company.id}
        )
        self.env["cs.payroll.analytic"].create(
            {
                "department_id": self.department.id,
                "analytic_distribution": {str(account.id): 100},
            }
        )
        lines = self.book().move_id.line_ids
        with_shares = lines.filtered("analytic_distribution")
        self.assertEqual(with_shares.account_id.code, "6601")
        self.assertEqual(with_shares.analytic_distribution, {str(account.id): 100})

    def test_queries_do_not_grow(self):
        """As many statements for two people as for twelve."""
        counts = []
        for number, people in ((2, 2), (3, 2), (4, 12)):
            run = self.approved_run(number, roles=())
            for place in range(people):
                name = {"name": f"P{number}-{place}", "company_id": self.company.id}
                person = self.env["hr.employee"].create(name)
                self.done_slip(run, person, {"WAGE": 10, "PENSION": -1})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.book(run=run)
            counts.append(self.env.cr.sql_log_count - before)
        # The first one warms up.
        self.assertEqual(counts[1], counts[2])

    def test_changing_accounts_later(self):
        """What was booked keeps its accounts, and can still be posted."""
        entry = self.book()
        other = self.accounts["2211"].copy({"code": "2212"})
        self.env["cs.payroll.account"].search([]).filtered(
            lambda row: row.credit_account_id.code == "2211"
        ).credit_account_id = other
        self.assertIn("2211", self.balances(entry.move_id))
        self.post(entry)
        self.assertEqual(entry.move_state, "posted")


@tagged("cs_payroll_account")
class TestAccounts(BookCase):
    """Accounts of pay items: one row each, proposed where the chart has them."""

    def test_proposal(self):
        rows = self.env["cs.payroll.account"].search([])
        accounts = {
            row.rule_id.code or row.category_id.code: (
                row.debit_account_id.code,
                row.credit_account_id.code,
            )
            for row in rows
        }
        self.assertEqual(accounts["CS_EARNING"], ("6601", "2211"))
        self.assertEqual(accounts["CS_WITHHELD"], ("2211", "2241"))
        self.assertEqual(accounts["TAX"], ("2211", "2221"))
        self.assertEqual(self.company.cs_payroll_journal_id, self.journal)

    def test_proposal_overwrites_nothing(self):
        other = self.accounts["6601"].copy({"code": "5602"})
        row = self.env["cs.payroll.account"].search([], limit=1)
        row.debit_account_id = other
        self.company.cs_payroll_journal_id = False
        rows = self.env["cs.payroll.account"].with_user(self.users["payroll"])
        action = rows.action_propose()
        self.assertEqual(action["res_model"], row._name)
        self.assertEqual(row.debit_account_id, other)
        self.assertEqual(self.company.cs_payroll_journal_id, self.journal)
        self.assertEqual(len(rows.search([])), len(rows.search([]).exists()))

    def test_totals_are_not_booked(self):
        with self.assertRaisesRegex(UserError, "sum of other"):
            self.env["cs.payroll.account"].create({"rule_id": self.rule("NET").id})
