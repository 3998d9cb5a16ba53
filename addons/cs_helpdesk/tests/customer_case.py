from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .ticket_case import TicketCase


class CustomerCase(TicketCase):
    """Customers of the hotline; the nightly job is ``self._night()``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._cs_today()
        cls.Customer = cls.env["cs.customer"]

    @classmethod
    def _partner(cls, name="Ms Chen", **vals):
        return cls.env["res.partner"].create({"name": name, **vals})

    @classmethod
    def _order(cls, partner, amount=0, days_ago=0, role="agent", **vals):
        """A finished order."""
        ticket = cls._ticket(
            role,
            partner_id=partner.id,
            cs_phone="13800138000",
            **{
                "cs_kind": "order",
                "cs_outcome_id": cls.env.ref("cs_helpdesk.outcome_order_served").id,
                "cs_order_amount": amount,
                **vals,
            },
        )
        ticket.action_close()
        return cls._back(ticket, days_ago)

    @classmethod
    def _back(cls, ticket, days_ago):
        """As if it had come in and been closed at noon of that day."""
        day = cls.company._cs_today() - timedelta(days=days_ago)
        moment = cls.Customer._midnight(cls.company, day) + timedelta(hours=12)
        if ticket.closed:
            ticket._cs_set({"closed_date": min(moment, fields.Datetime.now())})
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
                min(moment, fields.Datetime.now()),
                ticket.id,
            )
        )
        cls.env.invalidate_all()
        return ticket

    @classmethod
    def _night(cls):
        cls.Customer._recompute(cls.company)

    @classmethod
    def _of(cls, partner):
        return cls.Customer.search(
            [("partner_id", "=", partner.id), ("company_id", "=", cls.company.id)]
        )

    def _claim(self, role, customer, **vals):
        """A claim that ``role`` enters, by default for oneself."""
        return (
            self.env["cs.customer.claim"]
            .with_user(self.users[role])
            .create(
                {
                    "customer_id": customer.id,
                    "claimant_id": self.users[role].id,
                    "proof": "brought",
                    "since_on": self.today,
                    "evidence": "She signed the list at the fair",
                    **vals,
                }
            )
            .with_env(self.env)
        )
