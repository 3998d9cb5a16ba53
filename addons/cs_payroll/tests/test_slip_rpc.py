from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .payroll_case import PayrollCase


@tagged("cs_payroll", "post_install", "-at_install")
class TestSlipRpc(RpcMixin, PayrollCase):
    """Payslips from outside: what is refused is said, and no traceback escapes."""

    def test_a_confirmed_slip(self):
        slip = self.done()
        ids, line = slip.ids, slip.line_ids.ids
        force = {"context": {"_force_unlink": True, "without_compute_sheet": True}}
        for model, method, *arguments in (
            ("hr.payslip", "write", ids, {"state": "draft"}),
            ("hr.payslip", "write", ids, {"line_ids": [[2, line[0], 0]]}),
            ("hr.payslip", "web_save", ids, {"note": "x"}, {}),
            ("hr.payslip", "unlink", ids),
            ("hr.payslip", "action_payslip_draft", ids),
            ("hr.payslip", "onchange_employee", ids),
            ("hr.payslip.line", "write", line, {"amount": 99999}),
            ("hr.payslip.line", "unlink", line),
            ("hr.payslip", "_cs_write", ids, {"state": "draft"}),
            ("hr.payslip.line", "_cs_unlink", line),
            ("hr.payslip.run", "create", [{"name": "R", "cs_state": "approved"}]),
        ):
            with self.subTest(model=model, method=method):
                self._refused("manager", model, method, *arguments, **force)
                self._refused("agent2", model, method, *arguments, **force)
        self.assertEqual((slip.state, slip.line_ids.total), ("done", 1000))

    def test_a_second_slip_and_a_second_refund(self):
        slip = self.slip(struct_id=self.stock.id)
        vals = slip.copy_data()[0] | {"company_id": self.company.id}
        vals |= {"date_from": "2025-06-01", "date_to": "2025-06-30"}
        vals.pop("worked_days_line_ids", None)
        self._refused("manager", "hr.payslip", "create", [vals])
        self._rpc("manager", "hr.payslip", "action_payslip_done", slip.ids)
        self._rpc("manager", "hr.payslip", "refund_sheet", slip.ids)
        self._refused("manager", "hr.payslip", "refund_sheet", slip.ids)

    def test_the_own_slip(self):
        """Read once it is confirmed; those of others never."""
        slip, draft = self.done(), self.slip("agent2")
        [found] = self._rpc("agent", "hr.payslip", "read", slip.ids, ["line_ids"])
        self.assertEqual(found["line_ids"], slip.line_ids.ids)
        self._refused("agent2", "hr.payslip", "read", draft.ids, ["name"])
        self._refused("hr", "hr.payslip.line", "read", slip.line_ids.ids, ["total"])
        self._refused("admin", "hr.payslip.line", "read", slip.line_ids.ids, ["total"])

    def test_program_text(self):
        program = {
            "name": "X",
            "code": "X",
            "amount_select": "code",
            "amount_python_compute": "payslips.env.cr.execute('SELECT 1')",
        }
        self._refused("manager", "hr.salary.rule", "create", [program])
        ours = self.env.ref("cs_payroll.rule_base").ids
        self._refused("manager", "hr.salary.rule", "write", ours, program)
