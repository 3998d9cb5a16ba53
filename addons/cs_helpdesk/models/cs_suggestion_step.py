from odoo import fields, models

from .cs_suggestion import STATES

WAYS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("person", "In Person"),
]


class CsSuggestionStep(models.Model):
    """A step of a suggestion and what the customer was told about it (HD-08).

    Append-only. The database itself refuses a decision without its message. Who
    reads the suggestion reads its steps.
    """

    _name = "cs.suggestion.step"
    _inherit = ["cs.kept.mixin"]
    _description = "Step of a Suggestion"
    _order = "id desc"

    suggestion_id = fields.Many2one(
        "cs.suggestion", required=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one(
        "res.users", "Acted By", required=True, ondelete="restrict"
    )
    state_from = fields.Selection(STATES, "Before", required=True)
    state_to = fields.Selection(STATES, "After", required=True)
    department_id = fields.Many2one(
        "hr.department", "Studied By", ondelete="restrict", index="btree_not_null"
    )
    note = fields.Text()
    way = fields.Selection(WAYS, "Customer Told By")
    recipient = fields.Char("Told To")
    subject = fields.Char()
    body = fields.Html("Message", sanitize_style=True)
    mail_message_id = fields.Many2one(
        "mail.message", "E-mail Sent", ondelete="set null", index="btree_not_null"
    )

    _decision_is_told = models.Constraint(
        # From done back to adopted it comes by the customer's own word.
        "CHECK(state_to NOT IN ('held', 'adopted', 'done', 'not_adopted')"
        " OR state_from = 'done'"
        " OR (way IS NOT NULL AND body IS NOT NULL AND recipient IS NOT NULL))",
        "HD-08: the customer is told of every decision.",
    )

    def _kept_text(self):
        return self.env._(
            "The course of a suggestion is written by deciding on it. It is never"
            " written, changed or deleted by hand."
        )
