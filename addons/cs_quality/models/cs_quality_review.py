from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: what a reviewer enters; everything else follows
ENTERED = {"note", "line_ids"}
MAX_NOTE = 2000
#: who is told who reviewed; the person reviewed is not
TOLD = (
    "cs_quality.group_reviewer,cs_base.group_supervisor,cs_base.group_hr_officer,"
    "cs_base.group_general_manager"
)


class CsQualityReview(models.Model):
    """A conversation that was drawn, and how it was judged (HD-32).

    A share is judged by a second reviewer as well, who sees nothing of the first one's;
    only the first review counts, the difference is for calibration. A finished review
    stays as it is; an upheld appeal makes it void, and it counts nowhere.

    Access: the reviewer reads and marks the own ones while they are open. The person
    reviewed reads the own results once they are finished, not by whom, and no second
    review. The superior reads finished ones of the own people, supervisors those of
    their departments, HR officers and the general manager all; never the open or second
    ones about oneself. Nobody creates or deletes them.
    """

    _name = "cs.quality.review"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Review of a Conversation"
    _order = "week desc, id desc"

    draw_id = fields.Many2one(
        "cs.quality.draw",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=TOLD,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    week = fields.Date("Week From", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, index=True, ondelete="restrict"
    )
    ticket_number = fields.Char(required=True, readonly=True)
    closed_on = fields.Date("Ticket Closed On", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Person Reviewed",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index=True, ondelete="restrict"
    )
    card_id = fields.Many2one(
        "cs.quality.card",
        "Scorecard",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reviewer_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=TOLD,
    )
    kind = fields.Selection(
        [("main", "Counts in the Appraisal"), ("second", "For Calibration")],
        required=True,
        readonly=True,
        default="main",
    )
    pair_id = fields.Many2one(
        "cs.quality.review",
        "First Review",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=TOLD,
    )
    is_blind = fields.Boolean(
        "Other Review Open",
        readonly=True,
        help="Two reviewers score it and have not both finished: neither is shown the"
        " other's marks.",
    )
    difference = fields.Float(
        "Difference (Points)",
        digits=(5, 2),
        readonly=True,
        aggregator="avg",
        groups=TOLD,
        help="Between the two reviewers' scores, once both have finished.",
    )
    state = fields.Selection(
        [("open", "Waiting for Review"), ("done", "Reviewed"), ("void", "Void")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    due_on = fields.Date("Review Until", required=True, readonly=True)
    submitted_at = fields.Datetime("Finished On", readonly=True)
    score = fields.Float(digits=(5, 2), readonly=True, aggregator="avg")
    is_passed = fields.Boolean("Passed", readonly=True)
    is_knocked_out = fields.Boolean(
        "Knocked Out",
        readonly=True,
        help="A knock-out item was not met, so the score is 0.",
    )
    note = fields.Text(
        "To the Person", help="What was good, and what to do better next time."
    )
    line_ids = fields.One2many("cs.quality.review.line", "review_id", "Marks")
    hit_ids = fields.One2many("cs.quality.hit", "review_id", "Words Found")
    can_judge = fields.Boolean(compute="_compute_can_judge")
    can_open_ticket = fields.Boolean(compute="_compute_can_open_ticket")
    conversation = fields.Html(compute="_compute_conversation", sanitize=False)

    _ticket_once = models.UniqueIndex(
        "(ticket_id) WHERE kind = 'main'", "This ticket has been drawn already."
    )
    _second_once = models.UniqueIndex(
        "(ticket_id) WHERE kind = 'second'", "This ticket has a second review already."
    )
    _two_people = models.Constraint(
        "UNIQUE(ticket_id, reviewer_id)", "The second reviewer is somebody else."
    )
    _not_oneself = models.Constraint(
        "CHECK(reviewer_id != employee_id)", "Nobody reviews the own conversations."
    )
    _second_has_a_first = models.Constraint(
        "CHECK((kind = 'second') = (pair_id IS NOT NULL))",
        "A second review belongs to a first one.",
    )
    _finished_has_a_moment = models.Constraint(
        "CHECK((state = 'open') = (submitted_at IS NULL))",
        "A review is finished at a moment.",
    )
    _score_in_bounds = models.Constraint(
        "CHECK(score BETWEEN 0 AND 100)", "A score runs from 0 to 100 points."
    )
    _knocked_out_is_zero = models.Constraint(
        "CHECK(is_knocked_out IS NOT TRUE OR score = 0)",
        "What is knocked out has 0 points.",
    )

    @api.depends_context("lang")
    @api.depends("ticket_number")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._("QA of %s", review.ticket_number or "")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_judge(self):
        for review in self:
            review.can_judge = review.state == "open" and review._is_reviewer()

    def _is_reviewer(self):
        # sudo: only whether it is the user
        return self.sudo().reviewer_id.user_id == self.env.user

    def _kept_text(self):
        return self.env._(
            "HD-32: a review is drawn and judged, and then stays as it is. Its reviewer"
            " marks it while it is open; an appeal can make it void."
        )

    def write(self, vals):
        if not set(vals) <= ENTERED:
            self._kept_refuse()
        if len(vals.get("note") or "") > MAX_NOTE:
            raise UserError(self.env._("Please use at most %s characters.", MAX_NOTE))
        self._check_judge()
        return self._kept_write(vals)

    def _check_judge(self):
        """:raise AccessError, UserError: the user does not mark these, or not now"""
        for review in self:
            if not review._is_reviewer():
                raise AccessError(
                    self.env._("HD-32: only its reviewer marks a conversation.")
                )
            if review.state != "open":
                raise UserError(
                    self.env._("HD-32: this review is finished and stays as it is.")
                )

    @api.depends_context("uid")
    @api.depends("ticket_id")
    def _compute_can_open_ticket(self):
        # sudo: which ticket it is, asked of who reads it
        tickets = self.sudo().ticket_id.sudo(False)._filtered_access("read")
        for review in self:
            review.can_open_ticket = review.sudo().ticket_id.id in tickets.ids

    def action_open_ticket(self):
        """The ticket, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    # Appeals (ALL-02)

    def _appeal_since(self):
        told = self.kind == "main" and self.state == "done"
        return self.submitted_at if told else None

    def _appeal_first_decider(self):
        return self.reviewer_id

    def _appeal_accepted(self, appeal):
        """It counts no more, nor the second one; the ticket is not drawn again."""
        both = self | self.search([("pair_id", "=", self.id), ("state", "=", "done")])
        both._kept_write({"state": "void"})

    # Reasons (ALL-01)

    def _explanation_header(self):
        words = dict(self._fields["state"]._description_selection(self.env))
        return super()._explanation_header() | {
            "subtitle": words[self.state],
            "badge": f"{self.score:g}" if self.state != "open" else "",
            "token": "present" if self.is_passed else "late",
        }
