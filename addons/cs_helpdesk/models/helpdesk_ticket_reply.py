from odoo import fields, models


class HelpdeskTicket(models.Model):
    """What stops the time to the first reply, and what ends a pause (HD-03)."""

    _inherit = "helpdesk.ticket"

    def action_cs_contacted(self):
        """Note that the customer has been reached by phone or in person: by who may
        write the ticket, with name and time in the chatter."""
        self.check_access("write")
        for ticket in self:
            ticket.message_post(
                body=self.env._("The customer has been contacted."),
                subtype_xmlid="mail.mt_note",
            )
        # sudo: the stamps are the clock's
        self.sudo()._cs_replied()
        return True

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self and message.message_type in ("comment", "email"):
            # sudo: who may only post moves the clock too
            self.sudo()._cs_message_came(message.sudo())
        return result

    def _cs_message_came(self, message):
        """A message that the customer sees is a reply, or the customer's answer."""
        author = message.author_id
        is_ours = bool(author) and not author.partner_share
        for ticket in self:
            if is_ours and author != ticket.partner_id:
                if not message.is_internal and not message.subtype_id.internal:
                    ticket._cs_replied()
            elif ticket.stage_id.cs_pauses:
                ticket._cs_end_pause()

    def _cs_replied(self):
        """Stamp the first reply and the follow-up of an unpaid order (sudo)."""
        now = fields.Datetime.now()
        for ticket in self:
            vals = {}
            if not ticket.cs_first_reply_at:
                vals["cs_first_reply_at"] = now
            if ticket.cs_unpaid and not ticket.cs_followed_up_at:
                vals["cs_followed_up_at"] = now
            if vals:
                ticket._cs_clock_write(vals)
                ticket._cs_clock_follow(now)

    def _cs_end_pause(self):
        """The customer answered: go on in the first stage of work, so that waiting
        for the customer does not outlast the answer."""
        stages = self.team_id._get_applicable_stages().filtered(
            lambda stage: not stage.closed and not stage.cs_pauses
        )
        stage = stages.filtered(lambda one: not one.unattended)[:1] or stages[:1]
        if stage:
            self.write({"stage_id": stage.id})
