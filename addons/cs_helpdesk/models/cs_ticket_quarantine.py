from collections import namedtuple

from odoo import api, fields, models

#: bad rows kept of one import; the rest are counted on it
KEPT_AN_IMPORT = 1000
CODES = [
    ("broken", "Broken row"),
    ("no_number", "No ticket number"),
    ("bad_number", "Bad ticket number"),
    ("no_moment", "No time"),
    ("bad_moment", "Bad time"),
    ("too_early", "Before 2000"),
    ("in_future", "In the future"),
    ("no_activity", "Nothing happened"),
    ("before_created", "Closed before received"),
    ("taken_outside", "Taken in charge out of order"),
    ("twice", "Number twice"),
    ("open_suggestion", "Open suggestion"),
]

_Facts = namedtuple("_Facts", "code row column other")


class CsTicketQuarantine(models.Model):
    """A row for which an import set a ticket aside, and what to change.

    Access: helpdesk managers read; nobody creates, changes or deletes.
    """

    _name = "cs.ticket.quarantine"
    _inherit = ["cs.kept.mixin"]
    _description = "Row of Tickets Set Aside"
    _order = "import_id desc, row, id"
    _log_access = False
    _rec_name = "shown"

    import_id = fields.Many2one(
        "cs.ticket.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    ticket = fields.Char("Ticket Set Aside", readonly=True)
    code = fields.Selection(CODES, "Reason", required=True, readonly=True)
    column = fields.Char(readonly=True)
    shown = fields.Char("As Received", readonly=True)
    other = fields.Integer("Other Row", readonly=True, aggregator=None)
    advice = fields.Char("What to do", compute="_compute_advice")

    @api.depends_context("lang")
    @api.depends("code", "row", "column", "other")
    def _compute_advice(self):
        for one in self:
            one.advice = self._advice_of(
                _Facts(one.code, one.row, one.column or "", one.other)
            )

    @api.model
    def _advice_of(self, bad):
        """:param bad: with code, row, column and other as in ``ticket_sheet.Bad``"""
        text = self._advice_texts()[bad.code]
        return text % {"row": bad.row, "column": bad.column, "other": bad.other}

    def _advice_texts(self):
        return {
            "broken": self.env._(
                "Row %(row)s has more cells than the header, or marks that do not"
                " match. Please put text that contains the delimiter in quotation"
                " marks."
            ),
            "no_number": self.env._(
                "Row %(row)s has no ticket number. Please enter it in column"
                " “%(column)s”."
            ),
            "bad_number": self.env._(
                "The ticket number in row %(row)s has lost digits, or more than 64"
                " characters. Please enter it as text in column “%(column)s”."
            ),
            "no_moment": self.env._(
                "Row %(row)s does not say when. Please enter date and time in column"
                " “%(column)s”."
            ),
            "bad_moment": self.env._(
                "Row %(row)s, column “%(column)s”: please enter date and time like"
                " 2025-03-31 08:30."
            ),
            "too_early": self.env._(
                "Row %(row)s, column “%(column)s” lies before the year 2000. Please"
                " correct the date."
            ),
            "in_future": self.env._(
                "Row %(row)s, column “%(column)s” lies in the future. Please correct"
                " the date, or choose the time zone of the file."
            ),
            "no_activity": self.env._(
                "Row %(row)s does not say what happened. Please fill in column"
                " “%(column)s”."
            ),
            "before_created": self.env._(
                "Row %(row)s: the ticket is closed before it was received. Please"
                " correct column “%(column)s”."
            ),
            "taken_outside": self.env._(
                "Row %(row)s: the ticket is taken in charge before it was received or"
                " after it was closed. Please correct column “%(column)s”."
            ),
            "twice": self.env._(
                "Row %(row)s has the ticket number of row %(other)s. Please delete one"
                " of them, or correct its number."
            ),
            "open_suggestion": self.env._(
                "Row %(row)s begins a suggestion that is still open; it needs its study"
                " (HD-08). Please enter it by hand, or close it in the file."
            ),
        }

    def _kept_text(self):
        return self.env._("Rows set aside are kept as the import found them.")

    @api.model
    def _keep(self, batch, bad):
        """Keep bad rows as far as the bound allows.

        :param bad: list of ``ticket_sheet.Bad``
        """
        room = max(
            0, KEPT_AN_IMPORT - self.search_count([("import_id", "=", batch.id)])
        )
        return self._kept_create(
            [
                {
                    "import_id": batch.id,
                    "company_id": batch.company_id.id,
                    "row": one.row,
                    "ticket": one.ticket,
                    "code": one.code,
                    "column": one.column,
                    "shown": one.shown,
                    "other": one.other,
                }
                for one in bad[:room]
            ]
        )
