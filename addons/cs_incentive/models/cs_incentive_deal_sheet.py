from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_sheet import (
    CORRECTION,
    HEADERS,
    NEW,
    THERE,
)
from odoo.addons.cs_base.engine.sheet_in import Field
from odoo.exceptions import UserError

from . import deal_values as values_of

#: words for the kinds of deals in files
KIND_WORDS = {
    "sale": ("Sale", "销售", "sale"),
    "public": ("Public Sale", "公共业绩", "公共", "public"),
    "design": ("Design Contract", "设计合同", "design"),
    "construction": ("Construction Contract", "施工合同", "construction"),
    "parts": (
        "Spare Parts or Service Contract",
        "备件/服务合同",
        "备件",
        "服务合同",
        "parts",
    ),
}
KIND = Field("kind", ("Kind", "类型", "业务类型"), "choice", choices=KIND_WORDS)
DEAL = Field("deal", ("Order or Contract Number", "单号", "订单号", "合同号"))
AMOUNT = Field("amount", ("Amount", "金额"), "decimal")
SIGNED = (
    "is_slip_signed",
    ("Signed by Both Managers", "双方经理已签字", "已签字"),
    "boolean",
)
#: columns of a file of deals; headers of the template first
DEAL_COLUMNS = [
    KIND,
    DEAL,
    Field("date", ("Closed On", "成交日期", "签约日期"), "date"),
    Field("number", HEADERS["number"], required=False),
    Field("person", HEADERS["person"], required=False),
    Field("department", HEADERS["department"], required=False),
    Field("customer", ("Customer or Order", "客户", "客户或订单"), required=False),
    AMOUNT,
    Field("slip_number", ("Transfer Slip", "传递单", "传递单号"), required=False),
    Field(
        "slip_date",
        ("Slip Handed In On", "交单日期", "传递单日期"),
        "date",
        required=False,
    ),
    Field(*SIGNED, required=False),
]
SLIP_NAMES = ("slip_number", "slip_date", "is_slip_signed")


class CsIncentiveDealSheet(models.AbstractModel):
    """Reads files of deals (INC-06): each row is good, there already, or bad."""

    _name = "cs.incentive.deal.sheet"
    _inherit = ["cs.metric.sheet"]
    _description = "Files of Deals"
    _period_step = values_of.PERIOD_STEP

    @api.model
    def _rows(self, content, origin, correction=None):
        rows, _header = self._read(content)
        good = [row for row in rows if not row.outcome]
        self._find_groups([row for row in good if row.cells["kind"] == "public"])
        self._find_people([row for row in good if row.cells["kind"] != "public"])
        for row in good:
            self._complete_deal(row, origin)
        self._compare_deals([row for row in good if not row.outcome], correction)
        self._refuse_sealed([r for r in good if r.outcome in (NEW, CORRECTION)])
        return rows

    @api.model
    def _wanted(self):
        return DEAL_COLUMNS

    @api.model
    def _may_enter(self, people):
        none = self.env["hr.department"]
        return self.env["cs.incentive.deal"]._may_enter_for(people, none)[0]

    @api.model
    def _not_allowed_text(self, person):
        return self.env["cs.incentive.deal"]._not_allowed_text(
            {"employee_id": person.id, "department_id": False}
        )

    @api.model
    def _days(self, row):
        Deal = self.env["cs.incentive.deal"]
        old = Deal.sudo().browse(row.vals["corrects_id"] or [])
        return Deal._days_to_be_open(row.vals, old)

    @api.model
    def _find_groups(self, rows):
        """The group of each public sale, by name (INC-02)."""
        # sudo: whether there is such a group; who may be entered is checked below
        Unit, Deal = self.env["hr.department"].sudo(), self.env["cs.incentive.deal"]
        names = {row.cells["department"] for row in rows} - {None}
        units = Unit.search(
            [("company_id", "=", self.env.company.id), ("name", "in", list(names))]
        )
        allowed = Deal._may_enter_for(self.env["hr.employee"], units)[1]
        units = units.grouped("name")
        for row in rows:
            found = units.get(row.cells["department"], Unit)
            if row.cells["number"] or row.cells["person"] or len(found) != 1:
                text = self.env._(
                    "INC-02: a public sale belongs to a group: please enter the name of"
                    " one department, and no person."
                )
                self._refuse(row, text)
            elif found not in allowed:
                vals = {"employee_id": False, "department_id": found.id}
                self._refuse(row, Deal._not_allowed_text(vals))
            else:
                row.vals["department_id"] = found.id

    @api.model
    def _complete_deal(self, row, origin):
        """The row as values of a deal, or why it is none."""
        if row.outcome:
            return
        Deal, cells = self.env["cs.incentive.deal"], row.cells
        names = ("kind", "date", "customer", *SLIP_NAMES)
        values = {name: cells[name] for name in names}
        values |= {"number": cells["deal"], "amount": cells["amount"]}
        try:
            row.vals = Deal._prepare_deal_vals({**values, **row.vals, "origin": origin})
            reason = Deal._obstacle(row.vals)
        except UserError as error:
            reason = str(error)
        if reason:
            self._refuse(row, reason)

    # Comparing

    @api.model
    def _compare_deals(self, rows, correction):
        """Beside what is there, and beside earlier rows of the file."""
        Deal = self.env["cs.incentive.deal"]
        seen = {}
        there = Deal._there([row.vals for row in rows])
        for row, (key, deal) in zip(rows, there, strict=True):
            first = seen.setdefault(key, row)
            if first is not row:
                self._compare_in_file(row, first)
            elif deal:
                self._compare_with_deal(row, deal, correction)
            else:
                row.outcome = NEW

    @api.model
    def _compare_in_file(self, row, first):
        if self._same(row.vals) == self._same(first.vals):
            row.outcome = THERE
            return
        text = self.env._(
            "Row %s of this file says something else about the same number.",
            first.number,
        )
        self._refuse(row, text)

    @api.model
    def _same(self, vals):
        """What must be equal for a row to say the same; ids, texts and cents."""
        names = ("date", "employee_id", "department_id", "customer", *SLIP_NAMES)
        return [vals[name] or False for name in names] + [values_of.cents(vals)]

    @api.model
    def _compare_with_deal(self, row, deal, correction):
        """A blank slip says nothing: that of the deal stays."""
        names = ("date", "employee_id", "department_id", "customer", "amount")
        there = {name: deal[name] for name in (*names, *SLIP_NAMES)}
        there = deal._convert_to_write(there)
        if not any(row.cells[name] for name in SLIP_NAMES):
            row.vals |= {name: there[name] for name in SLIP_NAMES}
        if self._same(row.vals) == self._same(there):
            row.outcome = THERE
            return
        if not correction:
            self._refuse(row, deal._there_text(deal))
            return
        row.vals |= {"corrects_id": deal.id, "reason": correction}
        try:
            deal._check_correction(row.vals)
            if deal.with_env(self.env) - deal.with_env(self.env)._enterable():
                raise UserError(deal._not_allowed_text(row.vals))
        except UserError as error:
            self._refuse(row, str(error))
        else:
            row.outcome = CORRECTION
