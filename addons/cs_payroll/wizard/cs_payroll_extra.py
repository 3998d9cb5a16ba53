from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..models.hr_payslip_run import EXTRA
from ..models.hr_payslip_run_flow import CODE


class CsPayrollExtra(models.TransientModel):
    """Asks for whom, in which month, why and how much an extra payslip is made
    (INC-31).

    Access: payroll accountants; the run checks once more who may.
    """

    _name = "cs.payroll.extra"
    _description = "Extra Payslip"

    run_id = fields.Many2one("hr.payslip.run", "Changed", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "For",
        required=True,
        domain="[('company_id', '=', company_id)]",
        context={"active_test": False},
        help="Also somebody who has left.",
    )
    month = fields.Date(
        "Paid In",
        required=True,
        default=lambda self: self._default_month(),
        help="INC-31: an open month. What corrects a closed one is paid in this one.",
    )
    kind = fields.Selection(EXTRA, "Made For", required=True, default="correction")
    reason = fields.Text(
        required=True, help="The general manager and the person read it."
    )
    line_ids = fields.One2many("cs.payroll.extra.line", "extra_id", "Pay Items")

    def _default_month(self):
        """Last month, which is paid now; when it is closed, the first open one."""
        company = self.env.company
        last = company._cs_today() + relativedelta(months=-1, day=1)
        return self.env["cs.period"].sudo()._next_open(company, last, CODE)

    @api.model
    def _open(self, run):
        """The dialog with what was entered on an extra payslip.

        :param run: an extra hr.payslip.run that the user may change
        """
        # sudo: what stands on the slip, for who may change it
        own = run.sudo()
        wizard = self.create(
            {
                "run_id": run.id,
                "company_id": own.company_id.id,
                "employee_id": own.cs_employee_id.id,
                "month": own.cs_month,
                "kind": own.cs_extra_kind,
                "reason": own.cs_reason,
                "line_ids": [
                    Command.create(vals) for vals in self.line_ids._entered(own)
                ],
            }
        )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cs_payroll.cs_payroll_extra_action"
        )
        return action | {"res_id": wizard.id, "name": own.display_name}

    def action_confirm(self):
        """Make or change it; the run checks who may.

        :return: action that shows the run
        """
        self.ensure_one()
        lines = [(one.rule_id.sudo(), one.amount, one.note) for one in self.line_ids]
        run = self.run_id
        if run:
            run._cs_change_extra(self.kind, self.reason, lines)
        else:
            run = run._cs_make_extra(
                self.company_id,
                self.employee_id,
                self.month,
                self.kind,
                self.reason,
                lines,
            )
        window = self.env["ir.actions.actions"]._for_xml_id(
            "cs_payroll.cs_payslip_run_action"
        )
        form = [view for view in window["views"] if view[1] == "form"]
        return window | {"res_id": run.id, "views": form, "name": run.display_name}
