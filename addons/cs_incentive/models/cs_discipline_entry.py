from odoo import api, fields, models
from odoo.fields import Domain

from .cs_discipline_effect_mixin import CLASSES, KINDS

SUPERIORS = (
    "cs_base.group_team_leader,cs_base.group_hr_officer,"
    "cs_base.group_payroll_accountant,cs_base.group_general_manager"
)


class CsDisciplineEntry(models.Model):
    """One thing that a person did or left undone, by a rule of the book (INC-21).

    A draft is written by who reports it; once submitted it is never edited and never
    deleted. What turns out wrong is cancelled by a reversing entry. The consequence
    follows from the rule, the policy of that day and what the person did before.

    Access: the person reads the own ones once they are approved, and appeals; team
    leaders make them for their team, supervisors for their departments; these, HR
    officers, the payroll accountant and the general manager read, nobody what is not
    approved of the own. Nobody deletes.
    """

    _name = "cs.discipline.entry"
    _inherit = ["cs.decision.mixin", "cs.appealable.mixin"]
    _description = "Discipline or Award Entry"
    _order = "date desc, id desc"
    _rec_names_search = ["employee_id", "rule_id"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-21: where the person worked on that day.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="INC-21: day of the event",
    )
    allowed_rule_ids = fields.Many2many(
        "cs.discipline.rule",
        string="Rules in Force",
        compute="_compute_allowed_rule_ids",
        help="INC-21: rules in force for the person on that day.",
    )
    rule_id = fields.Many2one(
        "cs.discipline.rule",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    book_id = fields.Many2one(
        "cs.discipline.book", readonly=True, index=True, ondelete="restrict"
    )
    counting = fields.Selection(related="rule_id.counting")
    amount_mode = fields.Selection(related="rule_id.amount_mode")
    case_id = fields.Many2one(
        "cs.discipline.step",
        "Special Case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('rule_id', '=', rule_id), ('is_case_head', '=', True)]",
        help="A case that the rule treats apart from the steps of repetition, such"
        " as a serious one.",
    )
    has_case = fields.Boolean(compute="_compute_has_case")
    is_amount_asked = fields.Boolean(compute="_compute_is_amount_asked")
    count = fields.Integer(
        "How Many",
        required=True,
        default=1,
        aggregator="sum",
        help="INC-27: events found; by a ranking the place, counted from its end that"
        " the rule names.",
    )
    amount_chosen = fields.Monetary(
        help="INC-25: within the range of the rule, or the damage to be made good."
    )
    description = fields.Text(
        "What Was Seen",
        required=True,
        help="Facts only: when, where, what was seen. The person reads it.",
    )
    evidence_ids = fields.Many2many("ir.attachment")
    # The person does not learn of a complaint from here (TRUST.md).
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Complaint",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=SUPERIORS,
    )
    day_id = fields.Many2one(
        "cs.attendance.day",
        "Attendance Day",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('employee_id', '=', employee_id)]",
    )
    reporter_id = fields.Many2one(
        "hr.employee",
        "Reported By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Waiting for the decision"),
            ("approved", "Approved"),
            ("refused", "Not approved"),
            ("dropped", "Thrown away"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    # Results
    repetition = fields.Integer(
        "Which Time",
        readonly=True,
        aggregator=None,
        help="INC-29: the how-manieth event of the period this is.",
    )
    step_id = fields.Many2one(
        "cs.discipline.step",
        "Step Reached",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(KINDS, readonly=True)
    points_class = fields.Selection(CLASSES, readonly=True)
    points = fields.Float(
        "Points Taken or Given",
        readonly=True,
        digits=(16, 2),
        help="INC-21: what is taken is negative.",
    )
    amount = fields.Monetary(
        "Money", readonly=True, help="INC-20: what is taken is negative."
    )
    consequence_ids = fields.Many2many(
        "cs.discipline.consequence", string="Besides", readonly=True
    )
    incentive_policy_id = fields.Many2one(
        "cs.incentive.policy",
        "Values From",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    outcome = fields.Char(
        "What It Comes To",
        compute="_compute_outcome",
        help="What follows from the rule as it stands: which time, points, money."
        " Shown while the draft is written, final on approval.",
    )
    approved_at = fields.Datetime("Approved On", readonly=True)
    joint_of_id = fields.Many2one(
        "cs.discipline.entry",
        "Joint Liability For",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-26: the fine of somebody whom the person leads.",
    )
    joint_ids = fields.One2many("cs.discipline.entry", "joint_of_id", "Joint Entries")
    reverses_id = fields.Many2one(
        "cs.discipline.entry",
        "Cancels",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that this one takes back after an appeal. Nothing is deleted.",
    )
    reversal_ids = fields.One2many(
        "cs.discipline.entry", "reverses_id", "Cancelled By", readonly=True
    )
    corrects_id = fields.Many2one(
        "cs.discipline.entry",
        "Stands For",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-29: an entry that was judged anew, because one before it changed.",
    )
    proposal_ids = fields.One2many("cs.discipline.proposal", "entry_id", "Proposals")
    place = fields.Integer(
        "Place in Order", readonly=True, aggregator=None, help="INC-29: by day, then so"
    )
    is_cancelled = fields.Boolean(
        compute="_compute_is_cancelled", search="_search_is_cancelled"
    )

    _joint_uniq = models.Constraint(
        "UNIQUE(joint_of_id)", "A fine has one joint entry (INC-26)."
    )
    _reverses_uniq = models.Constraint(
        "UNIQUE(reverses_id)", "An entry is cancelled once."
    )
    _corrects_uniq = models.Constraint(
        "UNIQUE(corrects_id)", "An entry is judged anew once."
    )
    _count_within_reason = models.Constraint(
        "CHECK(count BETWEEN 1 AND 999)", "How many: 1 to 999."
    )
    _amount_within_reason = models.Constraint(
        "CHECK(amount_chosen BETWEEN 0 AND 999999999)",
        "The amount is not below zero, nor beyond reason.",
    )
    _person_day_idx = models.Index("(employee_id, date) WHERE state = 'approved'")

    @api.depends("employee_id")
    def _compute_company_id(self):
        for entry in self:
            entry.company_id = entry.employee_id.sudo().company_id

    @api.depends("employee_id", "date")
    def _compute_department_id(self):
        placed = self.env["cs.discipline.judge"]._departments(self)
        for entry in self:
            entry.department_id = placed[entry.id]

    @api.depends("rule_id.step_ids.case_code")
    def _compute_has_case(self):
        for entry in self:
            entry.has_case = any(entry.sudo().rule_id.step_ids.mapped("case_code"))

    @api.depends("rule_id", "case_id")
    def _compute_is_amount_asked(self):
        for entry in self.sudo():
            steps = entry.rule_id.step_ids.filtered(
                lambda step, entry=entry: step.case_code == entry.case_id.case_code
            )
            effects = [*steps] if entry.case_id else [entry.rule_id, *steps]
            modes = {effect.amount_mode for effect in effects}
            entry.is_amount_asked = bool(modes & {"range", "free"})

    @api.depends("employee_id", "date")
    def _compute_allowed_rule_ids(self):
        found = self.env["cs.discipline.judge"]._rules_in_force(self)
        for entry in self:
            entry.allowed_rule_ids = found[entry]

    @api.depends_context("lang")
    @api.depends("rule_id", "employee_id", "date")
    def _compute_display_name(self):
        for entry in self:
            # sudo: whoever reads an entry may know by which rule
            one = entry.sudo()
            parts = (one.rule_id.code, one.employee_id.name, one.date)
            entry.display_name = all(parts) and " · ".join(str(part) for part in parts)

    @api.depends_context("lang")
    @api.depends("state", "employee_id", "rule_id", "case_id", "date", "count")
    @api.depends("amount_chosen", "points", "amount")
    def _compute_outcome(self):
        reasons = self.env["cs.discipline.reasons"]
        for entry in self:
            entry.outcome = reasons._outcome(entry)

    @api.depends("reversal_ids")
    def _compute_is_cancelled(self):
        # sudo: the reversing entry has the readers of the entry
        reversed_ids = self.sudo().search([("reverses_id", "in", self.ids)]).reverses_id
        for entry in self:
            entry.is_cancelled = entry._origin in reversed_ids

    def _search_is_cancelled(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("reversal_ids", "!=", False)

    @api.onchange("rule_id")
    def _onchange_rule_id(self):
        self.case_id = False
        self.amount_chosen = 0
