from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_appraisal.models.cs_metric_sheet import NEW
from odoo.addons.cs_base.engine.sheet_in import Field

from . import deal_values as values_of
from .cs_incentive_deal_sheet import AMOUNT, DEAL, KIND


class CsIncentiveDealRefundSheet(models.AbstractModel):
    """Reads files of refunds (INC-06)."""

    _name = "cs.incentive.deal.refund.sheet"
    _inherit = ["cs.incentive.deal.fact.sheet"]
    _description = "Files of Refunds"
    _fact = "cs.incentive.deal.refund"
    _names = {
        "refund": "number",
        "date": "date",
        "amount": "amount",
        "reason": "reason",
    }

    @api.model
    def _wanted(self):
        return [
            KIND,
            DEAL,
            Field("refund", ("Refund Number", "退款单号", "退款编号")),
            Field("date", ("Refunded On", "退款日期"), "date"),
            AMOUNT,
            Field("reason", ("Why It Was Refunded", "退款原因", "原因")),
        ]

    @api.model
    def _compare_facts(self, rows, deals):
        """All refunds together are at most the deal, those of the file included."""
        super()._compare_facts(rows, deals)
        Fact = self.env[self._fact]
        new = [row for row in rows if row.outcome == NEW]
        roots = self.env["cs.incentive.deal"].browse(
            {row.vals["deal_id"] for row in new}
        )
        left = Fact._left(roots)
        for row in new:
            root, amount = row.vals["deal_id"], Decimal(str(row.vals["amount"]))
            if amount > left[root]:
                self._refuse(row, Fact._too_much_text(root, left[root]))
            else:
                left[root] -= amount

    @api.model
    def _key(self, fact):
        return values_of.id_of(fact["deal_id"]), fact["number"]

    @api.model
    def _same(self, vals):
        return [vals["date"], values_of.cents(vals)]
