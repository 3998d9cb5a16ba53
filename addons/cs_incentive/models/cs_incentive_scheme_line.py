from odoo import api, fields, models
from odoo.exceptions import UserError

#: How an amount comes about; the engine has a function for each.
CALCULATORS = [
    ("fixed", "Fixed amount"),
    ("seniority", "Seniority"),
    ("full", "Full attendance"),
    ("birthday", "Birthday"),
    ("year_end", "Year-end bonus"),
    ("merit", "Merit pay by appraisal"),
    ("ratio", "Rate by a ratio"),
    ("bands", "By bands of a figure"),
    ("pool", "Share of a pool"),
    ("event", "Per event"),
    ("points", "Points above a base"),
    ("quarter", "Rate of a quarter"),
    ("back", "Taken back for refunds"),
    ("rank", "Best of the group"),
    ("streak", "Months first running"),
    ("quarter_rank", "Ranks of the quarter"),
    ("growth", "Growth of the group"),
    ("threshold", "From a figure on"),
    ("most", "Most of the group"),
    ("held", "Held for months"),
    ("formula", "Formula"),
]
#: Rule of the rule book that a calculator comes from.
RULES = {
    **dict.fromkeys(("fixed", "seniority", "full", "birthday", "year_end"), "INC-08"),
    **{"merit": "INC-09", "ratio": "INC-01", "bands": "INC-07", "pool": "INC-02"},
    **{"event": "INC-03", "points": "INC-04", "quarter": "INC-05", "back": "INC-06"},
    **{"rank": "INC-10", "streak": "INC-11", "quarter_rank": "INC-12"},
    **{"growth": "INC-13", "threshold": "INC-14", "most": "INC-14", "held": "INC-14"},
    "formula": "INC-07",
}
#: What a calculator cannot do without.
NEEDED = {
    "fixed": ("amount",),
    "seniority": ("amount",),
    "full": ("amount",),
    "birthday": ("amount",),
    "year_end": ("amount", "amount_high"),
    "merit": ("amount", "rate"),
    "ratio": ("metric_id", "ratio_metric_id", "bands"),
    "bands": ("metric_id", "bands"),
    "pool": ("rate",),
    "event": ("metric_id", "amount"),
    "points": ("metric_id", "amount"),
    "quarter": ("metric_id", "rate"),
    "back": ("back_code",),
    "rank": ("bands",),
    "streak": ("amount", "months"),
    "quarter_rank": ("bands",),
    "growth": ("metric_id", "bands"),
    "threshold": ("metric_id", "amount"),
    "most": ("metric_id", "amount"),
    "held": ("metric_id", "amount", "months"),
    "formula": ("formula",),
}


