from odoo import models
from odoo.fields import Domain

from ..engine.rules import Cause

SLOT = "cs.duty.slot"


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self.env["cs.shift.swap.ruling"].sudo()._note_causes(facts, employees)
        self._collect_swaps(facts, employees)

    def _collect_swaps(self, facts, employees):
        """ATT-11: leave on a shift that one swapped into, or owes back, is absence."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        Part = self.env["cs.shift.swap.part"].sudo()
        parts = Part.search_fetch(
            domain & Domain("is_taken", "=", True), order="date, id"
        )
        # What was planned anew after the swap is no shift of it any more.
        swapped = self.env[SLOT].sudo()._search(domain & Domain("origin", "=", "swap"))
        sources = {(SLOT, number) for number in swapped} if parts else set()
        for part in parts:
            key = part.employee_id.id, part.date
            slot, known = facts.slot(*key), facts.days.get(key)
            if known and slot and slot.is_due and slot.source in sources:
                self._deny_leaves(known, part)

    def _deny_leaves(self, known, part):
        """Leave of the whole day makes the day an absence, leave of hours the hours."""
        for number, cover in enumerate(known.covers):
            if cover.kind != "leave":
                continue
            model, leave = cover.ref
            facts = (
                ("cs.shift.swap", "swap", part.swap_id.id),
                (model, "leave", leave),
            )
            if cover.part == "day":
                cause = Cause("ATT-11", "att.swap_leave", facts)
                known.cause = known.cause or cause
            else:
                cause = Cause("ATT-11", "att.swap_leave_hours", facts)
                known.covers[number] = cover._replace(kind="denied", cause=cause)
