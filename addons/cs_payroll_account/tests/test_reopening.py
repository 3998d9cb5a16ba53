from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .book_case import EMPLOYER, GROSS, BookCase


@tagged("cs_payroll_account")
class TestReopening(BookCase):
    """INC-31: what was booked is taken back visibly when a run is reopened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-07-09 16:30"))

    def test_a_draft_is_cancelled(self):
        entry = self.book()
        self.reopen()
        self.assertEqual(entry.state, "cancelled")
        self.assertEqual(entry.move_id.state, "cancel")
        self.assertFalse(entry.reversal_id)
        self.assertEqual(entry.ended_by_id, self.users["gm"])

    def test_a_posted_entry_is_reversed(self):
        """Dated by the day where the company works: 10 July in Shanghai."""
        entry = self.book()
        self.post(entry)
        self.reopen()
        self.assertEqual(entry.state, "reversed")
        self.assertEqual(entry.move_id.state, "posted")
        reversal = entry.reversal_id
        self.assertEqual(reversal.state, "posted")
        self.assertEqual(str(reversal.date), "2025-07-10")
        self.assertEqual(self.balances(reversal)["6601"], -GROSS - EMPLOYER)
        self.assertEqual(entry.reversal_name, reversal.name)

    def test_dated_as_the_entry(self):
        self.company.cs_payroll_reversal = "entry"
        entry = self.book()
        self.post(entry)
        self.reopen()
        self.assertEqual(str(entry.reversal_date), "2025-06-30")

    def test_a_locked_reversal_is_refused(self):
        entry = self.book()
        self.post(entry)
        self.lock("2025-07-31")
        with self.assertRaisesRegex(UserError, "closed in accounting"):
            self.reopen()
        self.assertEqual(entry.state, "booked")

    def test_approved_again(self):
        entry = self.book()
        self.post(entry)
        self.reopen()
        self.force(
            "UPDATE hr_payslip_run SET cs_state = 'approved' WHERE id = %s",
            self.pay_run.id,
        )
        self.force(
            "UPDATE hr_payslip SET state = 'done' WHERE payslip_run_id = %s",
            self.pay_run.id,
        )
        self.pay_run._cs_approved()
        again = self.pay_run._cs_entry()
        self.assertEqual(again.number, 2)
        self.assertEqual(again.move_id.state, "draft")
        self.assertEqual(self.pay_run.cs_entry_count, 2)
        self.post(again)
        moves = self.pay_run.cs_entry_ids.move_id | entry.reversal_id
        total = sum(self.balances(move)["6601"] for move in moves)
        self.assertEqual(total, GROSS + EMPLOYER)

    def test_approval_books_what_is_ready(self):
        run = self.approved_run(2)
        run._cs_approved()
        self.assertEqual(run._cs_entry().move_id.state, "draft")

    def test_approval_does_not_fail(self):
        """Without accounts, or with a lock, the run is approved and tells why."""
        run = self.approved_run(2)
        self.lock()
        run._cs_approved()
        self.assertFalse(run._cs_entry())
        own = run.with_user(self.users["payroll"])
        self.assertIn("closed in accounting", own.cs_obstacles)
        self.assertFalse(Decimal(own.cs_entry_count))
