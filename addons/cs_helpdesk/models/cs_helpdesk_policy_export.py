from odoo import fields, models


class CsHelpdeskPolicy(models.Model):
    """How long and how often an approved export may be fetched (HD-20)."""

    _inherit = "cs.helpdesk.policy"

    export_days = fields.Integer(
        "Approved Export May Be Fetched For",
        default=7,
        unit="day",
        help="HD-20: from the approval, and not beyond the day asked for.",
    )
    export_downloads = fields.Integer(
        "Approved Export May Be Fetched",
        default=1,
        unit="time",
        help="HD-20: each time is written down.",
    )

    _exports_positive = models.Constraint(
        "CHECK(export_days > 0 AND export_downloads > 0)",
        "An approved export may be fetched for at least a day, and at least once.",
    )
