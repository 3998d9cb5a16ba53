from odoo import fields, models

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


class CsShift(models.Model):
    """Hours of a shift (ATT-10), in the local time of who works it.

    A shift whose end is not after its start ends on the next day; its date is that
    of its start. 24 is the midnight that ends the day.
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
    break_ids = fields.One2many("cs.shift.break", "shift_id", "Breaks", copy=True)

    _hours_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to > 0 AND hour_to <= 24)",
        "A shift starts between 00:00 and 23:59 and ends between 00:01 and 24:00.",
    )


class CsShiftBreak(models.Model):
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
