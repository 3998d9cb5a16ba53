from odoo.exceptions import UserError
from odoo.tests import tagged

from .book_case import BookCase


@tagged("cs_payroll_account")
class TestLockDates(BookCase):
    """INC-31: a locked month is refused with the name of the lock; stock would move the
    entry to the next open day, and so the cost to another month."""

    def test_booking(self):
        for field in ("fiscalyear_lock_date", "hard_lock_date"):
            with self.subTest(field=field):
                self.company[field] = "2025-06-30"
                label = self.company.fields_get([field])[field]["string"]
                with self.assertRaisesRegex(UserError, label):
                    self.book()
                if field == "fiscalyear_lock_date":
                    self.company[field] = False
        self.assertFalse(self.pay_run.cs_entry_ids)

    def test_the_day_before_is_open(self):
        self.lock("2025-06-29")
        self.assertEqual(str(self.book().move_date), "2025-06-30")

    def test_posting(self):
        entry = self.book()
        self.lock()
        with self.assertRaisesRegex(UserError, "closed in accounting"):
            self.post(entry)
        self.assertEqual(str(entry.move_date), "2025-06-30")
        self.assertEqual(entry.move_state, "draft")

    def test_an_exception_of_accounting_counts(self):
        entry = self.book()
        self.lock()
        self.env["account.lock_exception"].create(
            {
                "company_id": self.company.id,
                "user_id": self.bookkeeper.id,
                "fiscalyear_lock_date": "2025-05-31",
                "end_datetime": False,
            }
        )
        self.post(entry)
        self.assertEqual(entry.move_state, "posted")

    def test_another_month(self):
        move = self.book().move_id.with_user(self.bookkeeper)
        for date in ("2025-05-31", "2025-07-01"):
            with self.subTest(date=date), self.assertRaisesRegex(UserError, "expense"):
                move.date = date
        move.date = "2025-06-01"
        self.assertEqual(str(move.date), "2025-06-01")
