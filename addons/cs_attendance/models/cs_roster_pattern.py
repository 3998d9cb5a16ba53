from odoo import fields, models

from .cs_duty_slot import SLOT_KINDS


class CsRosterPattern(models.Model):
    """A cycle of days that a roster repeats (ATT-10): six on one off, a week plan.

    Access: team leaders, supervisors and HR officers read; HR officers keep them.
    """

    _name = "cs.roster.pattern"
    _description = "Roster Pattern"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    is_weekly = fields.Boolean(
        "Week Plan", help="Day 1 is a Monday; otherwise the cycle runs on regardless."
    )
    skips_holidays = fields.Boolean(
        "Off on Public Holidays",
        help="Public holidays of the person's calendar are off and make-up days are"
        " worked (ATT-18). Otherwise the cycle decides alone.",
    )
    line_ids = fields.One2many("cs.roster.pattern.line", "pattern_id", copy=True)


class CsRosterPatternLine(models.Model):
    """One day of a cycle."""

    _name = "cs.roster.pattern.line"
    _description = "Day of a Roster Pattern"
    _order = "pattern_id, number"

    pattern_id = fields.Many2one(
        "cs.roster.pattern", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer("Day", required=True, default=1)
    kind = fields.Selection(
        [item for item in SLOT_KINDS if item[0] in ("work", "rest")],
        required=True,
        default="work",
    )
    shift_id = fields.Many2one("cs.shift", ondelete="restrict")

    _number_uniq = models.Constraint(
        "UNIQUE(pattern_id, number)", "Each day of the cycle is given once."
    )
