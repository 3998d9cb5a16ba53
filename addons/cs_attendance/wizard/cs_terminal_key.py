from odoo import fields, models


class CsTerminalKey(models.TransientModel):
    """Shows the key of a terminal, once: what the dialog shows is stored nowhere."""

    _name = "cs.terminal.key"
    _description = "Key of a Terminal"

    terminal_id = fields.Many2one("cs.terminal", store=False)
    key = fields.Char(store=False)
    address = fields.Char(store=False)
