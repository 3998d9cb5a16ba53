from odoo import api, fields, models
from odoo.tools import SQL

#: unknown serial numbers that are noted; a stranger may invent any number
KEPT = 50


class CsTerminalCandidate(models.Model):
    """A serial number that pushed and that nobody registered: refused, and noted once.

    It has no company yet. Access: technical administrators read and delete.
    """

    _name = "cs.terminal.candidate"
    _description = "Unknown Terminal"
    _order = "last_seen desc, id desc"
    _log_access = False
    _rec_name = "serial"

    serial = fields.Char("Serial Number", required=True, readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)

    _serial_uniq = models.Constraint(
        "UNIQUE(serial)", "This serial number is noted already."
    )

    @api.model
    def _note(self, serial):
        """Note a serial number, once an hour at most."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_terminal_candidate (serial, first_seen, last_seen)
                SELECT %(serial)s, %(now)s, %(now)s
                 WHERE (SELECT count(*) FROM cs_terminal_candidate) < %(kept)s
                    OR EXISTS (SELECT FROM cs_terminal_candidate
                                WHERE serial = %(serial)s)
                    ON CONFLICT (serial) DO UPDATE SET last_seen = %(now)s
                 WHERE cs_terminal_candidate.last_seen
                       < %(now)s::timestamp - interval '1 hour'
                RETURNING id
                """,
                serial=serial,
                now=fields.Datetime.now(),
                kept=KEPT,
            )
        )
        self.invalidate_model()

    def action_register(self):
        """Open a new terminal with this serial number."""
        self.ensure_one()
        self.env["cs.terminal"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register Terminal"),
            "res_model": "cs.terminal",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_serial": self.serial, "default_name": self.serial},
        }
