from odoo import fields, models


class CsIncentivePolicy(models.Model):
    """From which amount on a fine is serious (INC-20)."""

    _inherit = "cs.incentive.policy"

    serious_amount = fields.Monetary(
        "Serious Above",
        default=500,
        help="INC-20: fines and compensations above it are decided by HR and the"
        " general manager. 0: no limit.",
    )

    disciplinary_months = fields.Integer(
        "Disciplinary Period",
        default=3,
        unit="month",
        help="INC-09: months after that of a warning or demerit in which a part of the"
        " merit pay is withheld.",
    )

    _serious_not_negative = models.Constraint(
        "CHECK(serious_amount >= 0)", "Amounts cannot be negative."
    )
    _disciplinary_not_negative = models.Constraint(
        "CHECK(disciplinary_months BETWEEN 0 AND 24)",
        "A disciplinary period has 0 to 24 months.",
    )
