from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class CsDemo(models.AbstractModel):
    """Customers of the demo company: classes, visits, a dispute (HD-21, HD-22)."""

    _inherit = "cs.demo"

    @api.model
    def _make_past_order(self, name, login, values, days_ago):
        """A finished order of some days ago, called back the day after."""
        xml_id = f"cs_helpdesk.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        hours = days_ago * 24
        call = (login, hours - 24, "reached", {"satisfaction": "satisfied"})
        self._make_service(name, login, {"cs_kind": "order", **values}, hours, [call])
        moment = fields.Datetime.now() - timedelta(hours=hours)
        ticket = self.env.ref(xml_id)
        ticket._cs_set({"closed_date": moment})
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
                moment - timedelta(hours=2),
                ticket.id,
            )
        )
        self.env.invalidate_all()

    @api.model
    def _make_customers(self):
        """As the nightly job does."""
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        self.env["cs.customer"].with_company(company)._recompute(company)

    @api.model
    def _make_customer_claim(self, name, login, partner, values):
        customer = self._demo_customer(partner)
        self._make(
            f"cs_helpdesk.{name}_demo",
            "cs.customer.claim",
            login,
            {"customer_id": customer.id, **values},
        )

    @api.model
    def _make_customer_visit(self, name, login, partner, topic, record):
        """A visit of today that was recorded, with its follow-up.

        :param record: outcome, what was said, days to the follow-up, its topic
        """
        xml_id = f"cs_helpdesk.{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        customer = self._demo_customer(partner)
        outcome, said, days, about = record
        today = customer.company_id._cs_today()
        day = customer.visit_ids.filtered(lambda visit: visit.planned_on == today)
        if not day:
            self._make(
                xml_id,
                "cs.customer.visit",
                login,
                {"customer_id": customer.id, "planned_on": today, "topic": topic},
            )
            day = self.env.ref(xml_id)
        follow_up = today + timedelta(days=days)
        day.with_user(self._ref("user", login))._record(outcome, said, follow_up, about)

    def _demo_customer(self, partner):
        return self.env["cs.customer"].search(
            [
                ("company_id", "=", self._ref("company", "xinglan")),
                ("partner_id", "=", self.env.ref(partner).id),
            ]
        )
