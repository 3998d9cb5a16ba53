from odoo import api, fields, models

KINDS = [("flower", "Red flower"), ("flag", "Red flag")]
STATES = [
    ("valid", "Can be used"),
    ("redeemed", "Redeemed"),
    ("expired", "Expired"),
]


class CsFlower(models.Model):
    """A red flower of a person, or a red flag of a department: one row each (INC-15).

    It is given within the budgets of the month, with a reason in writing; it can be
    passed on, redeemed once, or it expires. What happened to it stands in
    ``cs.flower.move``. It is never money: a pay item may say otherwise, none does.

    The database itself refuses a flower beyond a budget, a second use, a second way and
    a flower to oneself, whatever happens at the same moment.

    Access, nobody writes: people read the flowers that they gave, got or hold, and all
    flags; leaders those of their team, supervisors of their departments, HR officers
    and the general manager all.
    """

    _name = "cs.flower"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Red Flower"
    _order = "date desc, id desc"

    name = fields.Char("Serial", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, default="flower")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    giver_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    recipient_id = fields.Many2one(
        "hr.employee",
        "Given To",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-15: who is honoured for it, also when it was passed on.",
    )
    holder_id = fields.Many2one(
        "hr.employee",
        "Flower Holder",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-15: who may pass it on or redeem it.",
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="INC-15: of the person when it was given, or the one honoured by a flag.",
    )
    date = fields.Date("Day Given", required=True, readonly=True, index=True)
    month = fields.Date(
        required=True, readonly=True, help="INC-15: whose budgets it comes from."
    )
    last_day = fields.Date("Valid Until", required=True, readonly=True)
    reason = fields.Text("Written Reason", required=True, readonly=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default="valid", index=True
    )
    closed_at = fields.Datetime("Redeemed or Expired On", readonly=True)
    policy_id = fields.Many2one(
        "cs.incentive.policy",
        "Budgets From",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    giver_place = fields.Integer(
        "Number of the Giver",
        readonly=True,
        aggregator=None,
        help="INC-15: the how-manieth that the giver gave in that month.",
    )
    giver_budget = fields.Integer("Budget of the Giver", readonly=True, aggregator=None)
    company_place = fields.Integer(
        "Number in the Company", readonly=True, aggregator=None
    )
    company_budget = fields.Integer(
        "Budget of the Company", readonly=True, aggregator=None
    )
    replaces_id = fields.Many2one(
        "cs.flower",
        "In Place Of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="ALL-02: one that had expired, after an appeal.",
    )
    move_ids = fields.One2many("cs.flower.move", "flower_id", "What Happened to It")
    move_count = fields.Integer("Times Passed On", readonly=True, aggregator=None)

    _kind_has_owner = models.Constraint(
        "CHECK((kind = 'flower') = (recipient_id IS NOT NULL)"
        " AND (kind = 'flower') = (holder_id IS NOT NULL)"
        " AND (kind = 'flower' OR department_id IS NOT NULL))",
        "INC-15: a flower belongs to a person, a flag to a department.",
    )
    _not_to_oneself = models.Constraint(
        "CHECK(giver_id <> recipient_id AND giver_id <> holder_id)",
        "INC-15: nobody gives to oneself.",
    )
    _reason_written = models.Constraint(
        "CHECK(length(btrim(reason)) >= 8)",
        "INC-15: please write what was done, when and for whom.",
    )
    _places_within_budget = models.Constraint(
        "CHECK((replaces_id IS NULL) = (giver_place IS NOT NULL"
        " AND company_place IS NOT NULL)"
        " AND giver_place BETWEEN 1 AND giver_budget"
        " AND company_place BETWEEN 1 AND company_budget)",
        "INC-15: the budget of the month is used up.",
    )
    _giver_place_uniq = models.Constraint(
        "UNIQUE(giver_id, month, giver_place)",
        "INC-15: each flower of a budget is given once.",
    )
    _company_place_uniq = models.Constraint(
        "UNIQUE(company_id, month, company_place)",
        "INC-15: each flower of the company's budget is given once.",
    )
    _replaces_uniq = models.Constraint(
        "UNIQUE(replaces_id)", "An expired flower is replaced once."
    )
    _closed_has_moment = models.Constraint(
        "CHECK((state = 'valid') = (closed_at IS NULL))",
        "What was redeemed or expired has its moment.",
    )
    _valid_idx = models.Index("(company_id, last_day) WHERE state = 'valid'")

    @api.depends("name", "recipient_id", "department_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for flower in self:
            # sudo: whoever reads the flower may know for whom it is
            one = flower.sudo()
            whose = one.recipient_id.name if one.kind == "flower" else None
            whose = whose or one.department_id.name or ""
            flower.display_name = f"{flower.name or ''} · {whose}"

    def _kept_text(self):
        return self.env._(
            "INC-15: flowers are given, passed on and redeemed under “My Flowers”, and"
            " never changed or deleted."
        )
