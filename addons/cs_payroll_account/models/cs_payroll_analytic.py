import json

from odoo import api, fields, models


class CsPayrollAnalytic(models.Model):
    """Analytic accounts that carry the pay of a department and those below it.

    Only expenses and income are distributed. Access: payroll accountants write; the
    general manager reads.
    """

    _name = "cs.payroll.analytic"
    _inherit = ["analytic.mixin"]
    _description = "Analytic Distribution of a Department's Pay"
    _order = "company_id, department_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )

    _department_once = models.Constraint(
        "UNIQUE(company_id, department_id)",
        "This department has an analytic distribution already.",
    )

    @api.depends("department_id")
    def _compute_display_name(self):
        for one in self.sudo():
            one.display_name = one.department_id.display_name

    def write(self, vals):
        result = super().write(vals)
        # Stock asks before only: a row must not be moved to another company's books.
        self.check_access("write")
        return result

    @api.model
    def _of_departments(self, company):
        """:return: function of the id of a department (or None) that gives its
        distribution as text (JSON, one text for the same shares), "" without any"""
        rows = self.search([("company_id", "=", company.id)])
        texts = {
            row.department_id.id: json.dumps(row.analytic_distribution, sort_keys=True)
            for row in rows
            if row.analytic_distribution
        }
        if not texts:
            return lambda _department: ""
        departments = self.env["hr.department"].with_context(active_test=False)
        paths = {one.id: one.parent_path for one in departments.search([])}

        def distribution(department):
            path = (paths.get(department) or "").strip("/").split("/")
            above = (int(part) for part in reversed(path) if part)
            return next((texts[one] for one in above if one in texts), "")

        return distribution
