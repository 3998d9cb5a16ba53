from odoo import models


class CsDemo(models.AbstractModel):
    _inherit = "cs.demo"
