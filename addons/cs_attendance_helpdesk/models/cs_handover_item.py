from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a line says of its ticket, as it was when it was last brought up to date.
TICKET_FIELDS = {"ticket_id", "ticket_number", "ticket_customer", "ticket_stage"}


class CsHandoverItem(models.Model):
    """An open item may stand for a ticket (ATT-14).

    Number, title, customer and stage are kept with the line: everybody who reads the
    handover reads them, and the ticket itself only who may read tickets.
    """

    _inherit = "cs.handover.item"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", readonly=True, index="btree_not_null", ondelete="set null"
    )
    ticket_number = fields.Char("Ticket No.", readonly=True)
    ticket_customer = fields.Char("Customer", readonly=True)
    ticket_stage = fields.Char("Stage", readonly=True)
    can_open_ticket = fields.Boolean(compute="_compute_can_open_ticket")

    _ticket_uniq = models.UniqueIndex(
        "(handover_id, ticket_id) WHERE ticket_id IS NOT NULL",
        "This ticket is listed already.",
    )

    @api.depends_context("uid")
    @api.depends("ticket_id")
    def _compute_can_open_ticket(self):
        # sudo: only to know which tickets are asked for
        tickets = self.sudo().ticket_id.sudo(False)
        readable = set(tickets._filtered_access("read").ids)
        for item in self:
            item.can_open_ticket = item.sudo().ticket_id.id in readable

    def action_open_ticket(self):
        """Open the ticket of the line; it checks who may read it."""
        self.ensure_one()
        ticket = self.ticket_id
        ticket.check_access("read")
        return ticket._get_records_action() if ticket else False

    def write(self, vals):
        if "name" in vals and not self.env.su and self.ticket_id:
            raise UserError(
                self.env._(
                    "The title of a ticket is changed on the ticket. Please write here"
                    " about its cause, course and result."
                )
            )
        return super().write(vals)

    def _derived_fields(self):
        return super()._derived_fields() | TICKET_FIELDS

    def _says_result(self):
        return super()._says_result() or bool(self.ticket_number)

    def _follow_ticket(self, is_open):
        """Bring the line up to date (sudo); take it off when the ticket went to
        somebody else and nobody wrote about it.

        :param is_open: whether the ticket is among those handed over
        """
        self.ensure_one()
        ticket = self.ticket_id
        written = self.carried_from_id or self.cause or self.course or self.result
        if not (is_open or ticket.closed or written):
            self.unlink()
            return
        [vals] = ticket._handover_vals(self.handover_id.outgoing_id)
        vals["is_done"] = ticket.closed
        new = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if new:
            self.write(new)
