from odoo import api, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.constrains("cs_payroll_structure_id")
    def _check_cs_payroll_structure(self):
        """Structures name accounts and rules of their company."""
        for company in self:
            structure = company.sudo().cs_payroll_structure_id
            if structure and structure.company_id != company:
                raise ValidationError(
                    self.env._(
                        "The salary structure “%(name)s” belongs to another company.",
                        name=structure.name,
                    )
                )
