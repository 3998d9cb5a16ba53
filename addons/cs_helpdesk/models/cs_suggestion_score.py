from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError

from ..engine.suggestion import Grade, grade_of, mean, total

CRITERIA = ("creativity", "feasibility", "benefit")
#: States in which the committee scores.
SCORED = ("studying", "held", "due", "adopted", "done")


class CsSuggestionMember(models.Model):
    """A member of the committee that scores suggestions (HD-08).

    HR officers and the general manager keep the list; everybody in the service
    reads it. Who leaves is archived.
    """

    _name = "cs.suggestion.member"
    _description = "Member of the Suggestion Committee"
    _order = "company_id, employee_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    active = fields.Boolean(default=True)

    _member_uniq = models.Constraint(
        "UNIQUE(company_id, employee_id)", "This person is in the committee already."
    )

    @api.depends("employee_id.name")
    def _compute_display_name(self):
        for member in self:
            # sudo: the name only; not everybody opens the personnel file
            member.display_name = member.sudo().employee_id.name

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")
        return result


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_suggestion_member_ids = fields.One2many(
        "cs.suggestion.member", "company_id", string="Suggestion Committee"
    )


class CsSuggestionScore(models.Model):
    """What one member of the committee thinks of a suggestion (HD-08).

    Append-only, one a member; nobody scores the own suggestion. Until the grade is
    fixed, each member sees only the own marks.
    """

    _name = "cs.suggestion.score"
    _inherit = ["cs.kept.mixin"]
    _description = "Score of a Suggestion"
    _order = "suggestion_id, id"

    suggestion_id = fields.Many2one(
        "cs.suggestion", required=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee", "Member", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Entered By", required=True, index=True)
    member_name = fields.Char("Name", compute="_compute_member_name")
    scored_at = fields.Datetime("Scored On", required=True)
    creativity = fields.Integer(required=True)
    feasibility = fields.Integer(required=True)
    benefit = fields.Integer("Overall Benefit", required=True)
    note = fields.Text("Comment")

    _once_a_member = models.Constraint(
        "UNIQUE(suggestion_id, employee_id)",
        "HD-08: each member scores a suggestion once.",
    )
    _marks = models.Constraint(
        "CHECK(creativity BETWEEN 0 AND 100 AND feasibility BETWEEN 0 AND 100"
        " AND benefit BETWEEN 0 AND 100)",
        "Marks run from 0 to 100.",
    )

    @api.depends("employee_id.name")
    def _compute_member_name(self):
        for score in self:
            # sudo: the name only
            score.member_name = score.sudo().employee_id.name

    def _kept_text(self):
        return self.env._(
            "HD-08: marks are given once, by the button of the suggestion, and stay."
        )


