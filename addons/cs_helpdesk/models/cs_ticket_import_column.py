from odoo import api, fields, models
from odoo.addons.cs_base.engine.sheet_table import column_letters


class CsTicketImportColumn(models.Model):
    """A column of a file of tickets, and what it means.

    Access: helpdesk managers read, and choose the meaning before the import runs.
    """

    _name = "cs.ticket.import.column"
    _description = "Column of a Ticket Import"
    _order = "index, id"
    _log_access = False
    _rec_name = "title"

    import_id = fields.Many2one(
        "cs.ticket.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    index = fields.Integer("Position", required=True, readonly=True)
    letters = fields.Char("Column", compute="_compute_letters")
    title = fields.Char("Header", readonly=True)
    sample = fields.Char("Example", readonly=True)
    role = fields.Selection(
        [
            ("number", "Ticket number"),
            ("moment", "Event: when"),
            ("activity", "Event: what happened"),
            ("created", "Received on"),
            ("taken", "Taken in charge on"),
            ("closed", "Closed on"),
            ("person", "Person"),
            ("unit", "Unit"),
            ("kind", "Kind"),
            ("priority", "Priority"),
            ("customer", "Customer"),
            ("phone", "Phone"),
            ("email", "Email"),
            ("title", "Title"),
            ("description", "Description"),
            ("text", "Keep as text"),
        ],
        string="Meaning",
        help="Empty: not read",
    )

    @api.depends("index")
    def _compute_letters(self):
        for column in self:
            column.letters = column_letters(column.index)

    def write(self, vals):
        """Only the meaning is chosen, and only before the import runs."""
        self.import_id._check_draft()
        return super().write({key: vals[key] for key in vals.keys() & {"role"}})
