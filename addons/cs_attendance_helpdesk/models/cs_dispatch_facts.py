from odoo import api, models


class CsDispatchFacts(models.AbstractModel):
    """Nobody is sent to a customer on a day without a shift (HD-23)."""

    _inherit = "cs.dispatch.facts"

    @api.model
    def _away(self, people, day):
        slots = self.env["cs.duty.slot"].sudo()._planned(people, day, day)
        off = {
            person: "off"
            for person, days in slots.items()
            if day in days and not days[day].is_due
        }
        # leave, or no user, says more
        return off | super()._away(people, day)
