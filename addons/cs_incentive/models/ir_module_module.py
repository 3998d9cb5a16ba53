from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _cs_final_records(self, names):
        final = super()._cs_final_records(names)
        if "cs_incentive" not in names:
            return final
        statements = self.env["cs.incentive.statement"].sudo()
        paid = statements.search_count([("state", "=", "paid")])
        if paid:
            final.append(self.env._("statements in payroll: %s", paid))
        return final
