from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.cs_callback import SATISFACTION
from ..models.cs_callback_attempt import NOT_REACHED, OUTCOMES

ANSWERS = (
    "satisfaction",
    "satisfaction_reason",
    "suggestion",
    "customer_agrees",
    "agreed_at",
    "note",
)


class CsCallbackCall(models.TransientModel):
    """One call on one screen: whom, what to say, what the customer says (HD-07).

    The call begins when the form is made; a caller cannot choose the moment.
    """

    _name = "cs.callback.call"
    _description = "Call to a Customer"

    # without sudo below: a form is filled for whoever names a callback (HD-20)
    callback_id = fields.Many2one(
        "cs.callback", required=True, readonly=True, ondelete="cascade"
    )
    started_at = fields.Datetime("Call Began", readonly=True)
    kind = fields.Selection(related="callback_id.kind", related_sudo=False)
    customer = fields.Char(related="callback_id.customer", related_sudo=False)
    phone = fields.Char(related="callback_id.phone", related_sudo=False)
    ticket_id = fields.Many2one(related="callback_id.ticket_id", related_sudo=False)
    service_at = fields.Datetime(related="callback_id.service_at", related_sudo=False)
    due_at = fields.Datetime(related="callback_id.due_at", related_sudo=False)
    served_by_id = fields.Many2one(
        related="callback_id.served_by_id", related_sudo=False
    )
    missed_count = fields.Integer(
        related="callback_id.missed_count", related_sudo=False
    )
    opening = fields.Text("Say First", compute="_compute_scripts")
    closing = fields.Text("Say at the End", compute="_compute_scripts")

    outcome = fields.Selection(OUTCOMES, "What Came of the Call")
    satisfaction = fields.Selection(SATISFACTION, "How Satisfied")
    satisfaction_reason = fields.Text("Why Not Satisfied")
    suggestion = fields.Text("Any Suggestion")
    customer_agrees = fields.Selection(
        [("yes", "Yes"), ("no", "No")], "Agrees That It Is Solved"
    )
    agreed_at = fields.Datetime("Call Again On")
    note = fields.Text("Note for the Next Call")

    @api.depends_context("lang")
    @api.depends("satisfaction", "callback_id")
    def _compute_scripts(self):
        Script = self.env["cs.callback.script"]
        for call in self:
            texts = Script._texts_for(call.callback_id)
            call.opening = texts["opening"]
            content = call.satisfaction == "satisfied"
            closing = texts["satisfied" if content else "dissatisfied"]
            call.closing = call.satisfaction and closing

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(
            [{**vals, "started_at": fields.Datetime.now()} for vals in vals_list]
        )
        calls.callback_id.check_access("write")
        return calls

    def write(self, vals):
        if {"started_at", "callback_id"} & vals.keys():
            raise UserError(self.env._("Please begin the call with “Call Now”."))
        return super().write(vals)

    def action_save(self):
        """Record the call."""
        self.ensure_one()
        if not self.outcome:
            raise UserError(self.env._("Choose what came of the call, please."))
        answers = {name: self[name] for name in ANSWERS}
        attempt = self.callback_id._record(self.started_at, self.outcome, answers)
        return self._offer(attempt)

    def _offer(self, attempt):
        close = {"type": "ir.actions.act_window_close"}
        if attempt.outcome not in (*NOT_REACHED, "later"):
            return close
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        message = f"{self.customer or ''} · {outcomes[attempt.outcome]}"
        return self.env["cs.undo"]._offer(attempt, message)

    def action_save_next(self):
        """Record the call and begin the next one."""
        offer = self.action_save()
        following = self.env["cs.callback"]._next_to_call()
        if not following:
            return offer
        call = following.action_call()
        if offer["type"] == "ir.actions.client":
            offer["params"]["next"] = call
            return offer
        return call
