from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.discipline import Line, Step

COUNTING = [
    ("single", "One event an entry"),
    ("each", "Every event counts"),
    ("count", "By their number in the period, the highest only"),
    ("place", "By the place in a ranking"),
]
PERIODS = [
    ("week", "The calendar week"),
    ("month", "The calendar month"),
    ("months", "So many months back"),
    ("ever", "All the time"),
]
#: Facts from which entries by a rule are suggested.
FACT_KINDS = [
    ("late", "Late"),
    ("early", "Early leave"),
    ("missed", "Missed punch, not confirmed"),
    ("meal", "Meal over the limit"),
    ("proxy", "Proxy punching, confirmed"),
    ("complaint", "Closed complaint that names the person"),
    ("card", "Punch card replaced for a fee"),
    ("training", "Did not take part in a course"),
]
#: Rules that are about several of them.
SUGGESTED = [
    *FACT_KINDS,
    ("late_early", "Late or early leave"),
    ("unpunctual", "Late, early leave or missed punch"),
]
#: what a rule is suggested by -> kinds of facts
COVERS = {kind: (kind,) for kind, _name in FACT_KINDS} | {
    "late_early": ("late", "early"),
    "unpunctual": ("late", "early", "missed"),
}


class CsDisciplineRule(models.Model):
    """A line of a rule book: what is done, and what follows (INC-20 to INC-29).

    Access: as the book, and frozen with it.
    """

    _name = "cs.discipline.rule"
    _inherit = ["cs.policy.line.mixin", "cs.discipline.effect.mixin"]
    _description = "Rule of a Book"
    _order = "policy_id, sequence, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True
    _policy_row_key = ("code",)

    policy_id = fields.Many2one(
        "cs.discipline.book", "Book", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="policy_id.company_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    section = fields.Char(
        "For Whom", translate=True, help="Part of the book, as people know it."
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        check_company=True,
        help="INC-21: with those below them. Empty: all for whom the book holds.",
    )
    name = fields.Char("What", required=True, translate=True)
    cited_id = fields.Many2one(
        "cs.rule",
        "By the Regulation",
        index="btree_not_null",
        ondelete="restrict",
        help="The rule of the regulations that stands behind it.",
    )
    counting = fields.Selection(
        COUNTING,
        "How Events Count",
        required=True,
        default="single",
        help="INC-29: how the events of a period become one consequence.",
    )
    period = fields.Selection(
        PERIODS,
        "Counted Within",
        required=True,
        default="ever",
        help="INC-29: events of this period are counted together.",
    )
    period_months = fields.Integer(
        "Months Back",
        default=3,
        unit="month",
        help="INC-29: an event exactly so many months ago no longer counts.",
    )
    suggested_by = fields.Selection(
        SUGGESTED,
        help="INC-21: an entry by this rule is suggested for each such fact; people"
        " decide on it.",
    )
    needs_ticket = fields.Boolean("Needs the Complaint")
    needs_day = fields.Boolean("Needs the Attendance Day")
    needs_file = fields.Boolean("Needs a Photo or Document")
    step_ids = fields.One2many(
        "cs.discipline.step",
        "rule_id",
        "What Else May Follow",
        copy=True,
        help="INC-29: in special cases, and from the n-th time on.",
    )
    has_steps = fields.Boolean(compute="_compute_has_steps")

    _code_uniq = models.Constraint(
        "UNIQUE(policy_id, code)", "A book has each code once."
    )
    _months_positive = models.Constraint(
        "CHECK(period_months BETWEEN 1 AND 120)", "Months back: 1 to 120."
    )

    # A suggestion has no photo, place or amount to give, and praises nobody; the amount
    # of a replaced card is its fee (ATT-17).
    _suggested_is_plain = models.Constraint(
        "CHECK(suggested_by IS NULL OR (counting <> 'place' AND kind <> 'award'"
        " AND (amount_mode IN ('none', 'fixed')"
        " OR (suggested_by = 'card' AND amount_mode = 'free'))"
        " AND needs_file IS NOT TRUE))",
        "What is suggested is no award and no place in a ranking, and needs neither a"
        " file nor an amount to be chosen.",
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code or ''} {rule.name or ''}".strip()

    @api.depends("step_ids")
    def _compute_has_steps(self):
        for rule in self:
            rule.has_steps = bool(rule.step_ids)

    @api.constrains("kind", "step_ids")
    def _check_direction(self):
        for rule in self:
            awards = [one.kind == "award" for one in (rule, *rule.step_ids)]
            if any(awards) and not all(awards):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: a rule gives or takes, and so do all its steps.",
                        rule=rule.display_name,
                    )
                )

    def _as_line(self):
        """The rule as the engine reads it; keys of steps are their ids."""
        self.ensure_one()
        steps = tuple(
            Step(step.id, step.number, step._as_effect(), step.case_code or "")
            for step in self.step_ids
        )
        return Line(self.counting, self._as_effect(), steps)

    @api.model
    def _policy_parameters(self):
        # What changes in steps is told by the book's own table of them.
        return [name for name in super()._policy_parameters() if name != "step_ids"]

    def _is_nameable(self):
        """Whether a record may name this rule for an entry that it suggests: nothing is
        left to choose or to show, and no other fact suggests it."""
        needs = self.needs_file or self.needs_ticket or self.needs_day
        is_plain = self.counting != "place" and self.kind != "award" and not needs
        is_fixed = self.amount_mode in ("none", "fixed")
        return is_plain and is_fixed and not self.suggested_by

    def _has_points(self):
        return bool(self.points_class or any(self.step_ids.mapped("points_class")))
