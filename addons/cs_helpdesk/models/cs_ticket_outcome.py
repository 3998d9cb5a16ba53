from odoo import fields, models

#: What a matter is about (HD-01); the rules of the kinds hang on these codes.
KINDS = [
    ("inquiry", "Inquiry"),
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
    ("order", "Order"),
    ("callback", "Callback"),
    ("repair", "Repair"),
]


class CsTicketOutcome(models.Model):
    """What may come out of a matter of one kind (HD-01).

    Everybody in the service reads outcomes; helpdesk managers keep the list.
    """

    _name = "cs.ticket.outcome"
    _description = "Outcome of a Ticket"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint(
        "UNIQUE(kind, name)", "This kind has an outcome of that name already."
    )
