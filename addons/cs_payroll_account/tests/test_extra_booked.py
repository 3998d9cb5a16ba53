from odoo.fields import Command
from odoo.tests import tagged

from .book_case import JUNE, BookCase


@tagged("cs_payroll_account")
class TestExtraBooked(BookCase):
    """INC-31: an extra payslip is booked and compared as every pay run."""

    def extra(self):
        wizard = self.env["cs.payroll.extra"].with_user(self.users["payroll"])
        lines = [("COMMISSION", 300), ("TAX", "9.99")]
        wizard = wizard.create(
            {
                "employee_id": self.people["agent"].id,
                "month": JUNE,
                "kind": "back_pay",
                "reason": "Commission of May",
                "line_ids": [
                    Command.create({"rule_id": self.rule(code).id, "amount": amount})
                    for code, amount in lines
                ],
            }
        )
        return self.pay_run.browse(wizard.action_confirm()["res_id"])

    def test_booked_by_the_approval(self):
        run = self.extra()
        self.assertEqual(run.cs_booking, "none")
        run.with_user(self.users["gm"]).action_cs_approve()
        entry = run.sudo().cs_entry_ids
        balances = {
            line.account_id.code: line.balance for line in entry.move_id.line_ids
        }
        self.assertEqual(balances, {"6601": 300, "2211": -290.01, "2221": -9.99})
        self.assertEqual(str(entry.move_id.date), "2025-06-30")
        tie = run.with_user(self.users["payroll"]).action_cs_tie_out()
        tie = self.env[tie["res_model"]].browse(tie["res_id"]).sudo()
        self.assertEqual((tie.difference_count, tie.is_booked), (0, True))
        self.assertFalse(any(tie.line_ids.mapped("has_statement")))

    def test_reopened_it_is_taken_back(self):
        run = self.extra()
        gm = run.with_user(self.users["gm"])
        gm.action_cs_approve()
        move = run.sudo().cs_entry_ids.move_id
        gm.action_cs_reopen("A wrong figure")
        self.assertEqual(move.state, "cancel")
        self.assertTrue(run.with_user(self.users["payroll"]).cs_can_change)
