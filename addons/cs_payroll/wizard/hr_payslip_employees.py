from odoo import models
from odoo.exceptions import UserError


class HrPayslipEmployees(models.TransientModel):
    _inherit = "hr.payslip.employees"

    def compute_sheet(self):
        """Slips of people for a batch.

        :raise UserError: without a batch, for a monthly run, or for somebody who is
            not employed in that time
        """
        run = self.env["hr.payslip.run"].browse(self.env.context.get("active_id"))
        if self.env.context.get("active_model", run._name) != run._name or not run:
            raise UserError(
                self.env._("Open the batch first, then choose its employees.")
            )
        run = run.exists()
        run._cs_check_by_hand()
        self._cs_check_employed(run)
        return super().compute_sheet()

    def _cs_check_employed(self, run):
        found = self.employee_ids._get_contracts(run.date_start, run.date_end)
        missing = self.employee_ids.filtered(lambda one: not found.get(one.id))
        if missing:
            raise UserError(
                self.env._(
                    "These people have no contract between %(first)s and %(last)s:"
                    " %(names)s",
                    first=run.date_start,
                    last=run.date_end,
                    names=", ".join(missing.mapped("name")),
                )
            )