class CsSuggestionGrading(models.Model):
    """Marks of the committee -> grade -> reward, by the policy in force (HD-08)."""

    _inherit = "cs.suggestion"

    score_ids = fields.One2many("cs.suggestion.score", "suggestion_id", "Marks")
    score_count = fields.Integer("Scored By", compute="_compute_score_count")
    missing_names = fields.Char("Still to Score", compute="_compute_score_count")
    can_score = fields.Boolean(compute="_compute_score_count")
    creativity = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    feasibility = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    benefit = fields.Float(
        "Overall Benefit", readonly=True, digits=(16, 2), aggregator="avg"
    )
    mark = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    grade = fields.Char(readonly=True, index="btree_not_null")
    currency_id = fields.Many2one(related="company_id.currency_id")
    reward = fields.Monetary(readonly=True)
    gift = fields.Char("Reward in Kind", readonly=True)
    policy_id = fields.Many2one(
        "cs.helpdesk.policy", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    graded_at = fields.Datetime("Graded On", readonly=True)
    graded_by_id = fields.Many2one("res.users", readonly=True)
    rewarded_at = fields.Datetime("Reward Handed Over On", readonly=True)
    rewarded_by_id = fields.Many2one("res.users", "Given By", readonly=True)

    _grade_is_complete = models.Constraint(
        "CHECK((grade IS NULL) = (graded_at IS NULL)"
        " AND (rewarded_at IS NULL OR graded_at IS NOT NULL))",
        "A reward needs a grade, and a grade its day.",
    )

    @api.depends_context("uid")
    @api.depends("score_ids", "state", "grade")
    def _compute_score_count(self):
        mine = self.env.user._cs_employees()
        for one in self:
            # sudo: how many and who is missing, never the marks of others
            known = one.sudo()
            scored, members = known._scores().employee_id, known._members()
            one.score_count = len(scored)
            missing = members - scored if known._is_scored() else members.browse()
            one.missing_names = ", ".join(missing.mapped("name"))
            one.can_score = bool(missing & mine) and not one._is_own(self.env.user)

    def _is_scored(self):
        return self.state in SCORED and not self.graded_at

    def _scores(self):
        """All marks (sudo); ``score_ids`` may hold only what the reader sees."""
        Score = self.env["cs.suggestion.score"].sudo()
        return Score.search([("suggestion_id", "=", self.id)], order="id")

    def _members(self):
        """hr.employee of the committee (sudo), in this company."""
        Member = self.env["cs.suggestion.member"].sudo()
        return Member.search([("company_id", "=", self.company_id.id)]).employee_id

    def action_score(self):
        """Open the dialog with the three marks."""
        self._check_scorer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Score the Suggestion"),
            "res_model": "cs.suggestion.score.enter",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_suggestion_id": self.id},
        }

    def _check_scorer(self):
        """:return: hr.employee who scores (sudo)"""
        self.ensure_one()
        self.check_access("read")
        known = self.sudo()
        if not known._is_scored():
            raise UserError(
                self.env._("HD-08: it is not being studied, or has its grade already.")
            )
        member = self.env.user._cs_employees() & known._members()
        if not member:
            raise UserError(self.env._("HD-08: only members of the committee score."))
        if self._is_own(self.env.user):
            raise UserError(self.env._("HD-08: nobody scores the own suggestion."))
        if any(x._cs_is_same_person(member) for x in known._scores().employee_id):
            raise UserError(self.env._("HD-08: each member scores a suggestion once."))
        return member

    def _score(self, marks, note):
        """:param marks: dict of CRITERIA -> whole mark"""
        member = self._check_scorer()
        if any(type(marks[x]) is not int or not 0 <= marks[x] <= 100 for x in CRITERIA):
            raise UserError(self.env._("Marks run from 0 to 100."))
        self.env["cs.suggestion.score"].sudo()._kept_create(
            [
                {
                    "suggestion_id": self.id,
                    "employee_id": member.id,
                    "user_id": self.env.uid,
                    "scored_at": fields.Datetime.now(),
                    **self._clean({"note": note}),
                    **marks,
                }
            ]
        )

    # Grade and reward

    def action_grade(self):
        """Fix the grade of an adopted suggestion by the marks and the policy."""
        for one in self:
            one._check_decider()
            known = one.sudo()
            if known.graded_at or known.state not in ("adopted", "done"):
                raise UserError(
                    self.env._(
                        "HD-08: a suggestion is graded once, after it was adopted."
                    )
                )
            known._grade_by(known._policy())
        return True

    def _grade_by(self, policy):
        scores = self._scores()
        if len(scores) < policy.suggestion_scorers:
            raise UserError(
                self.env._(
                    "HD-08: %(wanted)s members have to score; so far %(there)s did."
                    " Missing: %(names)s.",
                    wanted=policy.suggestion_scorers,
                    there=len(scores),
                    names=self.missing_names or self.env._("nobody on the list"),
                )
            )
        weights = [policy[f"suggestion_weight_{name}"] for name in CRITERIA]
        rows = {row.name: row for row in policy.suggestion_grade_ids}
        mark = total([[score[x] for x in CRITERIA] for score in scores], weights)
        table = [Grade(x.name, Decimal(str(x.mark_from))) for x in rows.values()]
        row = rows[grade_of(mark, table).name]
        means = {x: mean(scores.mapped(x)) for x in CRITERIA}
        self._set(
            {name: float(value) for name, value in means.items()}
            | {
                "mark": float(mark),
                "grade": row.name,
                "reward": row.reward,
                "gift": row.gift,
                "policy_id": policy.id if policy._origin else False,
                "graded_at": fields.Datetime.now(),
                "graded_by_id": self.env.uid,
            }
        )
        self._set_explanations({self.id: self._why(mark, means, weights, row, policy)})

    def _why(self, mark, means, weights, row, policy):
        """ALL-01: marks, weights and the row of the table."""
        money = f"money:{self.currency_id.name}"
        facts = [Fact("cs.suggestion.score", x.id, "score") for x in self._scores()]
        if policy._origin:
            facts.append(Fact("cs.helpdesk.policy", policy.id, "policy"))
        return Explanation(
            verdict="suggestion.graded",
            reasons=[
                Reason(
                    rule="HD-08",
                    key="suggestion.mark",
                    facts=facts,
                    params=[
                        Param(f"weight_{name}", Decimal(weight) / 100, "ratio")
                        for name, weight in zip(CRITERIA, weights, strict=True)
                    ],
                    values=[
                        Param("count", len(self._scores())),
                        Param("mark", mark),
                        *(Param(name, value) for name, value in means.items()),
                    ],
                ),
                Reason(
                    rule="HD-08",
                    key="suggestion.reward",
                    facts=[],
                    params=[Param("mark_from", Decimal(str(row.mark_from)))],
                    values=[
                        Param("grade", row.name),
                        Param("reward", Decimal(str(row.reward)), money),
                    ],
                ),
            ],
        )

    def action_hand_over_reward(self):
        """Write down that the customer has the reward."""
        for one in self:
            one._check_decider()
            known = one.sudo()
            if not known.graded_at or known.rewarded_at:
                raise UserError(
                    self.env._(
                        "HD-08: the reward is handed over once, after the grade is"
                        " fixed."
                    )
                )
            known._set(
                {
                    "rewarded_at": fields.Datetime.now(),
                    "rewarded_by_id": self.env.uid,
                }
            )
        return True
