from odoo import fields, models

RETENTION = [("short", "Short"), ("long", "Long"), ("permanent", "Permanent")]


class CsRecordCategory(models.Model):
    """A kind of documents and how long they are kept (ALL-06); the years of short and
    long stand in the policy in force.

    Access: everybody in the service reads, HR officers write.
    """

    _name = "cs.record.category"
    _description = "Category of Records"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    retention = fields.Selection(RETENTION, "Kept", required=True, default="short")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "This category exists already.")
