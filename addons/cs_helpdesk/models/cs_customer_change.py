from odoo import api, fields, models

from ..engine.customer_class import LOYALTY
from .cs_customer_policy import GRADES

LOYALTIES = list(zip(LOYALTY, ("Loyal", "General", "Lost"), strict=True))


class CsCustomerChange(models.Model):
    """That a customer's class, loyalty or owner changed, when and why (HD-21, HD-22).

    Access: who reads the customer; nobody writes or deletes one.
    """

    _name = "cs.customer.change"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Change of a Customer"
    _order = "id desc"
    _rec_name = "customer_id"

    customer_id = fields.Many2one(
        "cs.customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    changed_at = fields.Datetime("Changed On", required=True, readonly=True)
    grade_from = fields.Selection(GRADES, "Class Before", readonly=True)
    grade_to = fields.Selection(GRADES, "Class After", readonly=True)
    loyalty_from = fields.Selection(LOYALTIES, "Loyalty Before", readonly=True)
    loyalty_to = fields.Selection(LOYALTIES, "Loyalty After", readonly=True)
    owner_from_id = fields.Many2one(
        "res.users", "Owner Before", readonly=True, ondelete="restrict"
    )
    owner_to_id = fields.Many2one(
        "res.users", "Owner After", readonly=True, ondelete="restrict"
    )
    what = fields.Char("What Changed", compute="_compute_what")

    @api.depends_context("lang")
    @api.depends("grade_to", "loyalty_to", "owner_to_id")
    def _compute_what(self):
        for one in self:
            pairs = [("grade_from", "grade_to"), ("loyalty_from", "loyalty_to")]
            parts = [
                (one._label(before), one._label(after))
                for before, after in pairs
                if one[before] != one[after]
            ]
            if one.owner_from_id != one.owner_to_id:
                # sudo: names of colleagues only
                who = one.sudo()
                parts.append((who.owner_from_id.name, who.owner_to_id.name))
            arrows = [f"{before or '–'} → {after or '–'}" for before, after in parts]
            one.what = " · ".join(arrows)

    def _label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])

    def _kept_text(self):
        return self.env._("The history of customers is kept as it is.")
