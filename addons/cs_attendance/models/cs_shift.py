from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cs_duty_plan import MIDNIGHT, Hours

#: Colours of design/DESIGN.md; `--cs-shift-<token>-fg` and `-bg` are the tokens.
SHIFT_TOKENS = [
    ("day", "Day shift"),
    ("mid", "Middle shift"),
    ("night", "Night shift"),
    ("1", "Own colour 1"),
    ("2", "Own colour 2"),
    ("3", "Own colour 3"),
    ("4", "Own colour 4"),
    ("5", "Own colour 5"),
    ("6", "Own colour 6"),
]

#: What decides how days are judged.
JUDGED = {
    "hour_from",
    "hour_to",
    "break_ids",
    "is_open_end",
    "has_own_ready",
    "ready_minutes",
}


class CsShift(models.Model):
    """Hours of a shift (ATT-10), in the local time of who works it.

    A shift whose end is not after its start ends on the next day; its date is that
    of its start. 24 is the midnight that ends the day.

    Access: everybody reads the shifts of the own company, HR officers keep them.
    """

    _name = "cs.shift"
    _description = "Shift"
    _order = "sequence, hour_from, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        "Character", required=True, size=2, help="What stands in a cell of the roster."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    token = fields.Selection(SHIFT_TOKENS, "Colour", required=True, default="day")
    hour_from = fields.Float("Starts", required=True, help="Hours after midnight")
    hour_to = fields.Float("Ends", required=True, help="Hours after midnight")
    is_open_end = fields.Boolean(
        "Open End",
        help="ATT-10: who is still serving a customer finishes first; the off-duty"
        " punch may come much later and belongs to this shift.",
    )
    has_own_ready = fields.Boolean(
        "Own Time to Be Ready",
        help="ATT-10: otherwise people are ready as long before the start as the"
        " policy says.",
    )
    ready_minutes = fields.Integer(
        "Ready Before the Start",
        default=5,
        help="ATT-10: minutes before the start; 0: there by the start is enough.",
    )
    break_ids = fields.One2many("cs.shift.break", "shift_id", "Breaks", copy=True)

    _hours_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to > 0 AND hour_to <= 24)",
        "A shift starts between 00:00 and 23:59 and ends between 00:01 and 24:00.",
    )
    _ready_of_a_day = models.Constraint(
        "CHECK(ready_minutes BETWEEN 0 AND 1440)",
        "People are ready between 0 and 1440 minutes before the start.",
    )
    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE active",
        "Another shift of this company has this character in the roster.",
    )

    @api.depends("name", "hour_from", "hour_to")
    def _compute_display_name(self):
        for shift in self:
            hours = f"{_clock(shift.hour_from)}–{_clock(shift.hour_to)}"
            shift.display_name = f"{shift.name or ''} {hours}".strip()

    @api.constrains("hour_from", "hour_to", "break_ids")
    def _check_breaks(self):
        """Breaks lie inside the shift, one after the other (ATT-15)."""
        for shift in self:
            hours = shift._hours()
            end = hours.start
            for start, stop in sorted(hours.breaks):
                if not end <= start < stop <= hours.stop:
                    raise ValidationError(
                        self.env._(
                            "The breaks of “%(shift)s” have to lie inside its hours,"
                            " one after the other. Please correct the break from"
                            " %(start)s to %(stop)s.",
                            shift=shift.display_name,
                            start=_clock(start % MIDNIGHT / 60),
                            stop=_clock(stop % MIDNIGHT / 60),
                        )
                    )
                end = stop

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        shifts._touch_days()
        return shifts

    def write(self, vals):
        before = {shift.id: shift._hours() for shift in self}
        result = super().write(vals)
        if JUDGED & vals.keys():
            self._touch_days()
            self._move_slots(before)
        return result

    def _move_slots(self, before):
        """Rostered days to come that have the hours of the shift follow it; people
        are told of those published."""
        Edit = self.env["cs.roster.edit"].sudo()
        for shift in self:
            old, new = before[shift.id], shift._hours()
            if old._replace(breaks=()) != new._replace(breaks=()):
                Edit._follow(shift.sudo(), old)

    def _touch_days(self):
        """Let the days be judged again that follow this shift and are not locked."""
        # sudo: who changes hours need not see whom they concern
        Assignment = self.env["cs.shift.assignment"].sudo()
        Assignment.search([("shift_id", "in", self.ids)])._touch_days()
        slots = self.env["cs.duty.slot"].sudo().search([("shift_id", "in", self.ids)])
        slots._touch_days()

    def _hours(self):
        """These hours in minutes after the midnight that begins the shift's date.

        :rtype: Hours
        """
        self.ensure_one()
        start, stop = round(self.hour_from * 60), round(self.hour_to * 60)
        if stop <= start:
            stop += MIDNIGHT
        breaks = []
        for one in self.break_ids:
            low, high = round(one.hour_from * 60), round(one.hour_to * 60)
            low += MIDNIGHT if low < start else 0
            high += MIDNIGHT if high <= low else 0
            breaks.append((low, high))
        ready = self.ready_minutes if self.has_own_ready else None
        return Hours(
            self.id, start, stop, tuple(sorted(breaks)), self.is_open_end, ready
        )


class CsShiftBreak(models.Model):
    """A break that is not work; before the shift's start it is of the next day."""

    _name = "cs.shift.break"
    _description = "Break of a Shift"
    _order = "hour_from"

    shift_id = fields.Many2one(
        "cs.shift", required=True, ondelete="cascade", index=True
    )
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True)

    _hours_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to > 0 AND hour_to <= 24)",
        "A break lies between 00:00 and 24:00.",
    )

    @api.depends("hour_from", "hour_to")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{_clock(one.hour_from)}–{_clock(one.hour_to)}"

    @api.constrains("hour_from", "hour_to", "shift_id")
    def _check_inside(self):
        self.shift_id._check_breaks()

    @api.model_create_multi
    def create(self, vals_list):
        breaks = super().create(vals_list)
        breaks.shift_id._touch_days()
        return breaks

    def write(self, vals):
        result = super().write(vals)
        self.shift_id._touch_days()
        return result

    def unlink(self):
        shifts = self.shift_id
        result = super().unlink()
        shifts._touch_days()
        return result


def _clock(hours):
    """8.5 -> 08:30"""
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
