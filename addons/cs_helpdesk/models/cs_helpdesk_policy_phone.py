from odoo import fields, models


class CsHelpdeskPolicy(models.Model):
    """How long a ring lasts, for telephone systems that measure seconds (HD-03)."""

    _inherit = "cs.helpdesk.policy"

    phone_ring_seconds = fields.Float(
        "A Ring Lasts",
        default=5,
        digits=(16, 3),
        unit="second",
        help="HD-03: the tone and the silence after it, 1 s and 4 s in China; so 3"
        " rings last 15 s.",
    )

    _ring_lasts = models.Constraint(
        "CHECK(phone_ring_seconds > 0 AND phone_ring_seconds <= 60)",
        "A ring lasts more than 0 and at most 60 seconds.",
    )
