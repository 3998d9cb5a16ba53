from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .cs_undo_mixin import Act

#: Giving back is left to the maker, who submits again: it may have been edited since.
OUTCOMES = ("approve", "refuse")


class CsDecision(models.Model):
    """Taking a decision back (a slip of the finger).

    The decision stays as it was recorded. With its ``cs.undo`` row it does not stand
    any more, and the submission waits at that step again.
    """

    _name = "cs.decision"
    _inherit = ["cs.decision", "cs.undo.mixin"]

    undo_ids = fields.One2many(
        "cs.undo",
        "res_id",
        "Undone",
        domain=[("res_model", "=", "cs.decision")],
        # Whoever reads a decision reads whether it stands.
        bypass_search_access=True,
    )
    undone_at = fields.Datetime(
        "Taken Back On", compute="_compute_undone_at", compute_sudo=True
    )

    @api.depends("undo_ids")
    def _compute_undone_at(self):
        for decision in self:
            decision.undone_at = decision.undo_ids[:1].undone_at

    def _standing(self):
        """Those that have not been taken back."""
        return self.filtered(lambda decision: not decision.sudo().undo_ids)

    @api.model
    def _undoable_domain(self):
        """Decisions of the current user that may still be taken back."""
        minutes = max(self.env.user.sudo().company_ids.mapped("cs_undo_minutes"))
        return [
            ("user_id", "=", self.env.uid),
            ("decided_at", ">=", self._undo_since(minutes)),
            ("outcome", "in", OUTCOMES),
            ("undo_ids", "=", False),
        ]

    @api.model
    def _offer_undo(self, decisions):
        """The client action after deciding, or True when nothing was decided."""
        if not decisions:
            return True
        counts = {
            outcome: len(same)
            for outcome, same in decisions.sudo().grouped("outcome").items()
        }
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        message = ", ".join(
            self.env._("%(outcome)s: %(count)s", outcome=labels[outcome], count=count)
            for outcome, count in counts.items()
        )
        undoable = decisions.sudo().filtered(lambda one: one.outcome in OUTCOMES)
        return self.env["cs.undo"]._offer(undoable._offered().sudo(False), message)

    def _offered(self):
        """Those that were decided last and whose documents let them be taken back, as
        far as is known now (sudo)."""
        return self.filtered(
            lambda one: one.res_model in self.env
            and one == one.request_id.decision_ids._standing()[:1]
            and one.env[one.res_model].browse(one.res_id)._decision_offers_undo(one)
        )

    # Hooks of cs.undo.mixin

    def _undo_label(self):
        return self.request_id.name if self.has_access("read") else ""

    def _undo_act(self):
        return Act(
            key="decision",
            name=self.request_id.name,
            user=self.user_id,
            done_at=self.decided_at,
            company=self.company_id,
            detail={
                "outcome": self.outcome,
                "step": self.step,
                "state_from": self.state_to,
                "state_to": self.state_from,
            },
        )

    def _undo_check(self):
        request = self.request_id
        if self.outcome not in OUTCOMES:
            raise UserError(
                self.env._(
                    "What was given back lies with its maker, who can submit it again."
                )
            )
        standing = request.decision_ids._standing()
        if self not in standing:
            raise UserError(self.env._("This has been taken back already."))
        if self != standing[:1]:
            raise UserError(
                self.env._(
                    "%(person)s has decided on it after you, so it cannot be taken"
                    " back.",
                    person=standing[0].decider_id.name,
                )
            )
        last = request.search(request._same_document_domain(), limit=1)
        if last != request or request.state == "withdrawn":
            raise UserError(
                self.env._("It has been withdrawn or submitted again since.")
            )

    def _undo_claim(self):
        self.request_id._claim_closed()

    def _undo(self, act):
        self.invalidate_recordset(["undo_ids", "undone_at"])
        [document] = self.env[self.res_model].browse(self.res_id)._decision_actor()
        document._decision_undo(self.with_env(document.env))


class CsDecisionRequest(models.Model):
    _inherit = "cs.decision.request"

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends_context("uid")
    def _compute_can_undo(self):
        mine = self.env["cs.decision"].sudo()._undoable_domain()
        decisions = (
            self.env["cs.decision"]
            .sudo()
            .search([("request_id", "in", self.ids), *mine])
        )
        found = decisions._offered().request_id
        for request in self:
            request.can_undo = request.sudo() in found

    def action_undo_decision(self):
        """Take back what the caller has just decided on these."""
        return self._last_decisions().action_undo()

    def _last_decisions(self):
        """The standing decisions that were taken last, one of each submission."""
        self.check_access("read")
        last = self.env["cs.decision"].browse()
        for request in self:
            # sudo: the decision itself checks who may read and take it back
            last |= request.sudo().decision_ids._standing()[:1].sudo(False)
        if not last:
            raise UserError(self.env._("There is no decision to take back here."))
        return last

    def _same_document_domain(self):
        return [("res_model", "=", self.res_model), ("res_id", "=", self.res_id)]

    def _claim_closed(self):
        """Take a submission for this transaction, whatever its state: of several
        callers at once, deciding or taking back, the others run again and find it
        changed."""
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                "UPDATE cs_decision_request SET write_date = %s, write_uid = %s"
                " WHERE id = %s AND state = %s AND step = %s RETURNING id",
                fields.Datetime.now(),
                self.env.uid,
                self.id,
                self.state,
                self.step,
            )
        )
        if not claimed:
            self.invalidate_recordset()
            self._raise_closed()

    def _reopen(self, decision):
        """Let the submission wait again at the step whose decision was taken back."""
        following = self._following(self.env["hr.employee"].sudo(), decision.step - 1)
        if not following:
            raise UserError(
                self.env._("Everybody who could decide has decided already.")
            )
        self._change({"state": "pending", "closed_at": False})
        self._ask(*following)
