from odoo import api, fields, models

KINDS = [
    ("promotion", "Promotion list"),
    ("training", "Training need"),
    ("pay_step", "Pay step"),
    ("best", "First in the group, months running"),
    ("dismissal", "Dismissal to be decided"),
]


class CsAppraisalConsequence(models.Model):
    """What follows from a grade or a streak: a proposal that people decide on.

    It comes with the released result, once a kind (APP-06, APP-07). Nothing happens by
    itself: a dismissal, too, is only ever a proposal. HR officers submit it, the
    general manager decides.

    Access, nobody writes but by deciding: HR officers and the general manager all;
    supervisors those of their departments, but never their own.
    """

    _name = "cs.appraisal.consequence"
    _inherit = ["cs.proposal.mixin"]
    _description = "Consequence of an Appraisal"
    _order = "month desc, kind, id"

    result_id = fields.Many2one(
        "cs.appraisal.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "Follow-Up", required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    grade_id = fields.Many2one(
        "cs.appraisal.policy.grade",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    steps = fields.Integer("Pay Steps", readonly=True, aggregator=None)
    streak = fields.Integer("Months Running", readonly=True, aggregator=None)
    rule_code = fields.Char("Rule", compute="_compute_rule_code")
    state = fields.Selection(
        [
            ("draft", "Proposed by the system"),
            ("submitted", "Waiting for the decision"),
            ("approved", "Decided: yes"),
            ("refused", "Decided: no"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )

    _result_kind_uniq = models.Constraint(
        "UNIQUE(result_id, kind)", "A result has each consequence once."
    )

    @api.depends("kind", "employee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            person = one.sudo().employee_id.name
            one.display_name = f"{kinds.get(one.kind, '')} · {person or ''}"

    @api.depends("kind")
    def _compute_rule_code(self):
        for one in self:
            is_streak = one.kind in ("best", "dismissal")
            one.rule_code = "APP-07" if is_streak else "APP-06"

    def _proposal_text(self):
        return self.env._(
            "APP-06: consequences follow from results. They are decided on, not"
            " written."
        )

    def _decision_kind(self):
        return "appraisal_consequence"

    def _decision_detail(self):
        return {
            "kind": self.kind,
            "grade": self.grade_id.name or "",
            "steps": self.steps,
            "streak": self.streak,
        }
