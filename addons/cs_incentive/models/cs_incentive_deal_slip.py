from odoo import api, fields, models


class CsIncentiveDealSlip(models.Model):
    """A transfer slip that is handed in after its deal was entered (HD-22, INC-06).

    From then on the deal counts: in the later of its own month and that of the slip.
    One a deal, and only signed by both managers; anything else is no proof.

    Access: as to the deal. Nobody writes or deletes.
    """

    _name = "cs.incentive.deal.slip"
    _inherit = ["cs.incentive.deal.fact.mixin"]
    _description = "Transfer Slip"

    number = fields.Char("Slip Number")
    date = fields.Date("Handed In On")
    is_signed = fields.Boolean("Signed by Both Managers", required=True)

    _deal_uniq = models.Constraint(
        "UNIQUE(deal_id)", "The transfer slip of this deal was handed in already."
    )
    _is_valid = models.Constraint(
        "CHECK(is_signed)", "A transfer slip is signed by both managers."
    )

    def _kept_text(self):
        return self.env._("INC-06: a transfer slip stays as it was handed in.")

    @api.model
    def _prepare_fact_vals(self, vals, deal):
        signed = vals.get("is_signed") is True
        return super()._prepare_fact_vals(vals, deal) | {"is_signed": signed}

    @api.model
    def _fact_obstacle(self, deal, vals):
        if not vals["is_signed"]:
            return self.env._(
                "INC-06: without the signatures of both managers the transfer slip is"
                " no proof. Please hand it in when both have signed."
            )
        if deal._has_own_slip() or deal._roots().own_slip_ids:
            return self.env._("INC-06: this deal has its transfer slip already.")
        return super()._fact_obstacle(deal, vals)

    @api.model
    def _fact_days(self, deal, vals):
        return {max(deal.date, vals["date"])}
