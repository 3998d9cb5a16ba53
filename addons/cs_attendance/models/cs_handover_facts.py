from odoo import api, models
from odoo.fields import Domain


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    @api.model
    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self.env["cs.handover.ruling"].sudo()._note_causes(facts, employees)
        self._collect_handovers(facts, employees)

    def _collect_handovers(self, facts, employees):
        """ATT-14: when the relief accepted what the person had signed; ATT-10: an
        open-ended shift ends then."""
        domain = Domain("outgoing_id", "in", employees.ids)
        domain &= Domain("state", "in", ("left", "signed"))
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        handovers = self.env["cs.handover"].sudo().search_fetch(domain, order="id")
        for one in handovers:
            employee, ref = one.outgoing_id.id, ("cs.handover", one.id)
            moment = one.relief_signed_at or None
            slot = facts.slot(employee, one.date)
            if slot and slot.is_due:
                facts.at(employee, one.date).relieved = (moment, ref)
                if moment:
                    self._note_served(facts, employee, slot, moment, ref)

    def _note_served(self, facts, employee, slot, moment, ref):
        """ATT-10: an open-ended shift lasted until then, if it is the latest known.

        It counts only while the person was still there, so that what others do later
        (a relief who signs late, a ticket closed next day) makes nobody leave early.
        """
        low, high = max(moment, slot.window[0]), slot.window[1]
        if any(low <= at < high for at, _id in facts.punches.get(employee, ())):
            known = facts.at(employee, slot.date)
            served = (moment, ref)
            known.served_until = max(known.served_until or served, served)
