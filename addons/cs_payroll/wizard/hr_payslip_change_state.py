from odoo import models

from ..lent_terms import lending_terms


class HrPayslipChangeState(models.TransientModel):
    _inherit = "hr.payslip.change.state"

    def change_state_confirm(self):
        with lending_terms(self.env):
            return super().change_state_confirm()
