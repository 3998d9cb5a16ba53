from odoo import api, fields, models
from odoo.addons.cs_base.engine.sheet_table import column_letters
from odoo.exceptions import UserError


class CsPunchImportColumn(models.Model):
    """A column of a sheet of punches, and what it means (ATT-30).

    Access: HR officers read, and choose the meaning while the import is a draft.
    """

    _name = "cs.punch.import.column"
    _description = "Column of a Punch Import"
    _order = "index, id"
    _log_access = False
    _rec_name = "title"

    import_id = fields.Many2one(
        "cs.punch.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    index = fields.Integer("Position", required=True, readonly=True)
    letters = fields.Char("Column", compute="_compute_letters")
    title = fields.Char("Header", readonly=True)
    sample = fields.Char("Example", readonly=True)
    role = fields.Selection(
        [
            ("pin", "Pin"),
            ("name", "Name"),
            ("moment", "Date and time of a punch"),
            ("date", "Date"),
            ("time", "Time"),
            ("in", "On duty"),
            ("out", "Off duty"),
            ("day", "A day: its punches"),
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
        if any(column.import_id.state != "draft" for column in self):
            raise UserError(
                self.env._("This import was started; its choices stand. Upload again.")
            )
        return super().write({key: vals[key] for key in vals.keys() & {"role"}})
