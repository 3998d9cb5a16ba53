from decimal import Decimal

from odoo import models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_helpdesk.models.cs_suggestion_score import CRITERIA

RULE = "INC-14"


class CsStaffIdea(models.Model):
    """Why a suggestion of the staff was scored so, and the appeal against it."""

    _inherit = "cs.staff.idea"

    # Appeal, once (ALL-02)

    def _appeal_since(self):
        tried = self.appeal_ids.filtered(lambda one: one.state != "draft")
        decided = self.state in ("adopted", "done", "not_adopted")
        return self.decided_at if decided and not tried else None

    def _appeal_first_decider(self):
        decisions = self.sudo().decision_ids._standing()
        return decisions.filtered(
            lambda one: one.outcome in ("approve", "refuse")
        ).decider_id

    def _appeal_accepted(self, appeal):
        """Somebody else decides anew; until then it counts in no figure."""
        self._decision_write(
            self._without_points()
            | {"is_reopened": True, "decided_at": False, "state": "submitted"}
        )
        self._set_explanations({self.id: None})
        notice = self.env["cs.decision.notice"].sudo()
        request = self.env["cs.decision.request"].sudo()._open(self)
        notice._ask(request, self)

    # Reasons (ALL-01)

    def _explain(self):
        # The reasons keep what the database keeps.
        self.flush_recordset()
        self.invalidate_recordset(flush=False)
        policy = self.incentive_policy_id
        reasons = []
        if self.state in ("adopted", "done"):
            facts = [Fact(policy._name, policy.id, "policy")] if policy else []
            weights = self._weights(policy or self._policy())
            reasons.append(
                Reason(
                    RULE,
                    "idea.score",
                    facts,
                    [
                        Param(f"weight_{name}", Decimal(weight) / 100, "ratio")
                        for name, weight in zip(CRITERIA, weights, strict=True)
                    ],
                    [
                        *(Param(name, self[name]) for name in CRITERIA),
                        Param("score", Decimal(str(self.score))),
                    ],
                )
            )
            counts = [Param("day", self.counts_on)]
            reasons.append(Reason(RULE, "idea.counts", values=counts))
        why = [
            Param("why", self.reason or ""),
            Param("person", self.decided_by_id.name),
        ]
        reasons.append(Reason(RULE, f"idea.why.{self._verdict()}", values=why))
        verdict = f"idea.result.{self._verdict()}"
        self._set_explanations({self.id: Explanation(reasons, verdict)})

    def _verdict(self):
        return "not_adopted" if self.state == "not_adopted" else "adopted"

    def _explanation_header(self):
        words = dict(self._fields["state"]._description_selection(self.env))
        good = self.state in ("adopted", "done")
        return super()._explanation_header() | {
            "subtitle": words[self.state],
            "token": "ok" if good else "miss",
        }
