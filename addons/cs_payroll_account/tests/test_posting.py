from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .book_case import BookCase


@tagged("cs_payroll_account")
class TestPosting(BookCase):
    """INC-31: people of accounting post the entry, and cannot make it another one; a
    locked month is refused with the name of the lock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls.env["cs.payroll.entry"]._book(cls.pay_run)
        cls.move = cls.entry.move_id.with_user(cls.bookkeeper)
        cls.line = cls.move.line_ids[:1]

    def refused(self, text="follows from the pay run"):
        return self.assertRaisesRegex(UserError, text)

    def test_posting(self):
        self.post(self.entry)
        self.assertEqual(self.entry.move_state, "posted")
        self.assertEqual(self.pay_run.cs_booking, "posted")
        self.move.button_draft()
        self.post(self.entry)

    def test_lines_stay(self):
        other = self.accounts["2241"].copy({"code": "2242"})
        for vals in (
            {"balance": 1},
            {"account_id": other.id},
            {"partner_id": self.company.partner_id.id},
        ):
            with self.subTest(vals=vals), self.refused():
                self.line.write(vals)
        with self.refused():
            self.line.unlink()
        pair = [
            Command.create({"account_id": self.accounts[code].id, "balance": balance})
            for code, balance in (("6601", 1), ("2211", -1))
        ]
        with self.refused():
            self.move.write({"line_ids": pair})
        context = {"dynamic_unlink": True, "force_delete": True}
        with self.refused():
            self.line.with_context(**context).unlink()

    def test_entry_stays(self):
        with self.refused():
            self.move.button_cancel()
        with self.refused():
            self.move.state = "cancel"
        with self.refused():
            self.move.with_context(force_delete=True).unlink()
        self.post(self.entry)
        with self.refused():
            self.move._reverse_moves(cancel=True)
        with self.refused():
            self.env["account.move.reversal"].with_user(self.bookkeeper).create(
                {
                    "move_ids": [Command.set(self.move.ids)],
                    "journal_id": self.journal.id,
                }
            ).refund_moves()

    def test_changed_lines_are_not_posted(self):
        """Whatever way they were changed, one cent is enough."""
        lines = self.entry.move_id.line_ids
        expense = lines.filtered(lambda line: line.account_id.code == "6601")
        payable = lines.filtered(lambda line: line.account_id.code == "2211")
        for line, sign in ((expense, "+"), (payable, "-")):
            self.force(
                f"UPDATE account_move_line SET balance = balance {sign} 0.01"
                " WHERE id = %s",
                line.id,
            )
        with self.refused("differs from the payslips"):
            self.post(self.entry)

    def test_changed_slips_are_not_posted(self):
        self.force(
            "UPDATE hr_payslip_line SET total = total + 0.01 WHERE code = 'WAGE'"
            " AND slip_id = %s",
            self.pay_run.slip_ids[:1].id,
        )
        with self.refused("differs from the payslips"):
            self.post(self.entry)

    def test_taken_back_entries_stay(self):
        self.reopen()
        with self.refused():
            self.move.button_draft()

    def test_reversals_stay(self):
        self.post(self.entry)
        self.reopen()
        reversal = self.entry.reversal_id.with_user(self.bookkeeper)
        for move in (self.move, reversal):
            with self.subTest(move=move), self.refused():
                move.button_draft()
            with self.refused():
                move._reverse_moves(cancel=True)

    def test_other_entries_are_as_ever(self):
        move = self.move.copy()
        self.assertFalse(move.sudo().cs_entry_ids)
        move.line_ids.filtered("debit").name = "Another"
        move.button_cancel()
        move.unlink()
        self.assertEqual(self.entry.move_state, "draft")

    def test_what_is_kept_stays(self):
        for record in (self.entry, self.entry.line_ids[:1]):
            for user in (self.users["payroll"], self.env.user):
                own = record.with_user(user)
                with self.subTest(record=record, user=user):
                    with self.assertRaises(UserError):
                        own.write({"company_id": self.company.id})
                    with self.assertRaises(UserError):
                        own.unlink()
                    with self.assertRaises(UserError):
                        own.create({})
                    with self.assertRaises(UserError):
                        own.copy()

    # Lock dates: stock would move the entry to the next open day, and so the cost to
    # another month.

    def test_a_locked_month_is_not_booked(self):
        run = self.approved_run(2)
        for field in ("hard_lock_date", "fiscalyear_lock_date"):
            with self.subTest(field=field):
                self.force(
                    "UPDATE res_company SET fiscalyear_lock_date = NULL WHERE id = %s",
                    self.company.id,
                )
                self.force(
                    f"UPDATE res_company SET {field} = '2025-06-30' WHERE id = %s",
                    self.company.id,
                )
                label = self.company.fields_get([field])[field]["string"]
                with self.assertRaisesRegex(UserError, label):
                    self.book(run=run)
        self.assertFalse(run.cs_entry_ids)

    def test_a_lock_the_day_before_is_open(self):
        self.lock("2025-06-29")
        entry = self.book(run=self.approved_run(2))
        self.assertEqual(str(entry.move_date), "2025-06-30")

    def test_a_locked_month_is_not_posted(self):
        entry = self.entry
        self.lock()
        with self.assertRaisesRegex(UserError, "closed in accounting"):
            self.post(entry)
        self.assertEqual(str(entry.move_date), "2025-06-30")
        self.assertEqual(entry.move_state, "draft")

    def test_an_exception_of_accounting_counts(self):
        entry = self.entry
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
        move = self.move
        for date in ("2025-05-31", "2025-07-01"):
            with self.subTest(date=date), self.assertRaisesRegex(UserError, "expense"):
                move.date = date
        move.date = "2025-06-01"
        self.assertEqual(str(move.date), "2025-06-01")
