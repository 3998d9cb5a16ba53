from datetime import timedelta

from odoo import api, models

DAY = timedelta(days=1)
#: What decides whose shift a ticket made longer.
SERVED_FIELDS = {
    "active",
    "closed_date",
    "company_id",
    "last_stage_update",
    "stage_id",
    "team_id",
    "user_id",
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # Facts of attendance ask for the last ticket that a person closed in some hours.
    _cs_served_index = models.Index(
        "(user_id, (COALESCE(closed_date, last_stage_update)))"
    )

    def _handover_vals(self, person):
        """What the line of a handover says of each ticket (sudo), in the language of
        who hands over."""
        tickets = self.with_context(lang=person.user_id.lang)
        return [
            {
                "ticket_id": ticket.id,
                "ticket_number": ticket.number,
                **ticket._handover_names(),
                "ticket_stage": ticket.stage_id.name,
            }
            for ticket in tickets
        ]

    def _handover_names(self):
        """HD-20: of a secret ticket the number only; who takes over reads the rest."""
        if self.cs_secrecy != "normal":
            return {"name": self.number, "ticket_customer": False}
        customer = self.partner_id.display_name or self.partner_name or False
        return {"name": self.name, "ticket_customer": customer}

    # Whose days are judged again

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._touch_served(set())
        return tickets

    def write(self, vals):
        if not SERVED_FIELDS & vals.keys():
            return super().write(vals)
        before = self._served()
        result = super().write(vals)
        self._touch_served(before)
        return result

    def unlink(self):
        self._touch_days(self._served())
        return super().unlink()

    def _served(self):
        """Who served a customer until when: {(user id, company id, naive UTC)}."""
        # sudo: who changes a ticket need not see whose shift it concerns
        return {
            (ticket.user_id.id, ticket.company_id.id, moment)
            for ticket in self.sudo()
            if ticket.active and ticket.user_id and ticket.stage_id.closed
            if (moment := ticket.closed_date or ticket.last_stage_update)
        }

    def _touch_served(self, before):
        self._touch_days(before ^ self._served())

    @api.model
    def _touch_days(self, served):
        """Let the open-ended shifts be judged again that these moments belong to."""
        if not served:
            return
        # sudo: see above
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        people = people.search(
            [
                ("user_id", "in", sorted({user for user, _company, _at in served})),
                ("company_id", "in", sorted({company for _u, company, _at in served})),
            ]
        )
        if not people:
            return
        moments = [at for _user, _company, at in served]
        first, last = min(moments).date() - 2 * DAY, max(moments).date() + DAY
        slots = self.env["cs.duty.slot"].sudo()._planned(people, first, last)
        by_user = {(one.user_id.id, one.company_id.id): one.id for one in people}
        self.env["cs.attendance.stale"]._touch(
            {
                (employee, slot.date)
                for user, company, at in served
                if (employee := by_user.get((user, company)))
                for slot in slots.get(employee, {}).values()
                if slot.is_due and slot.is_open_end
                if slot.stop < at < slot.window[1]
            }
        )
