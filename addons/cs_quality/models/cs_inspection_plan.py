from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .ready_plan import ready_values

KINDS = [
    ("rules", "Keeping the rules"),
    ("service", "Service process"),
    ("safety", "Safety and hygiene"),
    ("other", "Other"),
]


class CsInspectionPlan(models.Model):
    """What is inspected on the spot, how often and by how many (质检, HD-30); access as
    in the mixin.

    Plans of one kind replace each other; those of several kinds go on side by side.
    Without a plan in force for somebody, that person is not inspected.
    """

    _name = "cs.inspection.plan"
    _inherit = ["cs.policy.mixin"]
    _description = "Inspection Plan"

    _policy_key = ("kind",)

    previous_id = fields.Many2one("cs.inspection.plan")
    kind = fields.Selection(
        KINDS,
        "What Is Inspected",
        required=True,
        default="rules",
        index=True,
        help="Each kind has its own plan in force and its own rounds.",
    )
    rounds_per_week = fields.Integer(
        "Rounds a Week",
        default=2,
        unit="time",
        help="HD-30: on so many working days of the week, drawn by lot.",
    )
    inspector_count = fields.Integer(
        "Inspectors of a Round",
        default=2,
        unit="person",
        help="HD-30: two or three go together, drawn by lot; each confirms the result.",
    )
    people_count = fields.Integer(
        "People Drawn a Round",
        default=4,
        unit="person",
        help="HD-30: drawn by lot from those for whom the plan is in force.",
    )
    newcomer_months = fields.Integer(
        "Newcomer For",
        default=3,
        unit="month",
        help="HD-30: so long from the first working day somebody is inspected every"
        " week, on top of the people drawn, unless marked as proficient before.",
    )
    finish_days = fields.Integer(
        "Confirmed Within",
        default=3,
        unit="day",
        help="HD-30: from the day of the round. Afterwards a result that at least one"
        " inspector has confirmed is final.",
    )
    pass_score = fields.Float(
        "Passed From",
        default=80,
        digits=(16, 2),
        unit="point",
        help="HD-30: a score that reaches it is passed, unless a serious fault was"
        " found.",
    )
    item_ids = fields.One2many(
        "cs.inspection.item",
        "policy_id",
        "Checklist",
        copy=True,
        help="HD-30: what is looked at. The weights make 100 %; that of an item that"
        " does not apply is spread over the others.",
    )

    _rounds_in_bounds = models.Constraint(
        "CHECK(rounds_per_week BETWEEN 0 AND 7)", "Between 0 and 7 rounds a week."
    )
    _inspectors_in_bounds = models.Constraint(
        "CHECK(inspector_count BETWEEN 2 AND 3)",
        "Two or three inspectors go together (HD-30).",
    )
    _people_in_bounds = models.Constraint(
        "CHECK(people_count BETWEEN 0 AND 100)",
        "Between 0 and 100 people are drawn a round.",
    )
    _months_in_bounds = models.Constraint(
        "CHECK(newcomer_months BETWEEN 0 AND 24)",
        "Somebody is a newcomer for 0 to 24 months.",
    )
    _days_in_bounds = models.Constraint(
        "CHECK(finish_days BETWEEN 1 AND 30)",
        "Results are confirmed within 1 to 30 days.",
    )
    _score_in_bounds = models.Constraint(
        "CHECK(pass_score BETWEEN 0 AND 100)", "A score runs from 0 to 100 points."
    )

    @api.model
    def action_ready(self):
        """Start a draft from the ready plan (ALL-04) and open it.

        :raise AccessError: for who may not write plans
        """
        company = self.env.company
        values = {"company_id": company.id, **self._ready_values(company)}
        return self._policy_open(self.create(values))

    @api.model
    def _ready_values(self, company):
        """Values of the ready plan, in the language of the context."""
        return ready_values(self.env)

    def _decision_check_submit(self):
        super()._decision_check_submit()
        total = sum((Decimal(str(one.weight)) for one in self.item_ids), Decimal(0))
        if total != 100:
            raise UserError(
                self.env._(
                    "The weights of the checklist make %(total)s %% (HD-30). Please let"
                    " them make 100 %%.",
                    total=f"{total.normalize():f}",
                )
            )
