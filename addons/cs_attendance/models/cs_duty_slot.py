from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

SLOT_KINDS = [
    ("work", "Work"),
    ("rest", "Rest"),
    ("holiday", "Public holiday"),
    ("makeup", "Make-up working day"),
]

ORIGINS = [("manual", "By hand"), ("pattern", "Pattern"), ("swap", "Swap")]
#: What somebody decides who edits a slot.
DECIDED = {"employee_id", "date", "kind", "shift_id", "start", "stop", "is_open_end"}


class CsDutySlot(models.Model):
    """What a person has to do on a day: one slot a person and day (ATT-01, ATT-10).

    Stored slots come from a roster (pattern, by hand, swap). On days without one the
    slot follows from the fixed shift and the working calendar and is not stored, so
    that a holiday entered later needs no copying: ``_planned`` answers for both.
    Punches are bound to slots when a day is judged, never when they arrive.

    Access: everybody the own; team leaders write their team's, supervisors their
    departments'; HR, payroll and the general manager read the company's.

    The date of a slot is the local date of its start. ``start`` and ``stop`` are naive
    UTC; both are empty on days without work.
    """

    _name = "cs.duty.slot"
    _description = "Duty Slot"
    _order = "date, employee_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", check_company=True
    )
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(SLOT_KINDS, required=True, default="work")
    is_extra = fields.Boolean("Overtime", help="A second slot of the same day.")
    shift_id = fields.Many2one(
        "cs.shift", ondelete="restrict", index="btree_not_null", check_company=True
    )
    start = fields.Datetime()
    stop = fields.Datetime("End")
    day_text = fields.Char("Weekday", compute="_compute_texts")
    hours_text = fields.Char("Hours", compute="_compute_texts")
    is_open_end = fields.Boolean("Open End")
    origin = fields.Selection(ORIGINS, required=True, default="manual")

    is_draft = fields.Boolean(
        "Not Published",
        index="btree_not_null",
        help="Planned, but nobody has been told; it decides nothing yet.",
    )

    _person_day_uniq = models.UniqueIndex(
        "(employee_id, date) WHERE is_extra IS NOT TRUE",
        "This person has a slot on this day already.",
    )
    _work_has_hours = models.Constraint(
        "CHECK((start IS NULL) = (stop IS NULL) AND start < stop"
        " AND (kind NOT IN ('work', 'makeup') OR start IS NOT NULL))",
        "A working day has a start and, after it, an end.",
    )

    @api.depends("date", "kind", "shift_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for slot in self:
            what = slot.shift_id.name or kinds.get(slot.kind, "")
            slot.display_name = f"{slot.date or ''} {what}".strip()

    @api.depends_context("lang")
    @api.depends("date", "start", "stop", "company_id")
    def _compute_texts(self):
        Board = self.env["cs.attendance.board"]
        for slot in self:
            slot.day_text = slot.date and Board._day_title(slot.date, "")
            slot.hours_text = slot.start and slot.stop and slot._hours_text()

    @api.model
    def _planned(self, employees, first, last):
        """The slot of each person on each day from first to last, stored or not.

        Days on which somebody is not employed have none. Slots are shared between
        people with the same plan: never change them.

        :return: dict employee id -> dict date -> ``engine.slot.Slot``
        """
        return self.env["cs.duty.plan"]._slots(employees, first, last)

    @api.model_create_multi
    def create(self, vals_list):
        slots = super().create([self._by_hand(vals) for vals in vals_list])
        slots._check_months()
        slots._touch_days()
        slots._log_changes(None)
        return slots

    def write(self, vals):
        self._check_draft(vals)
        vals = self._by_hand(vals)
        if DECIDED & vals.keys() and "origin" not in vals:
            vals = {**vals, "origin": "manual"}
        before = self._published()
        self._check_months()
        self._touch_days()
        result = super().write(vals)
        # Stock asks before only: a slot must not be moved to somebody out of reach.
        self.check_access("write")
        self._check_months()
        self._touch_days()
        self._log_changes(before)
        return result

    def unlink(self):
        before = self._published()
        self._check_months()
        self._touch_days()
        result = super().unlink()
        self._log_rows(
            (*place, text, "", "manual") for place, text, _origin in before.values()
        )
        return result

    def _by_hand(self, vals):
        """Patterns and swaps write as superuser: nobody else claims to be one."""
        if self.env.su:
            return vals
        return {name: value for name, value in vals.items() if name != "origin"}

    def _check_draft(self, vals):
        """Publishing looks for trouble and tells the people: there is no other way,
        and none back."""
        if self.env.su or "is_draft" not in vals:
            return
        if any(slot.is_draft != bool(vals["is_draft"]) for slot in self):
            raise UserError(
                self.env._(
                    "A roster is published as a whole, and stays published. Please use"
                    " “Publish” on the roster."
                )
            )

    # Changes of what was published

    def _published(self):
        """dict id -> ((employee id, date), text, origin) of what counts."""
        return {
            slot.id: ((slot.employee_id.id, slot.date), slot._text(), slot.origin)
            for slot in self.sudo()
            if not slot.is_draft
        }

    def _log_changes(self, before):
        """Record what is different from ``before`` (see ``_published``), or what is
        new if that is None."""
        rows = []
        for number, (place, text, origin) in self._published().items():
            if before is None:
                rows.append((*place, "", text, origin))
                continue
            if number not in before:
                continue  # a draft that was published is no change
            old_place, old_text, _origin = before[number]
            if old_place == place:
                rows.append((*place, old_text, text, origin))
            else:
                rows.append((*old_place, old_text, "", origin))
                rows.append((*place, "", text, origin))
        self._log_rows(rows)

    def _log_rows(self, rows):
        names = ("employee_id", "date", "before", "after", "origin")
        self.env["cs.roster.change"].sudo()._log(
            [dict(zip(names, row, strict=True)) for row in rows]
        )

    def _text(self):
        """What is planned, in words, with the local hours of the company."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        name = self.shift_id.name or kinds.get(self.kind, "")
        return f"{name} {self._hours_text()}" if self.start else name

    def _hours_text(self):
        """17:30–24:00 on the clock of the company."""
        zone = self.sudo().company_id._cs_zone()
        return words.span_text(self.start, self.stop, zone)

    def _check_months(self):
        """A roster of a month whose sheets are done is not changed any more."""
        Period = self.env["cs.period"].sudo()
        for company, slots in self.sudo().grouped("company_id").items():
            days = slots.mapped("date")
            Period._check_open(company, min(days), max(days), code="attendance_sheet")

    def _touch_days(self):
        """Drafts decide nothing, so nothing is judged again for them."""
        self.env["cs.attendance.stale"]._touch(
            (slot.employee_id.id, slot.date)
            for slot in self.sudo()
            if not slot.is_draft
        )
