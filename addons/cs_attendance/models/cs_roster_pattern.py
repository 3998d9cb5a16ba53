from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.rotation import WEEK, Cycle, Turn
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
    day_count = fields.Integer("Days", compute="_compute_cycle")
    summary = fields.Char(
        "Cycle",
        compute="_compute_cycle",
        help="One letter a day: the shift's short name, or a day off.",
    )

    @api.depends("line_ids.number", "line_ids.kind", "line_ids.shift_id.code")
    def _compute_cycle(self):
        for pattern in self:
            lines = pattern._ordered()
            pattern.day_count = len(lines)
            pattern.summary = " ".join(line.shift_id.code or "–" for line in lines)

    @api.constrains("is_weekly", "line_ids", "company_id")
    def _check_lines(self):
        for pattern in self:
            if pattern.is_weekly and len(pattern.line_ids) % WEEK:
                raise ValidationError(
                    self.env._(
                        "A week plan has whole weeks: “%(pattern)s” has %(count)s days."
                        " Please add or remove days until it has 7, 14, 21 …",
                        pattern=pattern.name,
                        count=len(pattern.line_ids),
                    )
                )
            pattern.line_ids._check_shift()

    def write(self, vals):
        result = super().write(vals)
        if {"is_weekly", "skips_holidays", "line_ids"} & vals.keys():
            self._refill()
        return result

    def _refill(self):
        """What was generated ahead by these patterns is generated anew."""
        # sudo: the people in a pattern are no business of who keeps patterns
        members = self.env["cs.roster.member"].sudo()
        members.search([("pattern_id", "in", self.ids)]).filled_to = False

    def _ordered(self):
        return self.line_ids.sorted(lambda line: (line.number, line._origin.id or 0))

    def _cycle(self):
        """:rtype: engine Cycle, or None without days"""
        self.ensure_one()
        turns = tuple(
            Turn(line.kind, line.shift_id.id if line.kind == "work" else None)
            for line in self._ordered()
        )
        return Cycle(turns, self.is_weekly, self.skips_holidays) if turns else None


class CsRosterPatternLine(models.Model):
    """One day of a cycle; the days follow each other in order of their numbers."""

    _name = "cs.roster.pattern.line"
    _description = "Day of a Roster Pattern"
    _order = "pattern_id, number"

    pattern_id = fields.Many2one(
        "cs.roster.pattern", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer("Day of the Cycle", required=True, default=1)
    kind = fields.Selection(
        [item for item in SLOT_KINDS if item[0] in ("work", "rest")],
        required=True,
        default="work",
    )
    shift_id = fields.Many2one("cs.shift", ondelete="restrict")

    _number_uniq = models.Constraint(
        "UNIQUE(pattern_id, number)", "Each day of the cycle is given once."
    )
    _work_has_shift = models.Constraint(
        "CHECK((kind = 'work') = (shift_id IS NOT NULL))",
        "A working day of a pattern has a shift, a day off has none.",
    )

    @api.depends("number", "kind", "shift_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            what = line.shift_id.name or kinds.get(line.kind, "")
            line.display_name = f"{line.number} {what}".strip()

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "rest":
            self.shift_id = False

    @api.constrains("shift_id", "pattern_id")
    def _check_shift(self):
        for line in self:
            if line.shift_id and line.shift_id.company_id != line.pattern_id.company_id:
                raise ValidationError(
                    self.env._(
                        "The shift “%(shift)s” belongs to another company than the"
                        " pattern. Please choose one of %(company)s.",
                        shift=line.shift_id.name,
                        company=line.pattern_id.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.pattern_id._refill()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.pattern_id._refill()
        return result

    def unlink(self):
        patterns = self.pattern_id
        result = super().unlink()
        patterns._refill()
        return result
