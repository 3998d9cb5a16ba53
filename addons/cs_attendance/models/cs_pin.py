from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.punch import MAX_PIN, clean_pin

#: what may be corrected later; the rest is decided by the first entry
_CORRECTABLE = {"first_day", "last_day"}


class CsPin(models.Model):
    """Whose pin it is at the terminals, from a day to a day (ATT-30).

    A pin belongs to one person on a day. Pins are text: "007" and "7" are two. Stock's
    PIN is the person's secret code at the kiosk and is never read here; the badge ID
    is offered as a pin (``action_take_badges``), because many firms enrol people under
    it, but it becomes one only here, with a first day.

    A pin that is nobody's (a visitor's card, a test of the terminal) says so in its
    note; its punches wait no longer and count for nobody.

    An entry gives its person the punches that wait for that pin. Punches themselves
    never change; when an entry was wrong, it is withdrawn with a reason, and its
    punches wait again. All of it is on record with who and when.

    Access: HR officers read, create and correct the days, and withdraw; general
    managers read. Nobody deletes.
    """

    _name = "cs.pin"
    _inherit = ["mail.thread"]
    _description = "Pin"
    _order = "pin, first_day desc, id desc"
    _rec_name = "pin"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    pin = fields.Char(required=True)
    terminal_id = fields.Many2one(
        "cs.terminal",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('has_own_pins', '=', True), ('company_id', '=', company_id)]",
        help="Only for terminals whose pins are not those of the company.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Empty: nobody's, such as a visitor's card; the note says what it is.",
    )
    note = fields.Char("What It Is", tracking=True)
    first_day = fields.Date(
        required=True, default=fields.Date.context_today, tracking=True
    )
    last_day = fields.Date(tracking=True, help="Empty: until further notice")
    state = fields.Selection(
        [("active", "In use"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="active",
        tracking=True,
    )
    reason = fields.Char("Reason of Withdrawal", readonly=True, tracking=True)
    given_count = fields.Integer(
        "Punches Given",
        readonly=True,
        help="Punches that waited for this pin and are the person's now.",
    )
    copy_count = fields.Integer(
        "Already There",
        readonly=True,
        help="Punches that waited, but were in the person's ledger by another path.",
    )

    _one_person_a_day = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&,"
        " int8range(hashtextextended(pin, 0), hashtextextended(pin, 0), '[]') WITH &&,"
        " int4range(COALESCE(terminal_id, 0), COALESCE(terminal_id, 0), '[]') WITH &&,"
        " daterange(first_day, last_day, '[]') WITH &&) WHERE (state = 'active')",
        "This pin belongs to somebody on one of these days already. End that entry"
        " first, or begin later.",
    )
    _person_or_note = models.Constraint(
        "CHECK(employee_id IS NOT NULL OR COALESCE(trim(note), '') <> '')",
        "Please name the person, or write what the pin is: a visitor's card, a test.",
    )
    _days_in_order = models.Constraint(
        "CHECK(last_day IS NULL OR first_day <= last_day)",
        "The last day is not before the first.",
    )

    @api.constrains("terminal_id")
    def _check_terminal(self):
        for entry in self:
            if entry.terminal_id and not entry.terminal_id.has_own_pins:
                raise ValidationError(
                    self.env._(
                        "%(terminal)s uses the pins of the company. Leave the terminal"
                        " empty.",
                        terminal=entry.terminal_id.name,
                    )
                )

    @api.constrains("pin")
    def _check_pin(self):
        for entry in self:
            if not entry.pin or len(entry.pin) > MAX_PIN:
                raise ValidationError(
                    self.env._("A pin has 1 to %(limit)s characters.", limit=MAX_PIN)
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {
                name: value
                for name, value in vals.items()
                if name not in ("state", "reason", "given_count", "copy_count")
            }
            for vals in vals_list
        ]
        for vals in vals_list:
            if isinstance(vals.get("pin"), str):
                vals["pin"] = clean_pin(vals["pin"])
        entries = super().create(vals_list)
        entries._attribute()
        return entries

    def write(self, vals):
        """Only the days can be corrected; the ledger follows."""
        fixed = vals.keys() & self._fields.keys() & _FIXED
        if any(self._differs(name, vals[name]) for name in fixed):
            raise UserError(
                self.env._(
                    "Only the days of a pin can be changed. Withdraw this entry and"
                    " make a new one."
                )
            )
        vals = {name: value for name, value in vals.items() if name not in fixed}
        result = super().write(vals)
        if vals.keys() & _CORRECTABLE:
            self._release()
            self._attribute()
        return result

    def copy(self, default=None):
        raise UserError(self.env._("A pin cannot be duplicated."))

    def _differs(self, name, value):
        return any(
            (entry[name].id if name.endswith("_id") else entry[name]) != value
            for entry in self
        )

    def action_withdraw(self, reason):
        """Take an entry back that was wrong: its punches wait for a new one.

        :param str reason: why, for whoever reads it later
        """
        self.check_access("write")
        self.ensure_one()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Please say why the pin is withdrawn."))
        if self.state != "active":
            raise UserError(self.env._("This pin was withdrawn before."))
        super().write({"state": "withdrawn", "reason": reason.strip()[:200]})
        self._release()
        return True

    def action_ask_withdraw(self):
        """Ask for the reason."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw Pin"),
            "res_model": "cs.pin.withdraw",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_pin_id": self.id},
        }

    def action_open_punches(self):
        """Show the punches of this pin on its days."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_punch_action"
        )
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("pin", "=", self.pin),
                ("numbering_id", "=", self.terminal_id.id),
                ("local_moment", ">=", self.first_day),
            ]
        )
        if self.last_day:
            end = fields.Date.add(self.last_day, days=1)
            domain &= Domain("local_moment", "<", end)
        return action | {"domain": list(domain), "context": {}}

    @api.model
    def action_take_badges(self):
        """Make pins of the badge IDs of people of this company who have no pin yet.

        A badge ID that somebody else has or had as a pin is left out.
        """
        self.check_access("create")
        taken = self.search([("company_id", "=", self.env.company.id)])
        people = self.env["hr.employee"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("barcode", "!=", False),
                ("id", "not in", taken.employee_id.ids),
                ("barcode", "not in", taken.mapped("pin")),
            ]
        )
        self.create(
            [
                # sudo: the day somebody came is for HR managers, but no secret here
                {
                    "pin": person.barcode,
                    "employee_id": person.id,
                    "first_day": person.sudo()._get_first_version_date(no_gap=False)
                    or fields.Date.context_today(self),
                }
                for person in people
                if len(clean_pin(person.barcode)) <= MAX_PIN
            ]
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_pin_action"
        )

    def _attribute(self):
        """Give waiting punches to the owners of their pins: the one-time change of a
        row from nobody's to a person's. A punch that the person has already stays as
        a copy.

        :param self: the entries; empty for all, which catches what arrived in the
            moment of a claim
        """
        self.flush_model()
        mine = SQL("owner.id IN %s", tuple(self.ids)) if self else SQL("TRUE")
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (
                    SELECT punch.id, owner.id AS pin_id, owner.employee_id,
                           punch.moment, row_number() OVER (
                               PARTITION BY owner.employee_id, punch.moment
                               ORDER BY punch.id) > 1
                           AND owner.employee_id IS NOT NULL AS is_copy
                      FROM cs_punch punch
                      JOIN cs_pin owner
                        ON owner.company_id = punch.company_id
                       AND owner.pin = punch.pin
                       AND owner.terminal_id IS NOT DISTINCT FROM punch.numbering_id
                       AND owner.state = 'active' AND %(days_fit)s
                     WHERE punch.employee_id IS NULL AND punch.pin_id IS NULL
                       AND %(mine)s
                ), found AS (
                    SELECT id, pin_id, employee_id, is_copy OR EXISTS (
                               SELECT FROM cs_punch known
                                WHERE known.employee_id = waiting.employee_id
                                  AND known.moment = waiting.moment) AS is_copy
                      FROM waiting
                )
                UPDATE cs_punch SET pin_id = found.pin_id, employee_id =
                       CASE WHEN found.is_copy THEN NULL ELSE found.employee_id END
                  FROM found WHERE found.id = cs_punch.id
                RETURNING found.pin_id, found.employee_id, found.is_copy,
                          local_moment::date, cs_punch.id
                """,
                days_fit=_DAYS_FIT,
                mine=mine,
            )
        )
        self._after_change(rows)
        # ATT-12: what a search passed over while nobody was known by this pin.
        given_ids = [number for *_row, is_copy, _day, number in rows if not is_copy]
        self.env["cs.proxy.finder"].sudo()._find_among(given_ids)
        counts = {}
        for pin_id, _employee_id, is_copy, *_rest in rows:
            given, copies = counts.get(pin_id, (0, 0))
            counts[pin_id] = given + (not is_copy), copies + is_copy
        for pin_id, (given, copies) in counts.items():
            entry = self.browse(pin_id).sudo()
            super(CsPin, entry).write(
                {
                    "given_count": entry.given_count + given,
                    "copy_count": entry.copy_count + copies,
                }
            )

    def _release(self):
        """Let punches that these entries gave, and no entry gives any more, wait."""
        if not self:
            return
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH gone AS (
                    SELECT punch.id, punch.employee_id
                      FROM cs_pin entry
                      JOIN cs_punch punch
                        ON punch.company_id = entry.company_id AND punch.pin = entry.pin
                       AND punch.numbering_id IS NOT DISTINCT FROM entry.terminal_id
                       AND (punch.employee_id = entry.employee_id
                            OR punch.pin_id = entry.id)
                     WHERE entry.id IN %s AND NOT EXISTS (
                        SELECT FROM cs_pin owner
                         WHERE owner.company_id = entry.company_id
                           AND owner.pin = entry.pin AND owner.state = 'active'
                           AND owner.terminal_id IS NOT DISTINCT FROM entry.terminal_id
                           AND %s)
                )
                UPDATE cs_punch SET employee_id = NULL, pin_id = NULL
                  FROM gone WHERE gone.id = cs_punch.id
                RETURNING NULL, gone.employee_id, gone.employee_id IS NULL,
                          local_moment::date
                """,
                tuple(self.ids),
                _DAYS_FIT,
            )
        )
        self._after_change(rows)

    def _after_change(self, rows):
        """Have the months judged again: rows of (_, employee id, is copy, day, …)."""
        Punch = self.env["cs.punch"]
        Punch.invalidate_model()
        spans = {}
        for _pin_id, employee_id, is_copy, day, *_rest in rows:
            if employee_id and not is_copy:
                key = employee_id, day.year, day.month
                first, last = spans.get(key, (day, day))
                spans[key] = min(first, day), max(last, day)
        Punch._touch_spans([(key[0], *days) for key, days in sorted(spans.items())])

    @api.model
    def _cron_attribute(self):
        """Catch punches that arrived in the moment in which their pin was claimed."""
        self.browse()._attribute()


_FIXED = {"company_id", "pin", "terminal_id", "employee_id"} | {
    "state",
    "reason",
    "given_count",
    "copy_count",
}
_DAYS_FIT = SQL(
    "owner.first_day <= punch.local_moment::date"
    " AND (owner.last_day IS NULL OR owner.last_day >= punch.local_moment::date)"
)
