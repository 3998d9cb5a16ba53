from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsIncentiveScheme(models.Model):
    """What people of a post earn by, line by line (INC-01 to INC-14).

    In force from its first day for its scope, as policies are; access as there. The
    scheme in force on the last day of a month rules the whole month.
    """

    _name = "cs.incentive.scheme"
    _inherit = ["cs.policy.mixin"]
    _description = "Incentive Scheme"

    previous_id = fields.Many2one("cs.incentive.scheme")
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many(
        "cs.incentive.scheme.line",
        "policy_id",
        "Pay Items",
        copy=True,
        help="INC-30: each becomes a line of the monthly statement.",
    )

    is_merit_flat = fields.Boolean(
        "Merit Pay Alike for All Grades", compute="_compute_is_merit_flat"
    )

    @api.depends("line_ids.calculator", "company_id", "department_id", "job_id")
    def _compute_is_merit_flat(self):
        """INC-09: no appraisal policy of its people tells the grades apart."""
        for scheme in self:
            has_merit = "merit" in scheme.line_ids.mapped("calculator")
            told = scheme._grading().mapped("is_flat") if has_merit else []
            scheme.is_merit_flat = bool(told) and all(told)

    def _grading(self):
        """Appraisal policies, drafts too, that may grade whom this scheme is for."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "!=", "withdrawn")
        if self.department_id:
            domain &= Domain("department_id", "=", False) | Domain(
                "department_id", "parent_of", self.department_id.ids
            )
        if self.job_id:
            domain &= Domain("job_id", "in", [False, self.job_id.id])
        return self.env["cs.appraisal.policy"].search(domain)

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "%(name)s has no pay items yet. Please add what is paid.",
                    name=self.name,
                )
            )
        self.line_ids._check_complete()
