from odoo import fields, models
from odoo.exceptions import UserError


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
