from odoo import api, fields, models
from odoo.exceptions import UserError


class CsDispatchMaker(models.AbstractModel):
    """Taking back what followed from the decision on a refusal (HD-23): the order goes
    back to who had it, and the refusal waits again.

    The dispatch stays as it was decided, marked as taken back, and counts no more:
    caps and turns count what orders name as their dispatch. Always called with
    superuser rights.
    """

    _inherit = "cs.dispatch.maker"

    @api.model
    def _check_take_back(self, decision):
        """:raise UserError: something has been built on this dispatch"""
        ticket = decision.ticket_id
        if ticket.cs_dispatch_id != decision or ticket.closed:
            raise UserError(
                self.env._(
                    "HD-23: %s has been closed or dispatched anew since, so the"
                    " decision on its refusal stays.",
                    decision.ticket_number,
                )
            )
        if self._is_begun(decision):
            raise UserError(
                self.env._(
                    "HD-23: %(person)s has begun to work on %(order)s or given it away,"
                    " so the decision on its refusal stays.",
                    person=decision.employee_id.name,
                    order=decision.ticket_number,
                )
            )

    def _is_begun(self, decision):
        """Whether who got the order did anything about it since, or has it no more."""
        ticket, user = decision.ticket_id, decision.employee_id.user_id
        if ticket.user_id != user:
            return True
        Refusal = self.env["cs.dispatch.refusal"]
        if Refusal.search_count([("decision_id", "=", decision.id)], limit=1):
            return True
        written = [
            ("model", "=", ticket._name),
            ("res_id", "=", ticket.id),
            ("author_id", "=", user.partner_id.id),
            ("date", ">", decision.moment),
        ]
        return bool(self.env["mail.message"].search_count(written, limit=1))

    @api.model
    def _take_back(self, refusal):
        """Give the order back to who refused it."""
        undone, before = refusal.new_decision_id, refusal.decision_id
        ticket = undone.ticket_id
        self._lock_ticket(ticket, undone)
        day = ticket.company_id._cs_today()
        self._lock_people(self._members(ticket, day).values())
        undone._kept_write({"undone_at": fields.Datetime.now()})
        self._hand_out(ticket, before)
