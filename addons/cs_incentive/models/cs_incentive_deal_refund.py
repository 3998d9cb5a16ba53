from collections import Counter
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import deal_values as values_of


class CsIncentiveDealRefund(models.Model):
    """Money of a deal that went back to the customer (INC-06).

    It is taken back in its own month, also when that of the deal is closed. What was
    refunded before the transfer slip came is taken back when the deal counts, because
    it then counts in full. All refunds together are at most the deal.

    Access: as to the deal. Nobody writes or deletes.
    """

    _name = "cs.incentive.deal.refund"
    _inherit = ["cs.incentive.deal.fact.mixin"]
    _description = "Refund of a Deal"

    number = fields.Char(
        "Refund Number", help="Of the refund on the platform: one is entered once."
    )
    date = fields.Date("Refunded On")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(required=True)
    reason = fields.Char("Why It Was Refunded", required=True)
    counts_on = fields.Date(
        compute="_compute_counts_on",
        store=True,
        index=True,
        help="INC-06: the day of the refund, or that from which the deal counts if that"
        " came later. Empty: the deal never counted, so there is nothing to take back.",
    )

    _number_uniq = models.Constraint(
        "UNIQUE(deal_id, number)", "This refund of the deal was entered already."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A refund has an amount above 0."
    )

    @api.depends(
        "date",
        "deal_id.counts_on",
        "deal_id.state",
        "deal_id.chain_ids.counts_on",
        "deal_id.chain_ids.state",
    )
    def _compute_counts_on(self):
        for refund in self:
            counted = refund.deal_id._current()[:1].counts_on
            refund.counts_on = max(refund.date, counted) if counted else False

    def _kept_text(self):
        return self.env._("INC-06: a refund stays as it was entered.")

    @api.model
    def _prepare_fact_vals(self, vals, deal):
        values = super()._prepare_fact_vals(vals, deal)
        company = self.env["res.company"].sudo().browse(values["company_id"])
        return values | {
            "amount": vals.get("amount"),
            "reason": values_of.clean(self.env, vals.get("reason")),
            "currency_id": company.currency_id.id,
        }

    @api.model
    def _check_facts(self, vals_list):
        super()._check_facts(vals_list)
        wanted = Counter()
        for vals in vals_list:
            wanted[vals["deal_id"]] += Decimal(str(vals["amount"]))
        left = self._left(self.env["cs.incentive.deal"].browse(list(wanted)))
        for root, amount in wanted.items():
            if amount > left[root]:
                raise UserError(self._too_much_text(root, left[root]))

    @api.model
    def _left(self, roots):
        """What can still be refunded of these deals.

        :return: dict id of the first entry -> Decimal
        """
        # sudo: all refunds of the deals, whoever may read them
        refunded = dict(
            self.sudo()._read_group(
                [("deal_id", "in", roots.ids)], ["deal_id"], ["amount:sum"]
            )
        )
        return {
            deal._roots().id: values_of.cents(deal)
            - round(Decimal(str(refunded.get(deal._roots(), 0))), 2)
            for deal in roots._current()
        }

    @api.model
    def _too_much_text(self, root, left):
        deal = self.env["cs.incentive.deal"].sudo().browse(root)
        return self.env._(
            "INC-06: of “%(deal)s” only %(left)s can still be refunded.",
            deal=deal.with_env(self.env).sudo().display_name,
            left=deal._money_text(float(left)),
        )

    @api.model
    def _fact_obstacle(self, deal, vals):
        if not values_of.is_amount(vals["amount"]):
            return values_of.amount_text(self.env)
        if not vals["reason"]:
            return self.env._("INC-06: please say why it was refunded.")
        if vals["date"] < deal.date:
            return self.env._("INC-06: a refund cannot come before its deal.")
        return super()._fact_obstacle(deal, vals)
