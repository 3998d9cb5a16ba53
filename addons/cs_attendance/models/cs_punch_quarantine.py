from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.punch import BAD_CODES
from .cs_punch import PUNCH_SOURCES

#: bad lines kept of one import; the rest are counted on it
KEPT_AN_IMPORT = 1000
#: bad lines of one terminal that wait to be seen; the rest are counted on it
KEPT_A_TERMINAL = 500


class CsPunchQuarantine(models.Model):
    """A line that is no punch, kept as it arrived (ATT-30): garbage, moments before
    2000 or in the future, cells that cannot be read.

    Nothing is dropped silently: what is beyond the bounds above is counted on the
    import or the terminal.

    Access: HR officers read, note and mark as seen; nobody creates or deletes.
    """

    _name = "cs.punch.quarantine"
    _description = "Line Set Aside"
    _order = "received_at desc, import_id, number, id"
    _log_access = False
    _rec_name = "raw"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    source = fields.Selection(PUNCH_SOURCES, required=True, readonly=True)
    terminal_id = fields.Many2one(
        "cs.terminal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    import_id = fields.Many2one(
        "cs.punch.import", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    number = fields.Integer("Line", readonly=True)
    code = fields.Selection(
        "_selection_code", required=True, readonly=True, string="Reason"
    )
    advice = fields.Char("What to do", compute="_compute_advice")
    raw = fields.Char("As Received", readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)
    note = fields.Char()
    is_seen = fields.Boolean("Seen", readonly=True)
    seen_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    seen_at = fields.Datetime(readonly=True)

    _unseen_index = models.Index("(company_id, received_at) WHERE NOT is_seen")
    _pushed_uniq = models.UniqueIndex(
        "(terminal_id, md5(raw)) WHERE import_id IS NULL",
        "This line of the terminal is set aside already.",
    )

    @api.model
    def _selection_code(self):
        texts = {
            "garbage": self.env._("No punch"),
            "filler": self.env._("Filler"),
            "damaged": self.env._("Damaged line"),
            "bad_pin": self.env._("Bad pin"),
            "bad_time": self.env._("Bad time"),
            "too_early": self.env._("Before 2000"),
            "in_future": self.env._("In the future"),
            "no_pin": self.env._("No person"),
            "no_time": self.env._("No time"),
            "not_a_punch": self.env._("Entered by request"),
            "other_day": self.env._("Another day"),
            "out_before_in": self.env._("Out before in"),
            "unreadable": self.env._("Unreadable cell"),
        }
        return [(code, texts[code]) for code in BAD_CODES]

    @api.depends("code")
    def _compute_advice(self):
        texts = self._advice_texts()
        for line in self:
            line.advice = texts.get(line.code)

    def _advice_texts(self):
        return {
            "garbage": self.env._(
                "The line holds no pin and time. If a punch is missing, file a punch"
                " correction."
            ),
            "filler": self.env._(
                "The terminal wrote empty memory. Download the file again from the"
                " terminal and import it."
            ),
            "damaged": self.env._(
                "The start of the line is lost, so the pin may be cut off. Download"
                " the file again from the terminal and import it."
            ),
            "bad_pin": self.env._("A pin has 1 to 32 visible characters."),
            "bad_time": self.env._(
                "There is no such date and time. Correct it in the file, or choose how"
                " its dates are written, and import the file again."
            ),
            "too_early": self.env._(
                "The terminal's clock was reset. Set its clock; file punch corrections"
                " for this day."
            ),
            "in_future": self.env._(
                "The terminal's clock or time zone is wrong. Set it; file punch"
                " corrections for this day."
            ),
            "no_pin": self.env._(
                "The row names no person. Enter the pin or the name and import the file"
                " again."
            ),
            "no_time": self.env._(
                "The cell holds no time. If it should, enter times like 08:25 17:40 and"
                " import the file again."
            ),
            "not_a_punch": self.env._(
                "The time was entered by request, not punched. File a punch correction."
            ),
            "other_day": self.env._(
                "The date in the cell is not that of its column. Correct it and import"
                " the file again."
            ),
            "out_before_in": self.env._(
                "The off-duty time lies before the on-duty time. Correct it and import"
                " the file again."
            ),
            "unreadable": self.env._(
                "The spreadsheet shows an error here. Correct it and import the file"
                " again."
            ),
        }

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._("Lines are set aside by imports and terminals, not by hand.")
        )

    def write(self, vals):
        """Only the note is written by hand."""
        return super().write({key: vals[key] for key in vals.keys() & {"note"}})

    def unlink(self):
        self._refuse_deleting()

    def _refuse_deleting(self):
        raise UserError(
            self.env._("Lines set aside are kept. Mark them as seen instead.")
        )

    def action_seen(self):
        """Mark these lines as seen by the current user."""
        self.check_access("write")
        fresh = self.filtered(lambda line: not line.is_seen)
        return super(CsPunchQuarantine, fresh).write(
            {
                "is_seen": True,
                "seen_by_id": self.env.uid,
                "seen_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _keep(self, company, bad, source, terminal=None, punch_import=None):
        """Keep bad lines as far as the bounds allow.

        :param bad: list of ``engine.punch.Bad``
        :return: how many were kept, and how many were not because of the bounds
        """
        room = KEPT_AN_IMPORT
        if punch_import is None:
            room = max(0, KEPT_A_TERMINAL - self._count_waiting(company, terminal))
        kept = bad[:room]
        if not kept:
            return 0, len(bad)
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_punch_quarantine (company_id, source, terminal_id,
                    import_id, received_at, number, code, raw, is_seen)
                SELECT %s, %s, %s::int, %s::int, %s, line.*, FALSE
                  FROM unnest(%s::int[], %s::text[], %s::text[]) AS line
                    ON CONFLICT DO NOTHING RETURNING id
                """,
                company.id,
                source,
                terminal.id if terminal else None,
                punch_import.id if punch_import else None,
                fields.Datetime.now(),
                *map(list, zip(*kept, strict=True)),
            )
        )
        self.invalidate_model()
        return len(rows), len(bad) - len(kept)

    @api.model
    def _count_waiting(self, company, terminal):
        return self.search_count(
            [
                ("company_id", "=", company.id),
                ("terminal_id", "=", terminal.id),
                ("import_id", "=", False),
                ("is_seen", "=", False),
            ]
        )
