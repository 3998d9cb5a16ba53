from odoo import api, models
from odoo.fields import Domain

from ..engine.rules import Cause


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    @api.model
    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self._collect_handover_rulings(facts, employees)
        self._collect_handovers(facts, employees)

    def _collect_handover_rulings(self, facts, employees):
        """ATT-14: left the post, or handed over so unclearly that something failed."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        rulings = self.env["cs.handover.ruling"].sudo().search_fetch(domain, order="id")
        for one in rulings:
            slot = facts.slot(one.employee_id.id, one.date)
            known = facts.at(one.employee_id.id, one.date)
            if slot and slot.is_due and not known.cause:
                known.cause = Cause(
                    "ATT-14",
                    f"att.handover_{one.kind}",
                    (("cs.handover.ruling", "ruling", one.id),),
                )

    def _collect_handovers(self, facts, employees):
        """ATT-10: an open-ended shift ends when the relief has accepted.

        It counts only while the person was still there, so that a relief who signs
        late makes nobody leave early: leaving the post is ruled on by a person.
        """
        domain = Domain("outgoing_id", "in", employees.ids)
        domain &= Domain("state", "=", "signed")
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        handovers = self.env["cs.handover"].sudo().search_fetch(domain, order="id")
        for one in handovers:
            employee, moment = one.outgoing_id.id, one.relief_signed_at
            slot = facts.slot(employee, one.date)
            if not (slot and slot.is_due):
                continue
            low, high = max(moment, slot.window[0]), slot.window[1]
            if any(low <= at < high for at, _id in facts.punches.get(employee, ())):
                known = facts.at(employee, one.date)
                served = (moment, ("cs.handover", one.id))
                known.served_until = max(known.served_until or served, served)
