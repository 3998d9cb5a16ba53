from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .payroll_case import PayrollCase


@tagged("cs_payroll")
class TestSlipFlow(PayrollCase):
    """The payroll addon's own buttons go on working, for slips made by hand."""

    def setting(self, name, value="True"):
        self.env["ir.config_parameter"].set_param(f"payroll.{name}", value)

    def mine(self, role="agent"):
        slip = self.slip(role, struct_id=self.stock.id)
        return slip.with_user(self.users["manager"])

    def test_computing_and_confirming(self):
        slip = self.mine()
        slip.compute_sheet()
        self.assertEqual((slip.state, slip.line_ids.total), ("verify", 1000))
        self.assertTrue(slip.compute_date)
        slip.action_payslip_done()
        self.assertEqual(slip.state, "done")

    def test_many_slips_are_confirmed_at_once(self):
        """Plain: Expected singleton."""
        slips = self.mine() | self.mine("agent2") | self.mine("leader")
        slips.action_payslip_done()
        self.assertEqual(set(slips.mapped("state")), {"done"})
        self.assertEqual(slips.line_ids.mapped("total"), [1000, 1000, 1000])

    def test_confirming_computes_again(self):
        """Unless the setting says not to; the context says nothing."""
        slip = self.mine()
        slip.compute_sheet()
        self.stock.rule_ids.amount_fix = 1200
        slip.with_context(without_compute_sheet=True).action_payslip_done()
        self.assertEqual(slip.line_ids.total, 1200)
        self.setting("prevent_compute_on_confirm")
        other = self.mine("agent2")
        other.compute_sheet()
        self.stock.rule_ids.amount_fix = 1300
        other.action_payslip_done()
        self.assertEqual(other.line_ids.total, 1200)

    def test_a_confirmed_slip_does_not_go_back(self):
        slip = self.mine()
        slip.action_payslip_done()
        for button in ("action_payslip_draft", "compute_sheet", "onchange_employee"):
            with self.subTest(button), self.assertRaises(UserError):
                getattr(slip, button)()
        with self.assertRaises(UserError):
            slip.action_payslip_done()
        self.assertEqual(slip.state, "done")

    def test_cancelling_follows_the_setting(self):
        slip = self.mine()
        slip.action_payslip_done()
        with self.assertRaises(UserError):
            slip.action_payslip_cancel()
        self.setting("allow_cancel_payslips")
        slip.action_payslip_cancel()
        self.assertEqual(slip.state, "cancel")
        slip.action_payslip_draft()
        self.assertEqual(slip.state, "draft")

    def test_a_slip_is_refunded_once(self):
        """Plain: as often as one likes."""
        slip = self.mine()
        self.input_of(slip, "TYPED", 50)
        slip.action_payslip_done()
        action = slip.refund_sheet()
        refund = slip.refunded_id
        self.assertEqual(action["domain"], [("id", "in", refund.ids)])
        self.assertEqual((refund.state, refund.credit_note), ("done", True))
        self.assertEqual(refund.company_id, self.company)
        self.assertEqual(refund.line_ids.total, 1000)
        self.assertEqual(refund.input_line_ids.mapped("code"), ["TYPED"])
        with self.assertRaisesRegex(UserError, "refunded once"):
            slip.refund_sheet()
        with self.assertRaisesRegex(UserError, "refunded once"):
            refund.refund_sheet()

    def test_an_extra_slip_has_its_own_refund(self):
        slips = self.mine()
        slips.action_payslip_done()
        slips._cs_write({"cs_is_extra": True})
        self.env.flush_all()
        slips |= self.mine()
        slips[1].action_payslip_done()
        slips.refund_sheet()
        self.assertEqual(slips.refunded_id.mapped("cs_is_extra"), [True, False])
        with self.assertRaisesRegex(UserError, "refunded once"):
            slips[0].refund_sheet()

    def test_a_refund_taken_back_can_be_made_again(self):
        slip = self.mine()
        slip.action_payslip_done()
        slip.refund_sheet()
        self.setting("allow_cancel_payslips")
        with self.assertRaises(UserError):
            slip.action_payslip_cancel()
        slip.refunded_id.action_payslip_cancel()
        slip.refund_sheet()
        self.assertEqual(slip.refunded_id.state, "done")

    def test_a_draft_is_not_refunded(self):
        with self.assertRaises(UserError):
            self.mine().refund_sheet()

    def test_the_wizard_that_changes_states(self):
        slips = self.mine() | self.mine("agent2")
        for state in ("verify", "done"):
            self.wizard(slips, state)
            self.assertEqual(set(slips.mapped("state")), {state})
        self.setting("allow_cancel_payslips")
        for state in ("cancel", "draft"):
            self.wizard(slips, state)
            self.assertEqual(set(slips.mapped("state")), {state})

    def wizard(self, slips, state):
        wizard = slips.env["hr.payslip.change.state"].with_user(self.users["manager"])
        wizard = wizard.with_context(active_ids=slips.ids)
        return wizard.create({"state": state}).change_state_confirm()

    def test_refusals_of_the_payroll_addon_in_chinese(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        self.users["manager"].lang = "zh_CN"
        slip = self.mine().with_context(lang="zh_CN")
        slip.compute_sheet()
        with self.assertRaisesRegex(UserError, "^只能删除草稿或已取消的工资条$"):
            slip.unlink()
        with self.assertRaisesRegex(UserError, "^工资条的开始日期必须早于结束日期。$"):
            slip.date_to = "2000-01-01"
        with self.assertRaisesRegex(UserError, "^只有已拒绝的工资条可以重置为草稿，"):
            self.wizard(slip, "draft")

    def test_nobody_confirms_or_refunds_the_own_slip(self):
        self.contract("manager", 9000)
        slip = self.mine("manager")
        slip.compute_sheet()
        with self.assertRaises(AccessError):
            slip.action_payslip_done()
        slip.sudo().action_payslip_done()
        with self.assertRaises(AccessError):
            slip.refund_sheet()

    def test_two_slips_for_the_same_days(self):
        self.slip()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.slip()
