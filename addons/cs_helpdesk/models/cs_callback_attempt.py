from odoo import api, fields, models
from odoo.addons.cs_base.models.cs_undo_mixin import Act
from odoo.exceptions import UserError

#: What may come out of a call.
OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("busy", "Busy"),
    ("off", "Switched off"),
    ("wrong", "Wrong number"),
    ("later", "Inconvenient, another time agreed"),
    ("never", "Does not want to be called"),
]
#: The customer was not reached; so many of them close the callback (HD-07).
NOT_REACHED = ("no_answer", "busy", "off", "wrong")


class CsCallbackAttempt(models.Model):
    """One call to a customer; kept as it was (HD-07).

    Access: who reads the callback reads it; only recording a call makes one.
    """

    _name = "cs.callback.attempt"
    _inherit = ["cs.kept.mixin", "cs.undo.mixin"]
    _description = "Call of a Callback"
    _order = "called_at, id"
    _rec_name = "outcome"

    callback_id = fields.Many2one(
        "cs.callback", required=True, index=True, ondelete="restrict"
    )
    ticket_id = fields.Many2one(
        related="callback_id.ticket_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="callback_id.company_id", store=True, index=True, precompute=True
    )
    called_at = fields.Datetime("When", required=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, index=True, ondelete="restrict"
    )
    phone = fields.Char("Number Called")
    outcome = fields.Selection(OUTCOMES, "What Came of It", required=True)
    agreed_at = fields.Datetime("Agreed Time")
    note = fields.Text()
    before = fields.Json(
        groups="base.group_no_one", help="The callback before, if this is taken back."
    )
    undone_at = fields.Datetime(
        "Taken Back On", compute="_compute_undone_at", compute_sudo=True
    )

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends_context("uid")
    def _compute_can_undo(self):
        for attempt in self:
            # sudo: only whether the reader made the call, and when
            act = attempt.sudo()._undo_act()
            attempt.can_undo = bool(
                act
                and act.user == self.env.user
                and attempt.outcome in (*NOT_REACHED, "later")
                and act.done_at >= self._undo_since(act.company.cs_undo_minutes)
                and not attempt.undone_at
            )

    def _compute_undone_at(self):
        undone = self.env["cs.undo"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        moments = {one.res_id: one.undone_at for one in undone}
        for attempt in self:
            attempt.undone_at = moments.get(attempt.id, False)

    def _kept_text(self):
        return self.env._("HD-07: what came of a call stays as it was recorded.")

    # Taking back that nobody was reached, or that another time was agreed

    def _undo_act(self):
        if not self.before:
            return None
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return Act(
            key="call",
            name=f"{self.callback_id.display_name} · {outcomes[self.outcome]}",
            user=self.user_id,
            done_at=fields.Datetime.to_datetime(self.before["recorded_at"]),
            company=self.company_id,
            detail={"outcome": self.outcome},
        )

    def _undo_check(self):
        if self.outcome not in (*NOT_REACHED, "later"):
            raise UserError(
                self.env._(
                    "HD-07: what a customer has said stays. If it was recorded wrongly,"
                    " please tell your supervisor."
                )
            )
        if self != self.callback_id.attempt_ids.sorted("id")[-1:]:
            raise UserError(
                self.env._("HD-07: the customer has been called again since.")
            )
        if self.callback_id.state not in ("waiting", "unreachable"):
            self.callback_id._check_waiting()

    def _undo_claim(self):
        self.callback_id._lock()
        self._undo_check()

    def _undo(self, act):
        callback = self.callback_id
        callback._set(
            {
                **self.before["callback"],
                "state": "waiting",
                "done_at": False,
                "done_by_id": False,
                "covered": 0,
                "in_time": 0,
            }
        )
