from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words

SECTIONS = [
    ("earning", "Earnings"),
    ("award", "Awards"),
    ("deduction", "Deductions"),
    ("carry", "Carried"),
    ("points", "Points"),
]
#: Columns that a row of the ledger is inserted with.
COLUMNS = {
    "company_id": "int",
    "employee_id": "int",
    "statement_id": "int",
    "month": "date",
    "for_month": "date",
    "section": "varchar",
    "code": "varchar",
    "name": "varchar",
    "rule": "varchar",
    "key": "varchar",
    "version": "int",
    "reverses_id": "int",
    "scheme_line_id": "int",
    "res_model": "varchar",
    "res_id": "int",
    "quantity": "numeric",
    "rate": "numeric",
    "amount": "numeric",
    "points": "numeric",
    "is_capped": "boolean",
    "instalment": "numeric",
    "owed_since": "date",
    "formula": "jsonb",
    "explanation": "jsonb",
    "booked_at": "timestamp",
}


class CsIncentiveItem(models.Model):
    """The ledger of what people earn, are awarded and lose, in money and points.

    Append-only: an item stays as it is; a correction reverses it and adds a new one,
    in the first month that is still open. What it is for (``key``) stands once: the
    database refuses a second one with the same version.

    Access, nobody writes: the person once the statement is approved; supervisors for
    their departments; HR officers, payroll and the general manager all, but nobody
    the own ones before. Leaders read totals, not items. Amounts are in the company's
    currency, deductions below 0.
    """

    _name = "cs.incentive.item"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Incentive Item"
    _order = "month desc, employee_id, section, code, id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict"
    )
    statement_id = fields.Many2one(
        "cs.incentive.statement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    month = fields.Date(
        required=True, readonly=True, index=True, help="First day; of the statement"
    )
    for_month = fields.Date(
        "About Month",
        required=True,
        readonly=True,
        help="First day of the month that the item is about; earlier than that of the"
        " statement for what became known late.",
    )
    section = fields.Selection(SECTIONS, required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    rule = fields.Char(required=True, readonly=True)
    key = fields.Char("What It Is For", required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)
    reverses_id = fields.Many2one(
        "cs.incentive.item",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_ids = fields.One2many(
        "cs.incentive.item", "reverses_id", "Taken Back By", readonly=True
    )
    scheme_line_id = fields.Many2one(
        "cs.incentive.scheme.line",
        "Pay Item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    res_model = fields.Char("Comes From", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    quantity = fields.Float(digits=(16, 8), readonly=True, aggregator=None)
    rate = fields.Float(digits=(16, 8), readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)
    points = fields.Float(digits=(16, 2), readonly=True)
    is_capped = fields.Boolean(
        "Within the Cap",
        readonly=True,
        help="INC-28: a fine or compensation, of which pay gives only a part a month.",
    )
    instalment = fields.Monetary(
        readonly=True, help="INC-28: at most so much a month, until paid; 0: at once."
    )
    owed_since = fields.Date(readonly=True)
    formula = fields.Json(readonly=True, help="Figures and signs, as shown")
    booked_at = fields.Datetime(required=True, readonly=True)

    _key_uniq = models.Constraint(
        "UNIQUE(employee_id, key, version)", "This is booked already."
    )
    _reverses_uniq = models.Constraint(
        "UNIQUE(reverses_id)", "An item is taken back once."
    )
    # Of a fee its first, third … version takes it, the even ones take that back.
    _fee_once = models.Constraint(
        "CHECK(res_model IS DISTINCT FROM 'cs.training.obligation'"
        " OR (version % 2 = 1) = (reverses_id IS NULL))",
        "APP-11: a course fee is taken once.",
    )
    _months_in_order = models.Constraint(
        "CHECK(for_month <= month AND extract(day from month) = 1"
        " AND extract(day from for_month) = 1)",
        "An item stands in the month that it is about, or in a later one.",
    )
    _points_apart = models.Constraint(
        "CHECK((section = 'points') OR points = 0)",
        "Points are booked apart from money.",
    )
    _no_money_of_points = models.Constraint(
        "CHECK(section != 'points' OR amount = 0)", "Points are no money."
    )
    _person_index = models.Index("(employee_id, for_month)")
    _withheld_index = models.Index(
        "(employee_id) WHERE code ~ '_(WITHHELD|RELEASED|FORFEITED)$'"
    )

    @api.depends_context("lang")
    @api.depends("name", "employee_id.name", "for_month")
    def _compute_display_name(self):
        for item in self.sudo():
            month = item.for_month and words.month_name(self.env, item.for_month)
            parts = (item.employee_id.name, month, item.name)
            item.display_name = " · ".join(part for part in parts if part)

    def _kept_text(self):
        return self.env._(
            "INC-30: items of the ledger are booked by the system and stay as they are."
            " A correction reverses an item and adds a new one."
        )

    # Appeal (ALL-02)

    def _appeal_since(self):
        return self.statement_id.approved_at or None

    def _appeal_first_decider(self):
        user = self.statement_id.approved_by_id
        return user._cs_employees() if user else self.env["hr.employee"]

    def _appeal_accepted(self, appeal):
        """The facts are looked at again; what no fact can say is corrected by HR."""
        self.env["cs.incentive.maker"]._book(
            self.company_id, self.for_month, self.employee_id
        )

    # Explanation (ALL-01)

    def _explanation_header(self):
        month = words.month_name(self.env, self.for_month)
        return {
            **super()._explanation_header(),
            "title": self.label,
            "subtitle": " · ".join(
                filter(None, (month, self.env["cs.incentive.formula"]._short(self)))
            ),
        }
