from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_payroll_structure_id = fields.Many2one(
        "hr.payroll.structure",
        "Salary Structure of Customer Service",
        help="INC-31: for people whose contract names none.",
    )

    def _cs_payroll_structure(self):
        """The structure of the company (sudo); made of the rules that come with the
        addon where there is none."""
        company = self.sudo()
        if not company.cs_payroll_structure_id:
            ours = self.env["ir.model.data"].sudo()
            rules = ours.search(
                [("module", "=", "cs_payroll"), ("model", "=", "hr.salary.rule")]
            ).mapped("res_id")
            structure = self.env["hr.payroll.structure"].sudo()
            company.cs_payroll_structure_id = structure.create(
                {
                    "name": self.env._("Customer service"),
                    "code": "CS",
                    "company_id": company.id,
                    "parent_id": False,
                    "rule_ids": [fields.Command.set(rules)],
                }
            )
        return company.cs_payroll_structure_id
