from odoo import fields, models
from odoo.exceptions import UserError

BOOKS = [
    ("points", "Points book"),
    ("service", "Customer service discipline"),
    ("slips", "Fault slips"),
    ("other", "Other rules"),
]


class CsDisciplineBook(models.Model):
    """A rule book in force on a date (INC-21, ALL-07); access as in the mixin.

    Books of different kinds hold side by side; of one kind, the most specific one.
    """

    _name = "cs.discipline.book"
    _inherit = ["cs.policy.mixin"]
    _description = "Book of Rules"

    _policy_key = ("kind",)

    previous_id = fields.Many2one("cs.discipline.book")
    kind = fields.Selection(
        BOOKS,
        "Kind of Book",
        required=True,
        default="points",
        index=True,
        help="INC-21: books of different kinds hold side by side.",
    )
    rule_ids = fields.One2many(
        "cs.discipline.rule",
        "policy_id",
        "Rules",
        copy=True,
        help="INC-21: what is done and left undone, and what follows.",
    )
    # Copied with their rules; here so that a proposal shows what changes in them.
    step_ids = fields.One2many(
        "cs.discipline.step",
        "policy_id",
        "Steps of Rules",
        copy=False,
        help="INC-29: what follows in special cases and from the n-th time on.",
    )
    rule_count = fields.Integer("Number of Rules", compute="_compute_rule_count")

    def _compute_rule_count(self):
        counts = dict(
            self.env["cs.discipline.rule"]._read_group(
                [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
            )
        )
        for book in self:
            book.rule_count = counts.get(book._origin, 0)

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not self.rule_ids:
            raise UserError(self.env._("A book without rules says nothing (INC-21)."))
