from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Calling back again about a complaint that waits for the customer's word.

    After a callback that reached nobody, or in which the customer said no, the next one
    is planned from the conditions for closing: when all units have reported (HD-05),
    outside the customer's rest hours (HD-07), and one at a time, which the database
    keeps (``cs.callback``).
    """

    _inherit = "helpdesk.ticket"

    @api.depends_context("uid", "tz")
    @api.depends("cs_callback_ids.state", "cs_party_ids.state")
    def _compute_cs_gate(self):
        super()._compute_cs_gate()
        for ticket in self.filtered("cs_gate"):
            ticket.cs_gate = [
                {**one, "again": ticket._cs_again()}
                if one["name"] == "agreement" and not one["done"]
                else one
                for one in ticket.cs_gate
            ]

    def _cs_again(self):
        """What the conditions for closing show of the next callback.

        :return: dict of ``note``, ``is_offered`` and ``can``; empty before the first
            callback
        """
        callbacks = self.sudo().cs_callback_ids.sorted("id")
        waiting = callbacks.filtered(lambda one: one.state == "waiting")
        if waiting:
            return {"note": self._cs_planned_text(waiting)}
        if not callbacks or not self._cs_may_plan():
            return {}
        why = self._cs_why_not_again()
        note = why or self._cs_last_text(callbacks[-1])
        return {"note": note, "is_offered": True, "can": not why}

    def _cs_may_plan(self):
        callbacks = self.env["cs.callback"]
        return self.has_access("write") and callbacks.has_access("write")

    def _cs_planned_text(self, callback):
        return self.env._(
            "The next callback is planned: %s", self._cs_call_time(callback.next_at)
        )

    def _cs_last_text(self, callback):
        if callback.state == "reached":
            return self.env._("In the last callback the customer did not agree.")
        states = dict(callback._fields["state"]._description_selection(self.env))
        return self.env._("Last callback: %s", states[callback.state])

    def _cs_call_time(self, moment):
        zone = self.sudo().company_id._cs_zone().key
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return local.strftime("%m-%d %H:%M")

    def _cs_why_not_again(self):
        """:return: sentence why no callback is planned now, or None"""
        ticket = self.sudo()
        if ticket.cs_kind != "complaint" or ticket.closed or ticket.cs_agreed_at:
            return self.env._("HD-05: no callback is needed for closing this.")
        if not self._cs_may_call_again():
            return self.env._(
                "HD-05: all responsible units report that it is solved; then the"
                " customer is called back again."
            )
        number = ticket._cs_callback_vals("complaint")["phone_key"]
        if not number:
            return self.env._("Enter the customer's telephone number first, please.")
        if self.env["cs.phone"]._barred({(number, ticket.company_id)}):
            return self.env._("HD-07: the customer does not want to be called.")
        return None

    def action_cs_plan_callback(self):
        """Plan the next callback on a complaint at an allowed time (再次回访).

        :raise UserError: one is planned already, or it is not time for one
        """
        self.ensure_one()
        self.check_access("write")
        self.env["cs.callback"].check_access("write")
        callbacks = self.sudo().cs_callback_ids
        waiting = callbacks.filtered(lambda one: one.state == "waiting")
        if waiting:
            raise UserError(self._cs_planned_text(waiting))
        why = self._cs_why_not_again()
        if why:
            raise UserError(why)
        self.env["cs.callback"]._make(self.sudo(), "complaint")
        return True
