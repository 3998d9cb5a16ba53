from odoo import models
from odoo.addons.cs_base.engine.explanation import (
    Explanation,
    Fact,
    Param,
    Reason,
)

RULE = "HD-07"


class CsCallback(models.Model):
    """Why a callback is due when it is, and why it ended (ALL-01)."""

    _inherit = "cs.callback"

    def _explain_limit(self, limits):
        """The reasons of the limit, with the parameters in force (sudo)."""
        self._as_stored()
        self._set_explanations({self.id: Explanation([self._limit_reason(limits)])})

    def _limit_reason(self, limits):
        return Reason(
            rule=RULE,
            key="callback.due",
            facts=self._policy_facts(),
            params=[
                Param("callback_days", limits["callback_days"], "day"),
                Param(
                    "callback_time", f"callback.time.{limits['callback_time']}", "term"
                ),
            ],
            values=[Param("service", self.service_at), Param("due", self.due_at)],
        )

    def _explain_end(self):
        """Add why the callback ended; what was said at first stays (sudo)."""
        one = self.sudo()
        one._as_stored()
        names = ["callback_attempts"]
        limits = one.ticket_id._cs_parameters(names)
        end = Reason(
            rule=RULE,
            key=f"callback.{one.state}",
            facts=[
                Fact("cs.callback.attempt", attempt.id, "call")
                for attempt in one.attempt_ids
            ],
            params=[Param("callback_attempts", limits["callback_attempts"])],
            values=[
                Param("calls", len(one.attempt_ids)),
                Param("missed", one.missed_count),
                Param("done", one.done_at),
            ],
        )
        before = one._get_explanation().reasons
        self._set_explanations({one.id: Explanation((*before, end))})

    def _as_stored(self):
        """What is explained are the moments that the database keeps."""
        self.flush_recordset()
        self.invalidate_recordset(["service_at", "due_at", "done_at"])

    def _policy_facts(self):
        policy = self.sudo().ticket_id._cs_policy()
        facts = [Fact("helpdesk.ticket", self.ticket_id.id, "service")]
        if policy:
            facts.append(Fact(policy._name, policy.id, "policy"))
        return facts

    def _explanation_header(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return {**super()._explanation_header(), "subtitle": states[self.state]}
