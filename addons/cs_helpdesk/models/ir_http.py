from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The portal's scripts find a term in whichever of these addons has it."""
        return [*super()._get_translation_frontend_modules_name(), "cs_helpdesk"]
