from odoo import fields, models


class CsDecisionKind(models.Model):
    """What kinds of documents are decided; the key of ladders and deputies.

    Addons deliver one record per kind; ``code`` is what
    ``_decision_kind()`` of the document returns.

    Access: everybody reads; nobody writes (data of the addons).
    """

    _name = "cs.decision.kind"
    _description = "Kind of Decision"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    unit = fields.Char(
        translate=True, help="Unit of the measure on the ladder: days, yuan, …"
    )
    is_fixed = fields.Boolean(
        "Always the General Manager", help="No ladder can be made for this kind."
    )
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE(code)", "This kind exists already.")
