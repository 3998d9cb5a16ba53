from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """What somebody has typed into a dialog of ours is that person's alone.

    Odoo lets everybody with access to the model read and finish the dialogs of others.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        model = self.env[model_name]
        if not (model._transient and model_name.startswith("cs.")):
            return domain
        return (domain & Domain("create_uid", "=", self.env.uid)).optimize(model)
