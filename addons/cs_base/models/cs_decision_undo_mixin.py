from odoo import api, fields, models
from odoo.exceptions import UserError


class CsDecisionUndoMixin(models.AbstractModel):
    """The part of ``cs.decision.mixin`` that takes a decision back.

    A step before the last and a refusal have no consequences of their own, so they can
    be taken back everywhere. A final approval has: a model whose
    ``_decision_on_approved`` does anything says so by ``_decision_undoes_approval`` and
    takes it back in ``_decision_on_undone``, by the paths that cancelling uses.
    """

    _name = "cs.decision.undo.mixin"
    _inherit = ["cs.decision.guard.mixin"]
    _description = "Document with Decisions That Can Be Taken Back"

    _decision_undoes_approval = False

    can_undo_decision = fields.Boolean(compute="_compute_can_undo_decision")

    @api.depends_context("uid")
    @api.depends(lambda self: self._decision_depends())
    def _compute_can_undo_decision(self):
        found = set()
        if self.ids:
            # sudo: only a fact about the reader comes out
            Decision = self.env["cs.decision"].sudo()
            domain = [*self._decision_domain(), *Decision._undoable_domain()]
            found = set(Decision.search(domain)._offered().mapped("res_id"))
        for document in self:
            document.can_undo_decision = document.id in found

    def action_undo_decision(self):
        """Take back what the caller has just decided on these documents.

        :raise UserError, AccessError: when nothing can be taken back; says why
        """
        self.check_access("read")
        # sudo: the decision itself checks who may read and take it back
        requests = self.env["cs.decision.request"].sudo().browse()
        for document in self:
            requests |= requests.search(document._decision_domain(), limit=1)
        return requests.sudo(False)._last_decisions().action_undo()

    def _decision_undo(self, decision):
        """Take back one decision on one document, an actor's (see ``cs.decision``)."""
        self._decision_check_undo(decision)
        request = decision.request_id
        notice = self.env["cs.decision.notice"].sudo()
        told = notice._told(request, self)
        self._decision_revert(decision)
        # What the database refuses is refused before anybody is told.
        self.env.flush_all()
        notice._clear(self)
        notice._tell_undone(request, self, decision, told)

    def _decision_offers_undo(self, decision):
        """Whether taking this decision back is offered at all (sudo).

        What never can be taken back is not offered. What comes in the way later is
        found by :meth:`_decision_check_undo`; here nothing is searched for, as it is
        asked for each of many.
        """
        if decision.state_to == self._decision_initial:
            return False
        is_approved = decision.request_id.state == "approved"
        return self._decision_undoes_approval or not is_approved

    def _decision_check_undo(self, decision):
        if self._decision_state() != decision.state_to:
            raise UserError(
                self.env._(
                    "%(name)s has gone on since, so the decision cannot be taken back.",
                    name=decision.request_id.name,
                )
            )
        if decision.state_to == self._decision_initial:
            raise UserError(
                self.env._(
                    "What was given back lies with its maker, who can submit it again."
                )
            )
        if decision.request_id.state == "approved" and not (
            self._decision_undoes_approval
        ):
            raise UserError(self._decision_undo_text())

    def _decision_revert(self, decision):
        """Let the document wait again, and take the consequences back."""
        state = decision.request_id.state
        decision.request_id._reopen(decision)
        self._decision_write({self._decision_state_field: decision.state_from})
        self._decision_on_undone(decision, state)

    def _decision_on_undone(self, decision, request_state):
        """After a decision was taken back, in the same transaction.

        :param request_state: what the submission had become by the decision
        :raise UserError: when something has been built on it
        """

    def _decision_undo_text(self):
        """:return: translated sentence: why it stays, and what to do instead"""
        return self.env._(
            "An approval of this kind has taken effect at once and stays. Please have"
            " it corrected in the ordinary way."
        )
