import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import UserError, ValidationError
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ..engine import iclock
from ..engine.attlog import parse
from ..engine.punch import Zone

#: seconds by which a clock may differ before somebody should look at it
MAX_DRIFT = 60
#: pushes a minute and terminal; a terminal sends one a minute, or one a punch
MAX_PUSHES = 120
#: lines of one push
MAX_LINES = 30_000
#: polls are noted this often at most
_POLL_NOTED = timedelta(minutes=1)
_BY_HAND = {
    "name",
    "company_id",
    "department_id",
    "place",
    "serial",
    "tz",
    "is_active",
    "has_own_pins",
}


class TooManyPushes(Exception):
    """The terminal has to wait a minute."""


class CsTerminal(models.Model):
    """A punch terminal (ATT-30).

    A terminal that pushes is known by its serial number, and by a key where it has
    one: a random secret of which only the hash is stored. A wrong or missing key is
    refused. Everything a terminal tells is taken for its own company only.

    Access: technical administrators read, create and change; HR officers read. Nobody
    deletes; a terminal out of service is switched off. Keys are made by technical
    administrators and shown once; nobody reads their hash.
    """

    _name = "cs.terminal"
    _description = "Punch Terminal"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    place = fields.Char(help="Where it hangs, for example: 2nd floor, east door")
    serial = fields.Char(
        "Serial Number",
        copy=False,
        help="As on the back of the terminal. Without one it can only be fed by files.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.company._cs_zone().key,
        help="What the terminal's clock shows.",
    )
    is_active = fields.Boolean(
        "In Service",
        default=True,
        help="Pushes of a terminal that is not in service are refused.",
    )
    has_own_pins = fields.Boolean(
        "Own Pins",
        help="Its pins are not those of the company: 7 here is not 7 elsewhere.",
    )
    key_hash = fields.Char(copy=False, groups=NO_ACCESS)
    has_key = fields.Boolean(compute="_compute_has_key")
    last_seen = fields.Datetime(readonly=True, copy=False)
    last_push = fields.Datetime("Last Punches", readonly=True, copy=False)
    clock_drift = fields.Integer(
        "Clock Ahead by (Seconds)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Negative: behind, or the last punches were sent late.",
    )
    drift_at = fields.Datetime("Clock Compared", readonly=True, copy=False)
    is_drifting = fields.Boolean(
        "Clock Wrong", compute="_compute_is_drifting", search="_search_is_drifting"
    )
    pushed_count = fields.Integer("Lines Pushed", readonly=True, copy=False)
    new_count = fields.Integer("New Punches", readonly=True, copy=False)
    bad_count = fields.Integer("Bad Lines", readonly=True, copy=False)
    lost_count = fields.Integer(
        "Bad Lines Not Kept",
        readonly=True,
        copy=False,
        help="More bad lines waited to be seen than are kept.",
    )
    attlog_stamp = fields.Char("Punches Up To", readonly=True, copy=False)
    operlog_stamp = fields.Char("Operations Up To", readonly=True, copy=False)
    firmware = fields.Char(readonly=True, copy=False)
    info = fields.Char("What It Tells", readonly=True, copy=False)
    rate_minute = fields.Datetime(readonly=True, copy=False)
    rate_count = fields.Integer(readonly=True, copy=False)

    _serial_uniq = models.Constraint(
        "UNIQUE(serial)", "Another terminal has this serial number."
    )

    @api.depends("key_hash")
    def _compute_has_key(self):
        # sudo: whether there is a key is no secret, the hash is
        for terminal, secret in zip(self, self.sudo(), strict=True):
            terminal.has_key = bool(secret.key_hash)

    @api.depends("clock_drift")
    def _compute_is_drifting(self):
        for terminal in self:
            terminal.is_drifting = abs(terminal.clock_drift) > MAX_DRIFT

    def _search_is_drifting(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            "|",
            ("clock_drift", ">", MAX_DRIFT),
            ("clock_drift", "<", -MAX_DRIFT),
        ]

    @api.constrains("serial")
    def _check_serial(self):
        for terminal in self:
            if terminal.serial and not iclock.serial_of(terminal.serial):
                raise ValidationError(
                    self.env._(
                        "A serial number has 3 to 40 letters, digits, hyphens or"
                        " underscores."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        terminals = super().create([self._by_hand(vals) for vals in vals_list])
        terminals._drop_candidates()
        return terminals

    def write(self, vals):
        """What the gateway notes and the key are not written by hand."""
        vals = self._by_hand(vals)
        if "company_id" in vals and any(
            terminal.company_id.id != vals["company_id"] for terminal in self
        ):
            self._check_unused()
        result = super().write(vals)
        if "serial" in vals:
            self._drop_candidates()
        return result

    def _drop_candidates(self):
        """A serial number that is registered now is not unknown any more."""
        serials = [terminal.serial for terminal in self if terminal.serial]
        # sudo: technical administrators may, imports and other code need not
        candidates = self.env["cs.terminal.candidate"].sudo()
        candidates.search([("serial", "in", serials)]).unlink()

    @api.model
    def _by_hand(self, vals):
        vals = {key: value for key, value in vals.items() if key in _BY_HAND}
        if isinstance(vals.get("serial"), str):
            vals["serial"] = vals["serial"].strip() or False
        return vals

    def _check_unused(self):
        # sudo: technical administrators read no punches
        if (
            self.env["cs.punch"]
            .sudo()
            .search([("terminal_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._(
                    "Punches of this terminal belong to its company. Create a new"
                    " terminal for the other company."
                )
            )

    def action_new_key(self):
        """Make a key and show it, once. A former key is void at once."""
        self.check_access("write")
        self.ensure_one()
        key = secrets.token_urlsafe(18)
        # sudo: nobody has access to the hash
        super(CsTerminal, self.sudo()).write({"key_hash": _hash(key)})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Key of %(terminal)s", terminal=self.name),
            "res_model": "cs.terminal.key",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_terminal_id": self.id,
                "default_key": key,
                "default_address": f"{self.get_base_url()}/iclock/{key}/cdata",
            },
        }

    def action_drop_key(self):
        """From now on the serial number alone is enough."""
        self.check_access("write")
        super(CsTerminal, self.sudo()).write({"key_hash": False})
        return True

    def action_open_punches(self):
        """Show what this terminal brought."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_punch_action"
        )
        return action | {"domain": [("terminal_id", "=", self.id)], "context": {}}

    # Gateway: called by the controller, as superuser, for one terminal

    @api.model
    def _identify(self, serial, key):
        """The terminal in service with this serial number and key, or none.

        A serial number nobody registered is noted for the technical administrator.
        """
        terminal = self.search([("serial", "=", serial)])
        if not terminal:
            self.env["cs.terminal.candidate"]._note(serial)
            return terminal
        if not terminal.is_active:
            return self.browse()
        stored = terminal.key_hash
        if stored and not hmac.compare_digest(stored, _hash(key or "")):
            return self.browse()
        return terminal

    def _handshake(self):
        """The options that the terminal asks for when it connects."""
        self._note_seen()
        return iclock.handshake(
            self.serial,
            iclock.Stamps(self.attlog_stamp or "", self.operlog_stamp or ""),
            Zone(self.tz).offset_at(fields.Datetime.now()),
        )

    def _receive_punches(self, body, stamp):
        """Take a pushed batch. All is in one transaction with the stamp, so that the
        terminal is told of nothing that could still be lost.

        :param bytes body: lines of the table ATTLOG
        :return: how many lines the terminal may forget
        :raises TooManyPushes: nothing was taken
        """
        now = fields.Datetime.now()
        self._check_rate(now)
        zone = Zone(self.tz)
        ahead = timedelta(days=self.company_id.cs_punch_future_days)
        parsed = parse(body, zone.local(now) + ahead)
        counts = self.env["cs.punch"]._ingest(
            self.company_id, parsed.punches, "push", terminal=self
        )
        lost = 0
        if parsed.bad:
            _kept, lost = self.env["cs.punch.quarantine"]._keep(
                self.company_id, parsed.bad, "push", terminal=self
            )
        is_new = counts.new or counts.unknown
        drift = self._drift(parsed.punches, zone, now) if is_new else None
        self.env.execute_query(
            SQL(
                """
                UPDATE cs_terminal SET last_seen = %(now)s,
                       last_push = CASE WHEN %(new)s > 0 THEN %(now)s
                                        ELSE last_push END,
                       pushed_count = COALESCE(pushed_count, 0) + %(read)s,
                       new_count = COALESCE(new_count, 0) + %(new)s,
                       bad_count = COALESCE(bad_count, 0) + %(bad)s,
                       lost_count = COALESCE(lost_count, 0) + %(lost)s,
                       attlog_stamp = COALESCE(%(stamp)s, attlog_stamp),
                       clock_drift = COALESCE(%(drift)s, clock_drift),
                       drift_at = CASE WHEN %(drift)s IS NULL THEN drift_at
                                       ELSE %(now)s END
                 WHERE id = %(id)s RETURNING id
                """,
                id=self.id,
                now=now,
                read=parsed.read,
                new=counts.new + counts.unknown,
                bad=len(parsed.bad),
                lost=lost,
                stamp=iclock.stamp_of(stamp) or None,
                drift=drift,
            )
        )
        self.invalidate_recordset()
        return parsed.read

    def _drift(self, punches, zone, now):
        newest = max((zone.utc(punch.local) for punch in punches), default=None)
        if newest is None:
            return None
        is_fresh = bool(self.drift_at and self.drift_at > now - timedelta(days=1))
        drift = iclock.drift_of(newest, now, self.clock_drift, is_fresh)
        return max(-(2**31), min(drift, 2**31 - 1))

    def _receive_operations(self, stamp):
        """Operations, users and pictures are not taken, only their stamp is."""
        self._check_rate(fields.Datetime.now())
        if stamp := iclock.stamp_of(stamp):
            self._set_sql(SQL("operlog_stamp = %s", stamp))
        self._note_seen()

    def _receive_options(self, body):
        self._check_rate(fields.Datetime.now())
        text = iclock.text_of(body)
        self._set_sql(
            SQL("info = %s, firmware = %s", text, iclock.firmware_of(text) or None)
        )
        self._note_seen()

    def _poll(self, info):
        """The terminal asks for orders; there are none."""
        if info and iclock.text_of(info.encode()) != self.info:
            text = iclock.text_of(info.encode())
            self._set_sql(
                SQL("info = %s, firmware = %s", text, iclock.firmware_of(text) or None)
            )
        self._note_seen()

    def _note_seen(self):
        now = fields.Datetime.now()
        if not self.last_seen or self.last_seen < now - _POLL_NOTED:
            self._set_sql(SQL("last_seen = %s", now))

    def _set_sql(self, values):
        """Note something, unless another request is just doing it."""
        self.env.execute_query(
            SQL(
                "UPDATE cs_terminal SET %s WHERE id = (SELECT id FROM cs_terminal"
                " WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED) RETURNING id",
                values,
                self.id,
            )
        )
        self.invalidate_recordset()

    def _check_rate(self, now):
        """Count a push in this minute, in the database: workers share the count.

        :raises TooManyPushes: the transaction is to be committed all the same
        """
        minute = now.replace(second=0, microsecond=0)
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE cs_terminal SET rate_minute = %(minute)s, rate_count =
                       CASE WHEN rate_minute = %(minute)s THEN rate_count + 1
                            ELSE 1 END
                 WHERE id = %(id)s RETURNING rate_count
                """,
                minute=minute,
                id=self.id,
            )
        )
        self.invalidate_recordset()
        if rows[0][0] > MAX_PUSHES:
            raise TooManyPushes


def _hash(key):
    """Keys are random, so a plain hash is as good as a slow one."""
    return hashlib.sha256(key.encode()).hexdigest()
