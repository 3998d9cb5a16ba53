from odoo import models
from odoo.fields import Domain

from ..engine.rules import Cause


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self._collect_swaps(facts, employees)

    def _collect_swaps(self, facts, employees):
        """ATT-11: leave on a shift that one swapped into, or owes back, is absence."""
        domain = Domain("employee_id", "in", employees.ids)
        domain &= Domain("is_taken", "=", True)
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        parts = self.env["cs.shift.swap.part"].sudo()
        for part in parts.search_fetch(domain, order="date, id"):
            slot = facts.slot(part.employee_id.id, part.date)
            known = facts.days.get((part.employee_id.id, part.date))
            leaves = (
                [one for one in known.covers if one.kind == "leave"] if known else []
            )
            if leaves and slot and slot.is_due and not known.cause:
                model, number = leaves[0].ref
                known.cause = Cause(
                    "ATT-11",
                    "att.swap_leave",
                    (
                        ("cs.shift.swap", "swap", part.swap_id.id),
                        (model, "leave", number),
                    ),
                )
