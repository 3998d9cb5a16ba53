from odoo import fields, models

PUNCH_SOURCES = [
    ("push", "Terminal, pushed"),
    ("file", "Terminal file"),
    ("sheet", "Spreadsheet"),
    ("stock", "Kiosk, menu bar or by hand"),
]


class CsPunch(models.Model):
    """The punch ledger: every punch as it arrived, append-only (ATT-30, ATT-32).

    Nobody changes or deletes a row, by no path. The one thing that is added later is
    who punched, when the pin was unknown on arrival and is claimed.

    ``moment`` is naive UTC in whole seconds; ``local_moment`` what the terminal's
    clock showed. The same punch from two paths is one row.

    Access as for days: R o, t, d, c; nobody writes.
    """

    _name = "cs.punch"
    _description = "Punch"
    _order = "moment desc, id desc"
    _log_access = False
    _rec_name = "local_moment"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict")
    pin = fields.Char(readonly=True, help="As the terminal sent it, without padding")
    terminal_id = fields.Many2one(
        "cs.terminal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    moment = fields.Datetime(required=True, readonly=True)
    local_moment = fields.Datetime("Local Time", required=True, readonly=True)
    source = fields.Selection(PUNCH_SOURCES, required=True, readonly=True)
    raw = fields.Char("As Received", readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)

    _employee_moment_uniq = models.UniqueIndex(
        "(employee_id, moment) WHERE employee_id IS NOT NULL",
        "This punch is in the ledger already.",
    )
    _pin_moment_uniq = models.UniqueIndex(
        "(company_id, pin, moment) WHERE pin IS NOT NULL",
        "This punch is in the ledger already.",
    )
