from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _cs_final_records(self, names):
        final = super()._cs_final_records(names)
        if "cs_payroll" not in names:
            return final
        slips = self.env["hr.payslip"].sudo()
        paid = slips.search_count(
            [
                ("state", "=", "done"),
                "|",
                ("cs_month", "!=", False),
                ("line_ids.salary_rule_id.amount_select", "=like", "cs_%"),
            ]
        )
        if paid:
            final.append(self.env._("payslips that are confirmed: %s", paid))
        return final