class CsIncentiveSchemeLine(models.Model):
    """A pay item: how its amount comes about, and its parameters (INC-01 to INC-14).

    Amounts are in the company's currency, rates in per cent.
    """

    _name = "cs.incentive.scheme.line"
    _inherit = ["cs.policy.line.mixin", "cs.formula.mixin"]
    _description = "Pay Item"
    _order = "sequence, id"
    _policy_row_key = ("code",)
    _formula_fields = {"formula": "number"}

    policy_id = fields.Many2one(
        "cs.incentive.scheme", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="policy_id.currency_id")
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True,
        help="INC-31: stable name in payroll and files, A_TO_Z and digits.",
    )
    name = fields.Char(required=True)
    section = fields.Selection(
        [("earning", "Earnings"), ("award", "Awards"), ("deduction", "Deductions")],
        required=True,
        default="earning",
        help="INC-30: where it stands on the statement.",
    )
    calculator = fields.Selection(CALCULATORS, required=True, default="fixed")
    rule_code = fields.Char("Rule", compute="_compute_rule_code")
    metric_id = fields.Many2one(
        "cs.metric",
        "Figure",
        ondelete="restrict",
        help="INC-02: what is counted or measured. A pool without it shares the public"
        " deals of the department.",
    )
    ratio_metric_id = fields.Many2one(
        "cs.metric",
        "Ratio",
        ondelete="restrict",
        domain=[("unit", "=", "ratio")],
        help="INC-01: the share that decides the rate.",
    )
    other_metric_id = fields.Many2one(
        "cs.metric",
        "Incidents",
        ondelete="restrict",
        help="INC-04: events that cost points.",
    )
    bands = fields.Char(
        "Table",
        help="INC-07: from which figure on there is which rate or amount, such as"
        " 0%: 1%; 70%: 1.5%. A row holds up to, but without, the next. An amount for"
        " each full so much above the beginning: 10000: 100/2000. Ranks and months"
        " begin at 1: 1: 50; 2: 100; 3: 200.",
    )
    reading = fields.Selection(
        [("whole", "The whole figure"), ("marginal", "The part in each band")],
        "Bands Count For",
        default="whole",
        help="INC-07: the band of the figure for all of it, or each band for its part.",
    )
    at_edge = fields.Selection(
        [("higher", "The higher band"), ("lower", "The lower band")],
        "Exactly at an Edge",
        default="higher",
        help="INC-01: which rate holds for exactly the edge.",
    )
    rate = fields.Float(digits=(16, 4), unit="percent", help="INC-02: of the figure.")
    amount = fields.Monetary(help="INC-03: the amount, or that for each.")
    amount_high = fields.Monetary(
        "Amount Up To", help="INC-08: the upper end of a range."
    )
    base = fields.Float(
        digits=(16, 4),
        help="INC-04: points that are part of the wage. INC-14: the figure that is"
        " needed.",
    )
    off = fields.Float(
        "For Each Incident", digits=(16, 4), help="INC-04: points, 0 or less."
    )
    below = fields.Selection(
        [("nothing", "Nothing"), ("negative", "A deduction")],
        "Below the Base",
        default="nothing",
        help="INC-04: what follows from less than the base.",
    )
    tie = fields.Selection(
        [("each", "Each gets the award"), ("split", "They divide the award")],
        "Shared Rank",
        default="each",
        help="INC-10: people with the same result share the rank.",
    )
    months = fields.Integer(unit="month", help="INC-11: months running.")
    years = fields.Integer(
        default=1, unit="year", help="INC-08: full years of service before."
    )
    withheld = fields.Float(
        digits=(16, 4),
        unit="percent",
        help="INC-09: of the merit part, during a disciplinary period.",
    )
    after_period = fields.Selection(
        [("release", "It is paid"), ("forfeit", "It lapses")],
        "After the Disciplinary Period",
        required=True,
        default="release",
        help="INC-09: what becomes of what was withheld. Pay that was earned is only"
        " held back, so it is paid unless the scheme says otherwise.",
    )
    by_days = fields.Boolean(
        "By Days Present",
        help="INC-02, INC-08: who was not there the whole month gets a part.",
    )
    back_code = fields.Char(
        "Item Taken Back", help="INC-06: code of the item that was paid on the deals."
    )
    formula = fields.Char(
        help="INC-07: for the rare rest; codes of metrics, + − × ÷, comparisons, min,"
        " max and round.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(policy_id, code)", "Two items cannot have the same code."
    )
    _code_is_a_name = models.Constraint(
        "CHECK(code ~ '^[A-Z][A-Z0-9_]{1,30}$')",
        "A code has capital letters, digits and _, and starts with a letter.",
    )
    _rates_are_shares = models.Constraint(
        "CHECK(rate BETWEEN 0 AND 100 AND withheld BETWEEN 0 AND 100)",
        "Rates and shares run from 0 to 100 %.",
    )
    _amounts_not_negative = models.Constraint(
        "CHECK(amount >= 0 AND amount_high >= 0 AND base >= 0)",
        "Amounts cannot be negative: what is taken off is a deduction.",
    )
    _counts_in_bounds = models.Constraint(
        "CHECK(months BETWEEN 0 AND 24 AND years BETWEEN 0 AND 60)",
        "At most 24 months and 60 years.",
    )
    _incident_costs_points = models.Constraint(
        "CHECK(off <= 0)", "A safety incident cannot add points."
    )
    _range_in_order = models.Constraint(
        "CHECK(calculator != 'year_end' OR amount <= amount_high)",
        "The lower end of a range cannot be above its upper end.",
    )

    @api.depends("calculator")
    def _compute_rule_code(self):
        for line in self:
            line.rule_code = RULES.get(line.calculator)

    def _formula_names(self, field_name):
        return set(self.env["cs.metric"].sudo().search([]).mapped("code"))

    def _check_complete(self):
        """:raise UserError: names the item and what is missing"""
        for line in self:
            for name in NEEDED[line.calculator]:
                if not line[name]:
                    raise UserError(
                        self.env._(
                            "%(item)s: please fill “%(field)s”; “%(calculator)s” needs"
                            " it (%(rule)s).",
                            item=line.name,
                            field=line._fields[name]._description_string(self.env),
                            calculator=line._calculator_name(),
                            rule=line.rule_code,
                        )
                    )
        self._check_taken_back()

    def _check_taken_back(self):
        for line in self.filtered(lambda line: line.calculator == "back"):
            if line.back_code not in line.policy_id.line_ids.mapped("code"):
                raise UserError(
                    self.env._(
                        "%(item)s takes back “%(code)s”, which is no item of this"
                        " scheme (INC-06). Please write the code of the commission.",
                        item=line.name,
                        code=line.back_code,
                    )
                )

    def _calculator_name(self):
        field = self._fields["calculator"]
        return dict(field._description_selection(self.env))[self.calculator]

    def _metrics(self):
        return self.metric_id | self.ratio_metric_id | self.other_metric_id
