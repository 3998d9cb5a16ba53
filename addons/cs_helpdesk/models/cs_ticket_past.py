from odoo import api, fields, models
from odoo.tools import SQL

MEANINGS = [
    ("note", "Only noted"),
    ("assign", "Taken in charge"),
    ("pause", "Waits: the clock pauses"),
    ("resolve", "Resolved: the clock stops"),
    ("close", "Closed"),
    ("reopen", "Opened again"),
]


class CsTicketPast(models.Model):
    """An event of a ticket in the system it was imported from (HD-02).

    Names are kept as the file has them, also of people and units that nobody here
    knows. Access: who reads the ticket reads it; the import alone writes.
    """

    _name = "cs.ticket.past"
    _inherit = ["cs.ticket.record.mixin"]
    _description = "Imported Event of a Ticket"
    _order = "ticket_id, moment, row, id"
    _rec_name = "activity"

    moment = fields.Datetime("When", required=True, readonly=True)
    activity = fields.Char("Event", readonly=True)
    meaning = fields.Selection(MEANINGS, required=True, readonly=True)
    person = fields.Char("Person as Written", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Colleague", readonly=True, ondelete="restrict"
    )
    unit = fields.Char("Unit as Written", readonly=True)
    department_id = fields.Many2one(
        "hr.department", "Our Unit", readonly=True, ondelete="restrict"
    )
    row = fields.Integer("Row of the File", readonly=True, aggregator=None)

    def _kept_text(self):
        return self.env._("What the import read stays as it was in the file.")

    @api.model
    def _append(self, rows):
        """Insert events, in one statement.

        :param rows: list of dicts of column values
        """
        if rows:
            names = list(rows[0])
            self.env.cr.execute(
                SQL(
                    "INSERT INTO cs_ticket_past (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL(", ").join(
                        SQL("%s", tuple(row[name] for name in names)) for row in rows
                    ),
                )
            )
