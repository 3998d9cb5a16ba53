from odoo import fields, models


class CsDisciplineConsequence(models.Model):
    """What a rule may bring besides points and money, such as a proposal of dismissal.

    Access: everybody reads; nobody writes (data of the addon).
    """

    _name = "cs.discipline.consequence"
    _description = "Consequence of a Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    is_proposal = fields.Boolean(
        "To Be Decided",
        help="INC-20: HR takes it to the general manager. Others are only pointed out.",
    )
    is_serious = fields.Boolean(
        help="INC-20: an entry with it is decided by HR and the general manager."
    )
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE(code)", "This consequence exists already.")
