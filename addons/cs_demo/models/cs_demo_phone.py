from odoo import models


class CsDemo(models.AbstractModel):
    """Call logs of the demo company, as far back as its months go (HD-03)."""

    _inherit = "cs.demo"

    def _phone_days(self):
        today = self._demo_company()._cs_today()
        return (today - self._month(3)).days
