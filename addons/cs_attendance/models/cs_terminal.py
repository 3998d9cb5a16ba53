from odoo import fields, models


class CsTerminal(models.Model):
    """A punch terminal (ATT-30)."""

    _name = "cs.terminal"
    _description = "Punch Terminal"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
