from odoo import api, fields, models
from odoo.exceptions import UserError

AREAS = [
    ("service", "Service to Customers"),
    ("process", "Process"),
    ("tool", "System and Tools"),
    ("quality", "Quality"),
    ("cost", "Cost"),
    ("training", "Training"),
    ("workplace", "Workplace and Safety"),
    ("other", "Other"),
]
STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for the Decision"),
    ("held", "Held"),
    ("adopted", "Adopted"),
    ("done", "Carried Out"),
    ("not_adopted", "Not Adopted"),
]
#: A text on a form is a page or two, not a book.
LONGEST = 5000
LONGEST_TITLE = 200


class CsStaffIdea(models.Model):
    """What somebody of the staff suggests to do better (合理化建议, INC-14).

    The author writes and submits it, and withdraws it while nobody has decided. Whoever
    leads the author decides, never the author: adopted with points, not adopted, or
    held once for so many months at most, each with a reason. The score of what was
    adopted is a figure of the month of the decision (``cs.metric.idea``).

    Access: the author reads the own ones, and writes and deletes drafts; drafts are
    nobody else's. Who is asked to decide, leaders of their teams, supervisors of their
    departments, HR officers and the general manager read what was submitted, and who
    carries it out what was adopted. Everybody of the company reads what was adopted
    as ``cs.good.practice``, without points and reasons. Nobody deletes what was
    submitted once.
    """

    _name = "cs.staff.idea"
    _inherit = ["cs.decision.mixin", "cs.appealable.mixin"]
    _description = "Staff Suggestion"
    _order = "submitted_on desc nulls first, id desc"
    _check_company_auto = True
    # Whoever reads it may ask and answer below it.
    _mail_post_access = "read"

    _decision_approved = "adopted"
    _decision_refused = "not_adopted"
    _decision_approve_needs_reason = True
    _decision_undoes_approval = True

    name = fields.Char("Suggestion", required=True, tracking=True)
    area = fields.Selection(AREAS, required=True, default="process", index=True)
    problem = fields.Text("What Is Wrong Today", required=True)
    proposal = fields.Text("What to Do Instead", required=True)
    expected = fields.Text("What It Brings", required=True)
    file_ids = fields.Many2many("ir.attachment", string="Photos and Papers", copy=False)
    employee_id = fields.Many2one(
        "hr.employee",
        "Author",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self._default_author().id,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.company.id,
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        default=lambda self: self._default_author().department_id.id,
    )
    submitted_on = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    # Held
    held_on = fields.Date("Held Since", readonly=True, copy=False)
    held_until = fields.Date(
        "Held at Most Until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="On this day at the latest it is decided; from the next on it is overdue.",
    )
    held_reason = fields.Text("Why Held", readonly=True, copy=False)
    is_due = fields.Boolean("Decision Overdue", compute="_compute_is_due")

    # Points
    creativity = fields.Integer(readonly=True, copy=False, aggregator="avg")
    feasibility = fields.Integer(readonly=True, copy=False, aggregator="avg")
    benefit = fields.Integer(
        "Overall Benefit", readonly=True, copy=False, aggregator="avg"
    )
    score = fields.Float(
        readonly=True,
        copy=False,
        digits=(16, 2),
        aggregator="max",
        help="INC-14: the three marks, weighted as the incentive policy says.",
    )
    incentive_policy_id = fields.Many2one(
        "cs.incentive.policy",
        "Weights From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "hr.employee", readonly=True, copy=False, ondelete="restrict"
    )
    reason = fields.Text("Why So", readonly=True, copy=False)
    counts_on = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="INC-14: the day on which it was adopted at first; its month counts.",
    )
    is_reopened = fields.Boolean(
        "Decided Anew After an Appeal", readonly=True, copy=False
    )

    # Carrying it out
    responsible_id = fields.Many2one(
        "hr.employee",
        "Carried Out By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    due_on = fields.Date("To Be Done By", readonly=True, copy=False)
    done_on = fields.Date(readonly=True, copy=False)
    result = fields.Text("What Was Done", readonly=True, copy=False)
    can_finish = fields.Boolean(compute="_compute_can_finish")
    is_late = fields.Boolean("Overdue", compute="_compute_is_due")

    _marks_within = models.Constraint(
        "CHECK(creativity BETWEEN 0 AND 100 AND feasibility BETWEEN 0 AND 100"
        " AND benefit BETWEEN 0 AND 100 AND score BETWEEN 0 AND 100)",
        "Marks run from 0 to 100.",
    )
    _adopted_is_whole = models.Constraint(
        "CHECK(state NOT IN ('adopted', 'done') OR (decided_at IS NOT NULL"
        " AND counts_on IS NOT NULL AND responsible_id IS NOT NULL"
        " AND due_on IS NOT NULL))",
        "INC-14: what is adopted has its points, its day and who carries it out.",
    )
    _held_has_an_end = models.Constraint(
        "CHECK(state != 'held' OR (held_on IS NOT NULL AND held_until IS NOT NULL))",
        "INC-14: what is held is decided by a day.",
    )
    _done_has_a_day = models.Constraint(
        "CHECK(state != 'done' OR done_on IS NOT NULL)",
        "INC-14: what was carried out has its day.",
    )
    _adopted_idx = models.Index(
        "(company_id, employee_id, counts_on) WHERE state IN ('adopted', 'done')"
    )

    @api.model
    def _default_author(self):
        """The caller's own employee record in this company (sudo), perhaps none."""
        people = self.env.user._cs_employees()
        return people.filtered(
            lambda person: person.company_id == self.env.company
        ).sudo()[:1]

    @api.depends("state", "held_until", "due_on")
    def _compute_is_due(self):
        for idea in self:
            today = idea.company_id._cs_today()
            end, due = idea.held_until, idea.due_on
            idea.is_due = idea.state == "held" and bool(end and end < today)
            idea.is_late = idea.state == "adopted" and bool(due and due < today)

    @api.depends_context("uid")
    @api.depends("state", "responsible_id", "decided_by_id")
    def _compute_can_finish(self):
        for idea in self:
            idea.can_finish = idea.state == "adopted" and idea._may_finish()

    def _may_finish(self):
        """Who carries it out, who decided on it, and the general manager."""
        user, idea = self.env.user, self.sudo()
        people = idea.responsible_id | idea.decided_by_id
        if people._cs_all_records() & user._cs_employees():
            return True
        return user.has_group("cs_base.group_general_manager") and not (
            idea.employee_id._cs_all_records() & user._cs_employees()
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._default_author():
            raise UserError(
                self.env._(
                    "INC-14: suggestions are made by employees of the company. Please"
                    " have your user connected with your employee record."
                )
            )
        ideas = super().create([self._clean(vals) for vals in vals_list])
        ideas._link_files()
        return ideas

    def write(self, vals):
        result = super().write(self._clean(vals))
        if "file_ids" in vals:
            self._link_files()
        return result

    def unlink(self):
        self._check_never_submitted()
        return super().unlink()

    def _check_never_submitted(self):
        # sudo: also submissions that the caller has no share in
        if self.sudo().decision_request_ids:
            raise UserError(
                self.env._(
                    "What has been submitted once is kept. Leave it as a draft, or"
                    " submit it again."
                )
            )

    @api.model
    def _clean(self, vals):
        """Texts that the database takes and that people can read."""
        clean = {
            name: value.replace("\0", "").strip() if isinstance(value, str) else value
            for name, value in vals.items()
        }
        for name, value in clean.items():
            most = LONGEST_TITLE if name == "name" else LONGEST
            if isinstance(value, str) and len(value) > most:
                raise UserError(
                    self.env._("Please keep each text under %s characters.", most)
                )
        return clean

    def _link_files(self):
        """Let the suggestion's access rights decide about its files: those that the
        caller has just uploaded and that belong to nothing yet."""
        for idea in self:
            # sudo: only the caller's own unattached files
            idea.sudo().file_ids.filtered(
                lambda file: file.create_uid == self.env.user and not file.res_id
            ).write({"res_model": self._name, "res_id": idea.id})

    def _policy(self):
        """The incentive policy of the author's unit today, else the defaults (sudo)."""
        idea = self.sudo()
        Policy = idea.env["cs.incentive.policy"]
        return Policy._policy_of_unit(
            idea.company_id, idea.department_id, idea.company_id._cs_today()
        ) or Policy.new({"company_id": idea.company_id.id})

    def action_judge(self):
        """Open the dialog of who decides: adopt with points, hold or not adopt."""
        self.ensure_one()
        self.check_access("read")
        return self._dialog("cs.staff.idea.judge", self.env._("Decide"))

    def action_finish(self):
        """Open the dialog to write down what was done."""
        self.ensure_one()
        self.check_access("read")
        return self._dialog("cs.staff.idea.finish", self.env._("Carried Out"))

    def _dialog(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_idea_id": self.id, "dialog_size": "medium"},
        }
