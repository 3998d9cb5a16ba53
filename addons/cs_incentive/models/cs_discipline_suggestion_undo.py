from odoo import api, fields, models
from odoo.addons.cs_base.models.cs_undo_mixin import Act
from odoo.exceptions import UserError

from .claim import claimed

DECIDED = ("confirmed", "dismissed")


class CsDisciplineSuggestion(models.Model):
    """Taking back that an entry was made of a suggestion, or that it was dismissed.

    The suggestion is open again. An entry that was made of it is withdrawn and thrown
    away, as its reporter could do; once somebody has decided on it, it stays.
    """

    _inherit = "cs.discipline.suggestion"

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends_context("uid")
    @api.depends("state", "decided_at", "decided_by_id")
    def _compute_can_undo(self):
        for one in self:
            since = self._undo_since(one.sudo().company_id.cs_undo_minutes)
            one.can_undo = (
                one.state in DECIDED
                and one.decided_by_id == self.env.user
                and one.decided_at >= since
            )

    def _undo_act(self):
        if self.state not in DECIDED:
            return None
        return Act(
            key=f"{self.state} {self.decided_at}",
            name=self.display_name,
            user=self.decided_by_id,
            done_at=self.decided_at,
            company=self.company_id,
            detail={
                "state": self.state,
                "entry_id": self.entry_id.id,
                "reason": self.reason,
            },
        )

    def _undo_check(self):
        entry = self.entry_id
        if entry and (entry.state != "submitted" or entry.decision_ids._standing()):
            raise UserError(
                self.env._("Somebody has decided on the entry already (INC-21).")
            )

    def _undo_claim(self):
        if not claimed(self, self.state):
            raise UserError(
                self.env._("Somebody has decided on this already. Please look again.")
            )

    def _undo(self, act):
        entry = self.entry_id
        self._decide({"state": "open", "entry_id": False, "reason": False})
        self._kept_write({"decided_at": False, "decided_by_id": False})
        if entry:
            entry.action_withdraw()
            entry._decision_write({"state": "dropped"})
