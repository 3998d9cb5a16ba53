from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.punch import Zone, clean, to_utc

PUNCH_SOURCES = [
    ("push", "Terminal, pushed"),
    ("file", "Terminal file"),
    ("sheet", "Spreadsheet"),
    ("stock", "Kiosk, menu bar or by hand"),
]


class Counts(NamedTuple):
    """What became of some punches: together they are all that were handed in.

    :param new: in the ledger now, of a known person
    :param unknown: in the ledger now, waiting for somebody to claim the pin
    :param duplicate: in the ledger before, or twice in the same batch
    """

    new: int = 0
    duplicate: int = 0
    unknown: int = 0


class CsPunch(models.Model):
    """The punch ledger: every punch as it arrived, append-only (ATT-30, ATT-32).

    Nobody changes or deletes a row, by no path. The one thing that is added later is
    who punched, when the pin was unknown on arrival and is claimed.

    ``moment`` is naive UTC in whole seconds; ``local_moment`` what the terminal's
    clock showed. The same punch from two paths is one row: for a person a moment
    occurs once, and for a pin too.

    ``pin_id`` is set when a waiting row is claimed. Rows of an unknown pin have neither
    ``employee_id`` nor ``pin_id``; a row that turned out to be a punch that the person
    had by another path has ``pin_id`` only.

    Access as for days: R o, t, d, c; nobody writes.
    """

    _name = "cs.punch"
    _inherit = ["cs.kept.mixin"]
    _description = "Punch"
    _order = "moment desc, id desc"
    _log_access = False
    _rec_name = "local_moment"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict")
    pin = fields.Char(readonly=True, help="As the terminal sent it, without padding")
    pin_id = fields.Many2one(
        "cs.pin",
        "Claimed as",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that said whose pin it was, when the punch waited for it.",
    )
    numbering_id = fields.Many2one(
        "cs.terminal",
        "Own Pins of Terminal",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Set when the terminal's pins are not those of the company.",
    )
    terminal_id = fields.Many2one("cs.terminal", readonly=True, ondelete="restrict")
    import_id = fields.Many2one("cs.punch.import", readonly=True, ondelete="restrict")
    moment = fields.Datetime(required=True, readonly=True)
    local_moment = fields.Datetime("Local Time", required=True, readonly=True)
    local_text = fields.Char(
        "Clock Showed",
        compute="_compute_local_text",
        help="Date and time as the terminal showed them, whatever the reader's zone.",
    )
    source = fields.Selection(PUNCH_SOURCES, required=True, readonly=True)
    raw = fields.Char("As Received", readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)

    _employee_moment_uniq = models.UniqueIndex(
        "(employee_id, moment) WHERE employee_id IS NOT NULL",
        "This punch is in the ledger already.",
    )
    #: with the moment first it also serves the list, and rarely compares texts
    _pin_moment_uniq = models.UniqueIndex(
        "(company_id, moment, pin, COALESCE(numbering_id, 0))",
        "This punch is in the ledger already.",
    )
    _unknown_index = models.Index(
        "(company_id, pin) WHERE employee_id IS NULL AND pin_id IS NULL"
    )
    #: rows of an import lie together, and bulk inserts pay for each further index
    _import_index = models.Index("USING brin (import_id)")
    _somebody = models.Constraint(
        "CHECK(employee_id IS NOT NULL OR pin IS NOT NULL)",
        "A punch is of a person or of a pin.",
    )

    @api.depends("local_moment")
    def _compute_local_text(self):
        for punch in self:
            punch.local_text = (
                punch.local_moment and f"{punch.local_moment:%Y-%m-%d %H:%M:%S}"
            )

    @api.depends("local_text")
    def _compute_display_name(self):
        # Not as stock does: it would move the local time by the reader's zone.
        for punch in self:
            punch.display_name = punch.local_text

    def _kept_text(self):
        return self.env._(
            "Punches are never entered, changed or deleted by hand. File a punch"
            " correction instead; it stands beside the punches (ATT-31)."
        )

    @api.model
    def _ingest(
        self,
        company,
        punches,
        source,
        terminal=None,
        zone=None,
        punch_import=None,
        by_name=False,
    ):
        """Put punches of pins into the ledger, in one statement.

        Whoever owns the pin on the local date of the punch gets it; a pin that nobody
        owns waits to be claimed. What is there already stays as it is.

        :param punches: list of ``engine.punch.Punch``
        :param str zone: name of the time zone of the clock that made them
        :param by_name: a pin may also be the name of exactly one person
        :rtype: Counts
        """
        if not punches:
            return Counts()
        self._flush_for_ingest()
        zone = zone or (terminal and terminal.tz) or company._cs_zone().key
        values = SQL(
            "unnest(%s::text[], %s::timestamp[], %s::timestamp[], %s::text[])",
            _array(punch.pin for punch in punches),
            _array(map(str, to_utc(punches, Zone(zone)))),
            _array(str(punch.local) for punch in punches),
            _array(punch.raw for punch in punches),
        )
        numbering = terminal.id if terminal and terminal.has_own_pins else None
        found = self.env.execute_query(
            SQL(
                """
                WITH incoming AS (
                    SELECT arrived.pin, moment, local_moment, raw,
                           COALESCE(owner.employee_id, person.id) AS employee_id,
                           CASE WHEN owner.employee_id IS NULL THEN owner.id END
                               AS nobody_id
                      FROM %(values)s AS arrived(pin, moment, local_moment, raw)
                      LEFT JOIN cs_pin owner
                        ON owner.company_id = %(company)s AND owner.pin = arrived.pin
                       AND owner.terminal_id IS NOT DISTINCT FROM %(numbering)s::int
                       AND owner.state = 'active'
                       AND owner.first_day <= local_moment::date
                       AND (owner.last_day IS NULL
                            OR owner.last_day >= local_moment::date)
                      LEFT JOIN (%(names)s) person
                        ON person.name = arrived.pin AND owner.id IS NULL
                ), added AS (
                    INSERT INTO cs_punch (company_id, employee_id, pin, numbering_id,
                        terminal_id, import_id, moment, local_moment, source, raw,
                        received_at, pin_id)
                    SELECT %(company)s, employee_id, pin, %(numbering)s::int,
                           %(terminal)s::int, %(import)s::int, moment, local_moment,
                           %(source)s, raw, %(now)s, nobody_id
                      FROM incoming
                     ORDER BY moment, pin  -- two writers never lock each other out
                        ON CONFLICT DO NOTHING
                    RETURNING employee_id, local_moment::date AS day
                )
                %(spans)s
                """,
                values=values,
                company=company.id,
                numbering=numbering,
                terminal=terminal.id if terminal else None,
                names=self._names_sql(company) if by_name else SQL(_NO_NAMES),
                source=source,
                now=fields.Datetime.now(),
                spans=SQL(_SPANS),
                **{"import": punch_import.id if punch_import else None},
            )
        )
        return self._settle(len(punches), found)

    @api.model
    def _ingest_known(self, rows, source="stock"):
        """Put punches of people into the ledger, in one statement.

        :param rows: list of (hr.employee, moment in naive UTC, text)
        :rtype: Counts
        """
        if not rows:
            return Counts()
        zones = {}
        values = [[], [], [], [], []]
        for employee, moment, text in rows:
            name = self._zone_of(employee).key
            zone = zones.setdefault(name, Zone(name))
            moment = moment.replace(microsecond=0)
            vals = (employee.company_id.id, employee.id, moment, zone.local(moment))
            for column, value in zip(values, (*vals, clean(text)), strict=True):
                column.append(value)
        found = self.env.execute_query(
            SQL(
                """
                WITH added AS (
                    INSERT INTO cs_punch (company_id, employee_id, moment, local_moment,
                        raw, source, received_at)
                    SELECT incoming.*, %s, %s
                      FROM unnest(%s::int[], %s::int[], %s::timestamp[],
                                  %s::timestamp[], %s::text[])
                           AS incoming(company, employee, moment)
                     ORDER BY moment, employee
                        ON CONFLICT DO NOTHING
                    RETURNING employee_id, local_moment::date AS day
                )
                %s
                """,
                source,
                fields.Datetime.now(),
                *values,
                SQL(_SPANS),
            )
        )
        return self._settle(len(rows), found)

    def _settle(self, count, found):
        """Have the months judged again and count.

        :param count: how many punches were handed in
        :param found: what is new: rows of ``_SPANS``
        """
        self.invalidate_model()
        self._touch_spans([row for row in found if row[0] is not None])
        new = sum(rows for employee_id, _f, _l, rows in found if employee_id)
        unknown = sum(rows for employee_id, _f, _l, rows in found if not employee_id)
        return Counts(new, count - new - unknown, unknown)

    def _touch_spans(self, spans):
        """:param spans: rows of (employee id, first local date, last, …)"""
        if spans:
            self.env["cs.attendance.stale"].sudo()._touch(
                [(employee_id, first, last) for employee_id, first, last, *_ in spans]
            )

    @api.model
    def _zone_of(self, employee):
        """The zone that a person's days are counted in."""
        employee = employee.sudo()
        zone = employee.resource_calendar_id.tz
        return ZoneInfo(zone) if zone else employee.company_id._cs_zone()

    @api.model
    def _today_state(self, employee):
        """What a person has punched today, for a screen of that person.

        :return: dict: ``date``, ``now`` and ``punches`` with ``local`` (naive local
            datetimes), ``moment`` (naive UTC), ``source`` and ``terminal`` (name), in
            order of time
        """
        zone = Zone(self._zone_of(employee).key)
        now = zone.local(fields.Datetime.now())
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        # sudo: the caller asks for a person it shows already; names of terminals
        punches = self.sudo().search(
            [("employee_id", "=", employee.id), ("moment", ">=", zone.utc(midnight))],
            order="moment, id",
        )
        return {
            "date": now.date(),
            "now": now,
            "punches": [
                {
                    "moment": punch.moment,
                    "local": zone.local(punch.moment),
                    "source": punch.source,
                    "terminal": punch.terminal_id.name or "",
                }
                for punch in punches
                if zone.local(punch.moment).date() == now.date()
            ],
        }

    def _flush_for_ingest(self):
        self.env["cs.pin"].flush_model()
        self.env["hr.employee"].flush_model(["name", "company_id", "active"])

    @api.model
    def _names_sql(self, company):
        """Names that exactly one person of the company has."""
        return SQL(
            "SELECT name, min(id) AS id FROM hr_employee"
            " WHERE company_id = %s AND active GROUP BY name HAVING count(*) = 1",
            company.id,
        )


def _array(texts):
    """An array as one literal: a list of so many values takes long to be parsed."""
    texts = list(texts)
    joined = '","'.join(texts)
    if "\\" in joined or joined.count('"') > 2 * len(texts) - 2:
        escaped = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
        joined = '","'.join(escaped)
    return '{"' + joined + '"}'


_NO_NAMES = "SELECT NULL::text AS name, NULL::int AS id WHERE FALSE"
#: what is new, by person and month: employee id, first local date, last, rows
_SPANS = (
    "SELECT employee_id, min(day), max(day), count(*) FROM added"
    " GROUP BY employee_id, date_trunc('month', day) ORDER BY 1, 2"
)
