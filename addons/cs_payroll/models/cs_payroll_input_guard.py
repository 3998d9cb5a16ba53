from odoo import api, models
from odoo.exceptions import AccessError, UserError


class CsPayrollInput(models.Model):
    """Nobody enters the own amounts, and they are money (TRUST.md).

    A payroll accountant's own are entered by another one, or by an HR officer: the
    general manager approves the pay run, and so does not make it.
    """

    _inherit = "cs.payroll.input"

    _finite = models.Constraint(
        "CHECK(amount < 1000000000000)", "Enter an amount below a trillion."
    )

    @api.model_create_multi
    def create(self, vals_list):
        entered = super().create(vals_list)
        entered._check_others()
        return entered

    def write(self, vals):
        self._check_others()
        result = super().write(vals)
        self._check_others()
        # Stock asks before only: it must not be moved out of one's reach.
        self.check_access("write")
        return result

    def unlink(self):
        self._check_others()
        # Not by @api.ondelete alone: it is passed over for a context key.
        self._check_not_paid()
        return super().unlink()

    def _check_others(self):
        if not self.env.su and self.sudo().employee_id & self.env.user._cs_employees():
            raise AccessError(
                self.env._("Nobody enters the own monthly inputs (INC-31).")
            )

    @api.constrains("company_id", "employee_id", "rule_id")
    def _check_one_company(self):
        for one in self.sudo():
            companies = one.employee_id.company_id | one.rule_id.company_id
            if companies - one.company_id:
                raise UserError(
                    self.env._(
                        "%(name)s, the pay item and the entry belong to one company.",
                        name=one.employee_id.name,
                    )
                )
