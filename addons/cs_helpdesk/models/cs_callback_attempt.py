from odoo import fields, models

#: What may come out of a call.
OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("busy", "Busy"),
    ("off", "Switched off"),
    ("wrong", "Wrong number"),
    ("later", "Inconvenient, another time agreed"),
    ("never", "Does not want to be called"),
]
#: The customer was not reached; so many of them close the callback (HD-07).
NOT_REACHED = ("no_answer", "busy", "off", "wrong")


class CsCallbackAttempt(models.Model):
    """One call to a customer; kept as it was (HD-07).

    Access: who reads the callback reads it; only recording a call makes one.
    """

    _name = "cs.callback.attempt"
    _inherit = ["cs.kept.mixin"]
    _description = "Call of a Callback"
    _order = "called_at, id"
    _rec_name = "outcome"

    callback_id = fields.Many2one(
        "cs.callback", required=True, index=True, ondelete="restrict"
    )
    ticket_id = fields.Many2one(
        related="callback_id.ticket_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="callback_id.company_id", store=True, index=True, precompute=True
    )
    called_at = fields.Datetime("When", required=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, index=True, ondelete="restrict"
    )
    phone = fields.Char("Number")
    outcome = fields.Selection(OUTCOMES, "What Came of It", required=True)
    agreed_at = fields.Datetime("Agreed Time")
    note = fields.Text()

    def _kept_text(self):
        return self.env._("HD-07: what came of a call stays as it was recorded.")
