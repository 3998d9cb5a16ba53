from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .book_case import BookCase

MODELS = (
    "cs.payroll.account",
    "cs.payroll.analytic",
    "cs.payroll.entry",
    "cs.payroll.entry.line",
)
NOBODY = ("agent", "leader", "supervisor", "hr", "admin")


@tagged("cs_payroll_account")
class TestBookAccess(BookCase):
    """Payroll accountants book and set up; the general manager reads; nobody else."""

    def test_who_reads_and_writes(self):
        for model in MODELS:
            for role in NOBODY:
                with self.subTest(model=model, role=role):
                    own = self.env[model].with_user(self.users[role])
                    self.assertFalse(own.has_access("read"))
            readers = ("payroll", "gm")
            reads = [self.env[model].with_user(self.users[role]) for role in readers]
            self.assertTrue(all(own.has_access("read") for own in reads), model)
            self.assertFalse(reads[1].has_access("write"), model)

    def test_who_books(self):
        for role in (*NOBODY, "gm"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.book(role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.pay_run.with_user(self.users[role]).action_cs_accounts()
            rows = self.env["cs.payroll.account"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                rows.action_propose()

    def test_who_compares(self):
        for role in NOBODY:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.pay_run.with_user(self.users[role]).action_cs_tie_out()
        action = self.pay_run.with_user(self.users["gm"]).action_cs_tie_out()
        tie = self.env["cs.payroll.tie"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            tie.with_user(self.users["payroll"]).action_export()
        with self.assertRaises(AccessError):
            tie.with_user(self.users["gm"]).write({"difference_count": 0})

    def test_another_company(self):
        """A run of another company: not by its id, not by switching off one's own."""
        other = self.env["res.company"].create({"name": "Other"})
        user = self.users["payroll"]
        user.write({"company_ids": [Command.link(other.id)], "company_id": other.id})
        entry = self.env["cs.payroll.entry"]._book(self.pay_run)
        run = self.pay_run.with_user(user).with_context(allowed_company_ids=other.ids)
        for method in ("action_cs_book", "action_cs_accounts", "action_cs_tie_out"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(run, method)()
        for record in (entry, entry.line_ids):
            own = record.with_env(run.env)
            self.assertFalse(own.search([("id", "in", record.ids)]))

    def test_rows_stay_in_the_own_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        rows = self.env["cs.payroll.account"].with_user(self.users["payroll"])
        row = rows.search([("rule_id", "!=", False)], limit=1)
        vals = {"debit_account_id": False, "credit_account_id": False}
        with self.assertRaises(AccessError):
            row.write({"company_id": other.id, **vals})
        with self.assertRaises(AccessError):
            rows.create({"company_id": other.id, "rule_id": row.rule_id.id})

    def test_accounting_sees_the_entry_and_no_slips(self):
        entry = self.env["cs.payroll.entry"]._book(self.pay_run)
        move = entry.move_id.with_user(self.bookkeeper)
        self.assertTrue(move.read(["name", "line_ids"]))
        self.assertNotIn("cs_entry_ids", move.read()[0])
        for model in ("hr.payslip.run", *MODELS):
            with self.subTest(model=model):
                self.assertFalse(move.env[model].has_access("read"))
        for model in ("hr.payslip", "hr.payslip.line"):
            records = move.env[model]
            with self.subTest(model=model):
                self.assertFalse(records.has_access("read") and records.search([]))


@tagged("post_install", "-at_install", "cs_payroll_account")
class TestBookRpc(RpcMixin, BookCase):
    """From outside, as the roles."""

    def test_hostile(self):
        run, entry = self.pay_run, self.env["cs.payroll.entry"]
        for role in ("agent", "hr", "gm", "admin"):
            self._refused(role, run._name, "action_cs_book", [run.id])
        self._refused("payroll", run._name, "action_cs_book", [run.id + 1000])
        self._refused("payroll", run._name, "_cs_book", [run.id])
        vals = {
            "company_id": self.company.id,
            "run_id": run.id,
            "number": 1,
            "state": "reversed",
            "booked_at": "2025-07-01 00:00:00",
        }
        self._refused("payroll", entry._name, "create", [vals])
        number = self._rpc("payroll", run._name, "action_cs_book", [run.id])
        again = self._rpc("payroll", run._name, "action_cs_book", [run.id])
        self.assertEqual(number, again)
        self._refused("payroll", entry._name, "write", [number], {"state": "reversed"})
        self._refused("payroll", entry._name, "unlink", [number])
        self._refused("payroll", run._name, "write", [run.id], {"cs_entry_ids": [[5]]})
        self._refused("payroll", "account.move", "read", [entry.browse(number).id])
