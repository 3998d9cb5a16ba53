from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: ours, as the regulations name none: grade, mark it begins at, reward
GRADES = [("A", 90, 1000), ("B", 80, 500), ("C", 70, 200), ("D", 0, 50)]


class CsSuggestionGrade(models.Model):
    """A grade of adopted suggestions and its reward (HD-08); its band is half open."""

    _name = "cs.suggestion.grade"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Grade of Suggestions"
    _order = "mark_from desc, id"

    policy_id = fields.Many2one(
        "cs.helpdesk.policy", required=True, ondelete="cascade", index=True
    )
    name = fields.Char("Grade", required=True)
    mark_from = fields.Float("From Mark", digits=(16, 2), unit="point")
    reward = fields.Monetary(currency_field="currency_id")
    gift = fields.Char("Reward in Kind")
    currency_id = fields.Many2one(related="policy_id.company_id.currency_id")

    _mark_uniq = models.Constraint(
        "UNIQUE(policy_id, mark_from)", "Two grades cannot begin at the same mark."
    )
    _name_uniq = models.Constraint(
        "UNIQUE(policy_id, name)", "Two grades cannot have the same name."
    )
    _mark_is_a_mark = models.Constraint(
        "CHECK(mark_from BETWEEN 0 AND 100 AND reward >= 0)",
        "Marks run from 0 to 100, and a reward is not negative.",
    )


class CsHelpdeskPolicy(models.Model):
    """Parameters of suggestions (HD-08)."""

    _inherit = "cs.helpdesk.policy"

    def _default_suggestion_grade_ids(self):
        return [
            Command.create({"name": name, "mark_from": mark, "reward": reward})
            for name, mark, reward in GRADES
        ]

    suggestion_warn_days = fields.Integer(
        "Reminded Before the Limit",
        default=7,
        unit="day",
        help="HD-08: so many days before the end of a hold, or before the day that the"
        " customer was promised, those who answer for it are reminded.",
    )
    suggestion_scorers = fields.Integer(
        "Committee Members Who Score",
        default=3,
        unit="person",
        help="HD-08: a suggestion is graded when at least so many members have scored.",
    )
    suggestion_weight_creativity = fields.Integer(
        "Weight of Creativity",
        default=30,
        unit="percent",
        help="HD-08: part of the mark of a suggestion.",
    )
    suggestion_weight_feasibility = fields.Integer(
        "Weight of Feasibility",
        default=30,
        unit="percent",
        help="HD-08: part of the mark of a suggestion.",
    )
    suggestion_weight_benefit = fields.Integer(
        "Weight of Overall Benefit",
        default=40,
        unit="percent",
        help="HD-08: part of the mark of a suggestion.",
    )
    suggestion_grade_ids = fields.One2many(
        "cs.suggestion.grade",
        "policy_id",
        "Grades and Rewards",
        copy=True,
        default=lambda self: self._default_suggestion_grade_ids(),
        help="HD-08: a grade reaches from its mark up to, but without, the mark of the"
        " next better one. The lowest begins at 0.",
    )

    _suggestion_weights_complete = models.Constraint(
        "CHECK(suggestion_weight_creativity >= 0 AND suggestion_weight_feasibility >= 0"
        " AND suggestion_weight_benefit >= 0 AND suggestion_weight_creativity"
        " + suggestion_weight_feasibility + suggestion_weight_benefit = 100)",
        "The weights of creativity, feasibility and benefit make 100 %.",
    )
    _suggestion_counts_valid = models.Constraint(
        "CHECK(suggestion_scorers > 0 AND suggestion_warn_days >= 0)",
        "At least one member scores, and reminders come no later than the limit.",
    )

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not self.suggestion_grade_ids.filtered(lambda row: row.mark_from == 0):
            raise UserError(
                self.env._(
                    "Marks below the lowest grade would have none (HD-08). Please let"
                    " the lowest grade of suggestions begin at 0."
                )
            )

    @api.model
    def _suggestion_policy(self, company, department, day):
        """The policy of a unit on a day, else an unsaved one of the defaults (sudo)."""
        return self._policy_of_unit(company, department, day) or self.sudo().new(
            {"company_id": company.id}
        )
