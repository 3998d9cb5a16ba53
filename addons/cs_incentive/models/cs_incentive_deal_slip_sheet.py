from odoo import api, models
from odoo.addons.cs_base.engine.sheet_in import Field

from .cs_incentive_deal_sheet import DEAL, KIND, SIGNED, SLIP_NAMES


class CsIncentiveDealSlipSheet(models.AbstractModel):
    """Reads files of transfer slips that were handed in later (INC-06)."""

    _name = "cs.incentive.deal.slip.sheet"
    _inherit = ["cs.incentive.deal.fact.sheet"]
    _description = "Files of Transfer Slips"
    _fact = "cs.incentive.deal.slip"
    _names = dict(zip(SLIP_NAMES, ("number", "date", "is_signed"), strict=True))

    @api.model
    def _wanted(self):
        return [
            KIND,
            DEAL,
            Field("slip_number", ("Transfer Slip", "传递单", "传递单号")),
            Field("slip_date", ("Slip Handed In On", "交单日期", "传递单日期"), "date"),
            Field(*SIGNED),
        ]

    @api.model
    def _same(self, vals):
        return [vals["number"], vals["date"]]
