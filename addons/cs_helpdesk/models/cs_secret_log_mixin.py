from odoo import fields, models


class CsSecretLogMixin(models.AbstractModel):
    """What is written down about a secret ticket or customer, and kept (HD-20): which
    one, and who did it. See :meth:`cs.secret.mixin._secret_vals`."""

    _name = "cs.secret.log.mixin"
    _inherit = ["cs.kept.mixin"]
    _description = "Log of Secret Records"
    _order = "id desc"
    _rec_name = "number"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    customer_id = fields.Many2one(
        "cs.customer", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    number = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
