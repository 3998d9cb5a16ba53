from odoo import fields, models

KINDS = [
    ("invalid", "Invalid (before any service)"),
    ("failed", "Failed (after service was given)"),
]


class CsLostOrderReason(models.Model):
    """Why orders are lost (HD-24), of one kind.

    Everybody in the service reads the list; supervisors and HR officers keep it, and
    archive what is no longer used.
    """

    _name = "cs.lost.order.reason"
    _description = "Reason for Lost Orders"
    _order = "kind desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint(
        "UNIQUE(kind, name)", "This kind has a reason of that name already."
    )
