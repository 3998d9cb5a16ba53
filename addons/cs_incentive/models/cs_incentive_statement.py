from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import previous_month
from odoo.addons.cs_base.models import period_words as words

from .cs_incentive_item import SECTIONS

#: Where lines of a section stand.
PLACES = {section: place for place, (section, _label) in enumerate(SECTIONS)}
#: Columns that a computation writes.
COLUMNS = {
    "company_id": "int",
    "employee_id": "int",
    "department_id": "int",
    "superior_id": "int",
    "job_id": "int",
    "month": "date",
    "scheme_id": "int",
    "state": "varchar",
}
TOTALS = ("earning", "award", "deduction", "carried_in", "carried_out")


class CsIncentiveStatement(models.Model):
    """What one person gets for a month, line by line (INC-30).

    computed → reviewed → approved → in payroll. Who reviews, who approves and the
    person are three people. From the approval on it stays as it is; what becomes known
    later stands in the next one.

    Access, nobody writes: the person once it is approved; team leaders and supervisors
    those of their people; HR officers, payroll and the general manager all but the own
    one before it is approved.
    """

    _name = "cs.incentive.statement"
    _inherit = ["cs.kept.mixin"]
    _description = "Monthly Statement"
    _order = "month desc, department_id, employee_id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    superior_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    job_id = fields.Many2one(
        "hr.job", "Post", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    month = fields.Date(
        required=True, readonly=True, index=True, help="First day of the month"
    )
    scheme_id = fields.Many2one(
        "cs.incentive.scheme",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The scheme in force on the last day of the month; its pay items made"
        " the lines.",
    )
    state = fields.Selection(
        [
            ("computed", "Computed"),
            ("reviewed", "Reviewed"),
            ("approved", "Approved"),
            ("paid", "In Payroll"),
        ],
        required=True,
        readonly=True,
        index=True,
        help="Computed by the month close, reviewed by HR, approved by somebody"
        " else, then in payroll. It can be given back until it is approved;"
        " after that corrections stand in the next statement.",
    )
    item_ids = fields.One2many(
        "cs.incentive.item",
        "statement_id",
        "Lines",
        readonly=True,
        domain=[("section", "!=", "points")],
    )
    line_ids = fields.One2many(
        "cs.incentive.item",
        string="Lines That Stand",
        compute="_compute_line_ids",
        help="Without what was reversed within the same statement.",
    )
    earning = fields.Monetary(
        "Earnings",
        readonly=True,
        help="Wage parts, commission and what else the scheme pays.",
    )
    award = fields.Monetary(
        "Awards",
        readonly=True,
        help="Awards of the month, such as first of the group, best service, red"
        " flowers.",
    )
    deduction = fields.Monetary(
        "Deductions",
        readonly=True,
        help="Fines, compensations and refunds of the month in full; the part that"
        " cannot be taken now is put off to the next month.",
    )
    carried_in = fields.Monetary(
        "Carried From Before",
        readonly=True,
        help="INC-28: fines and compensations that earlier months could not take"
        " in full.",
    )
    carried_out = fields.Monetary(
        "Carried to the Next Month",
        readonly=True,
        help="INC-28: fines take no more than the policy's share of the month's"
        " pay; the rest is put off to the next month.",
    )
    total = fields.Monetary(
        readonly=True,
        help="What goes to payroll: earnings, awards, deductions and what was carried.",
    )
    previous_total = fields.Monetary(
        "Month Before", compute="_compute_previous_total", exportable=False
    )
    change = fields.Monetary(
        "Against the Month Before",
        compute="_compute_previous_total",
        help="The total less that of the month before. Where there was no"
        " statement, the whole total.",
    )
    computed_at = fields.Datetime(readonly=True)
    reviewed_at = fields.Datetime(readonly=True)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    approved_at = fields.Datetime(readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    can_review = fields.Boolean(compute="_compute_can_act")
    can_approve = fields.Boolean(compute="_compute_can_act")
    can_return = fields.Boolean(compute="_compute_can_act")

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "A person has one statement a month."
    )
    _month_first = models.Constraint(
        "CHECK(extract(day from month) = 1)", "A month is its first day."
    )
    _total_of_parts = models.Constraint(
        "CHECK(round(total, 2) = round("
        "earning + award + deduction + carried_in + carried_out, 2))",
        "The total is the sum of its parts.",
    )
    _stamped = models.Constraint(
        "CHECK((state IN ('approved', 'paid')) = (approved_at IS NOT NULL))",
        "An approved statement says when.",
    )

    @api.depends_context("lang")
    @api.depends("employee_id.name", "month")
    def _compute_display_name(self):
        for one in self.sudo():
            month = one.month and words.month_name(self.env, one.month)
            one.display_name = f"{one.employee_id.name or ''} {month or ''}".strip()

    @api.depends("item_ids")
    def _compute_line_ids(self):
        for one in self:
            gone = one.item_ids.reverses_id & one.item_ids
            back = one.item_ids.filtered(
                lambda item, gone=gone: item.reverses_id in gone
            )
            lines = one.item_ids - gone - back
            one.line_ids = lines.sorted(lambda line: (PLACES[line.section], line.id))

    @api.depends("employee_id", "month", "total")
    def _compute_previous_total(self):
        before = self._before()
        for one in self:
            one.previous_total = before.get(one.id, one.browse()).total
            one.change = one.total - one.previous_total

    def _before(self):
        """dict id -> the same person's statement of the month before, if readable"""
        months = {one.month and previous_month(one.month) for one in self}
        found = self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("month", "in", list(months - {False, None})),
            ]
        )
        known = {(one.employee_id, one.month): one for one in found}
        wanted = {
            one.id: (one.employee_id, previous_month(one.month))
            for one in self
            if one.month
        }
        return {id_: known[key] for id_, key in wanted.items() if key in known}

    def _kept_text(self):
        return self.env._(
            "INC-30: a statement follows from its lines and is moved on by its buttons."
        )
