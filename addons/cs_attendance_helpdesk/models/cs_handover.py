from odoo import fields, models
from odoo.fields import Domain


class CsHandover(models.Model):
    """Open tickets are listed by themselves among the open items (ATT-14)."""

    _inherit = "cs.handover"

    is_team_tickets = fields.Boolean(
        "Tickets of the Whole Team",
        help="List the open tickets of the teams of who hands over, not only the own.",
    )

    def action_refresh_tickets(self):
        """List what is open now, as somebody who may write the handover."""
        self.check_access("write")
        self._check_unsigned()
        # sudo: tickets are listed whose number and title the relief has to know
        self.sudo()._refresh_tickets()
        return True

    def write(self, vals):
        result = super().write(vals)
        if "is_team_tickets" in vals:
            # sudo: see above
            self.sudo()._refresh_tickets()
        return result

    def _refresh_items(self):
        super()._refresh_items()
        self._refresh_tickets()

    def _refresh_tickets(self):
        """Bring the lines of tickets up to date with the tickets (sudo)."""
        for one in self:
            found = one._open_tickets()
            listed = one.item_ids.ticket_id
            for item in one.item_ids.filtered("ticket_id"):
                item._follow_ticket(item.ticket_id in found)
            one.env["cs.handover.item"].create(
                [
                    {"handover_id": one.id, **item}
                    for item in (found - listed)._handover_vals(one.outgoing_id)
                ]
            )

    def _open_tickets(self):
        """The tickets that this handover hands over (sudo), most urgent first."""
        self.ensure_one()
        user, company = self.outgoing_id.user_id, self.company_id
        Ticket = self.env["helpdesk.ticket"].with_context(
            allowed_company_ids=company.ids
        )
        if not user:
            return Ticket
        is_open = ~Domain("stage_id.closed", "=", True)
        is_open &= Domain("company_id", "=", company.id)
        own = Ticket.search(is_open & Domain("user_id", "=", user.id))
        if not self.is_team_tickets or company not in user.company_ids:
            return own
        # As the person: who reads only personal tickets lists no others.
        theirs = Ticket.with_user(user)
        if not theirs.has_access("read"):
            return own
        teams = user.helpdesk_team_ids.ids
        return own | theirs.search(is_open & Domain("team_id", "in", teams)).sudo()

    def _item_vals(self):
        """Also the tickets; what was carried on about one that is closed is settled."""
        result, carried = [], self.env["helpdesk.ticket"]
        for vals in super()._item_vals():
            before = self.env["cs.handover.item"].browse(vals.get("carried_from_id"))
            ticket = before.ticket_id
            if ticket.closed:
                continue
            if ticket:
                carried |= ticket
                vals |= ticket._handover_vals(self.outgoing_id)[0]
            result.append(vals)
        new = self._open_tickets() - carried
        return [*result, *new._handover_vals(self.outgoing_id)]
