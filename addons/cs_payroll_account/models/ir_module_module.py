from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _cs_final_records(self, names):
        final = super()._cs_final_records(names)
        if "cs_payroll_account" not in names:
            return final
        entries = self.env["cs.payroll.entry"].sudo()
        booked = entries.search_count([("state", "=", "booked")])
        if booked:
            final.append(self.env._("pay runs in the books: %s", booked))
        return final
