from odoo import fields, models


class CsHelpdeskPolicy(models.Model):
    """How long and how often an approved export may be fetched, and how long a secret
    record stays open to who gave a reason (HD-20)."""

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

    secret_read_hours = fields.Integer(
        "Secret Record Open For",
        default=8,
        unit="hour",
        help="HD-20: from the reason given; at the last moment it is closed again.",
    )

    _secret_hours_positive = models.Constraint(
        "CHECK(secret_read_hours > 0)",
        "HD-20: a secret record is opened for an hour at least.",
    )
    _exports_positive = models.Constraint(
        "CHECK(export_days > 0 AND export_downloads > 0)",
        "An approved export may be fetched for at least a day, and at least once.",
    )
