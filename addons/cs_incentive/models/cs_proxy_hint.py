from odoo import models
from odoo.exceptions import UserError


class CsProxyHint(models.Model):
    """A verdict of which an entry was made stays (INC-22)."""

    _inherit = "cs.proxy.hint"

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        made = self.env["cs.discipline.suggestion"].search_count(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("state", "=", "confirmed"),
            ],
            limit=1,
        )
        if made:
            raise UserError(
                self.env._("ATT-12: an entry has been made of this hint since.")
            )
