from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import UserError

from ..models import deal_values as values_of

#: what a file holds -> model of its rows; its reader is called after it
HOLDS = {
    "deal": "cs.incentive.deal",
    "slip": "cs.incentive.deal.slip",
    "refund": "cs.incentive.deal.refund",
}


class CsIncentiveDealImport(models.TransientModel):
    """Deals, transfer slips and refunds from a file (INC-06).

    Access: HR officers and supervisors, as they enter deals; everybody the own ones.
    """

    _name = "cs.incentive.deal.import"
    _inherit = ["cs.row.import.mixin"]
    _description = "Import of Deals"

    holds = fields.Selection(
        [("deal", "Deals"), ("slip", "Transfer Slips"), ("refund", "Refunds")],
        "The File Holds",
        required=True,
        default="deal",
    )
    is_correcting = fields.Boolean("Correct Existing Deals")

    def action_template(self):
        """Download a file with the right header."""
        self.ensure_one()
        self.check_access("write")
        Sheets = self.env["cs.sheet"]
        place = 1 if (self.env.lang or "").startswith("zh") else 0
        holds = dict(self._fields["holds"]._description_selection(self.env))
        columns = [
            Column(one.key, one.labels[place], width=18)
            for one in self._reader()._wanted()
        ]
        name = f"{holds[self.holds]} {self.env.company._cs_today()}.xlsx"
        sheet = Sheet(holds[self.holds], columns, [])
        return Sheets._download_action(name, Sheets._xlsx([sheet]))

    def _title(self):
        return self.env._("Import Deals")

    def _reader(self):
        return self.env[f"{HOLDS[self.holds]}.sheet"]

    def _take(self, vals_list):
        self.env[HOLDS[self.holds]].create(vals_list)

    def _judge_rows(self, content):
        origin = values_of.clean(self.env, self.origin)
        reason = values_of.clean(self.env, self.reason)
        is_correcting = self.is_correcting and self.holds == "deal"
        if self.holds == "deal" and not origin:
            raise UserError(
                self.env._(
                    "INC-06: please say where the deal is taken from: the platform or"
                    " file."
                )
            )
        if is_correcting and not reason:
            raise UserError(self.env._("INC-06: please say why the deal is corrected."))
        correction = reason if is_correcting else None
        return self._reader()._rows(content, origin, correction)
