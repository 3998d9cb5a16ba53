from odoo import fields, models
from odoo.tools import SQL


class CsPunchUnknown(models.Model):
    """Pins that nobody owns on the days of their punches, to be claimed (ATT-30).

    A view on the ledger: one row a pin. Access: HR officers read.
    """

    _name = "cs.punch.unknown"
    _description = "Unknown Pin"
    _auto = False
    _order = "punch_count desc, pin"
    _rec_name = "pin"

    company_id = fields.Many2one("res.company", readonly=True)
    pin = fields.Char(readonly=True)
    numbering_id = fields.Many2one("cs.terminal", "Own Pins of Terminal", readonly=True)
    punch_count = fields.Integer("Punches", readonly=True)
    first_day = fields.Date("First Seen", readonly=True)
    last_day = fields.Date("Last Seen", readonly=True)
    terminals = fields.Char(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(punch.id) AS id, punch.company_id, punch.pin,
                   punch.numbering_id, count(*) AS punch_count,
                   min(punch.local_moment)::date AS first_day,
                   max(punch.local_moment)::date AS last_day,
                   string_agg(DISTINCT terminal.name, ', ') AS terminals
              FROM cs_punch punch
              LEFT JOIN cs_terminal terminal ON terminal.id = punch.terminal_id
             WHERE punch.employee_id IS NULL AND punch.pin_id IS NULL
             GROUP BY punch.company_id, punch.pin, punch.numbering_id
            """
        )

    def action_claim(self):
        """Ask whose pin it is, and from which day on."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Whose pin is %(pin)s?", pin=self.pin),
            "res_model": "cs.punch.claim",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_company_id": self.company_id.id,
                "default_pin": self.pin,
                "default_numbering_id": self.numbering_id.id,
                "default_first_day": fields.Date.to_string(self.first_day),
            },
        }

    def action_open_punches(self):
        """Show the punches of this pin that wait."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_punch_action"
        )
        return action | {
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("pin", "=", self.pin),
                ("numbering_id", "=", self.numbering_id.id),
                ("employee_id", "=", False),
                ("pin_id", "=", False),
            ],
            "context": {},
        }
