from odoo import fields, models
from odoo.exceptions import UserError

#: Kinds that are called back after closing, and the parameter that says so.
CALLED_BACK = {
    "order": "is_order_called_back",
    "repair": "is_repair_called_back",
    "inquiry": "is_inquiry_called_back",
}


class HelpdeskTicket(models.Model):
    """Services are called back when they are finished (HD-07)."""

    _inherit = "helpdesk.ticket"

    cs_callback_ids = fields.One2many(
        "cs.callback", "ticket_id", "Callbacks", readonly=True, copy=False
    )

    def _cs_on_closed(self):
        super()._cs_on_closed()
        services = self.filtered(
            lambda one: one.cs_kind in CALLED_BACK and one._cs_is_called_back()
        )
        self.env["cs.callback"]._make(services)

    def _cs_is_called_back(self):
        """Whether the policy wants this service to be called back (sudo)."""
        # A ticket entered twice is one service, and there has to be a customer.
        if self.duplicate_id or not (self.partner_id or self.cs_phone):
            return False
        name = CALLED_BACK[self.cs_kind]
        return self._cs_parameters([name])[name]

    def _cs_on_reopened(self):
        super()._cs_on_reopened()
        waiting = self.cs_callback_ids.filtered(lambda one: one.state == "waiting")
        waiting._drop()

    def _cs_want_callback(self, reason):
        super()._cs_want_callback(reason)
        if reason == "complaint":
            self.env["cs.callback"]._make(self.sudo(), "complaint")

    def action_cs_call_back(self):
        """Call the customer of a service or complaint whose callback waits.

        A complaint on which all units have reported may be called back again after
        nobody was reached.
        """
        self.ensure_one()
        self.check_access("write")
        one = self.cs_callback_ids.filtered(lambda one: one.state == "waiting")
        if not one and self._cs_may_call_again():
            one = self.env["cs.callback"]._make(self.sudo(), "complaint")
        if not one:
            raise UserError(
                self.env._("HD-07: nothing is left to call this customer back about.")
            )
        return one.with_env(self.env).action_call()

    def _cs_may_call_again(self):
        ticket = self.sudo()
        parties = ticket.cs_party_ids
        solved = parties and all(party.state == "done" for party in parties)
        waits = ticket.cs_kind == "complaint" and not ticket.closed
        return waits and solved and not ticket.cs_agreed_at

    def _cs_callback_vals(self, kind=None):
        """Values of a new callback on the ticket (sudo)."""
        self.ensure_one()
        phone = self.cs_phone or self.partner_id.phone or False
        now = fields.Datetime.now()
        finished = self.closed_date if self.closed and not kind else now
        return {
            "ticket_id": self.id,
            "kind": kind or self.cs_kind,
            "customer": self.partner_id.name or self.partner_name or phone,
            "phone": phone,
            "phone_key": self.env["cs.phone"]._key(phone, self.company_id),
            "zone": self.partner_id.tz or self.company_id._cs_zone().key,
            "department_id": self.cs_department_id.id,
            "served_by_id": (self.user_id or self.cs_owner_id).id,
            "service_at": finished or now,
            "due_at": now,
            # Averages count those who have not been reached.
            "covered": 0,
            "in_time": 0,
        }

    def _cs_open_complaint(self, callback):
        """HD-07: a dissatisfied customer has complained; who heard it receives it.

        :return: the complaint
        """
        self.ensure_one()
        text = self.env._(
            "%(customer)s was called back and is dissatisfied: %(reason)s",
            customer=callback.customer,
            reason=callback.satisfaction_reason,
        )
        return self._cs_complain(text, cs_phone=callback.phone)
