from datetime import timedelta

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .test_phone_entry import MONDAY, PhoneCase

CONVERSION = "cs.call.conversion"


class ConversionCase(PhoneCase):
    def call(self, hours, number="13800138000", role="agent", **vals):
        """A call so many hours after Monday 10:00. :return: its ticket"""
        ticket = self._saved(role, phone=number, caller_name="Ms Li", **vals)
        call = self.env["cs.phone.call"].search([("ticket_id", "=", ticket.id)])
        self.moved(ticket, hours)
        call.sorted("id")[-1:]._kept_write({"called_at": self.at(hours)})
        self.env.flush_all()
        return ticket

    def order(self, hours, **vals):
        """An order that came otherwise."""
        values = {"cs_kind": "order", "partner_id": self.customer.id}
        return self.moved(self._ticket(**{**values, **vals}), hours)

    def at(self, hours):
        return MONDAY + timedelta(hours=hours)

    def moved(self, ticket, hours):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            [self.at(hours), ticket.id],
        )
        ticket.invalidate_recordset(["create_date"])
        return ticket

    def rows(self):
        """(ticket id, number of the order) by time of the call."""
        self.env.flush_all()
        found = self.env[CONVERSION].search(
            [("company_id", "=", self.company.id)], order="called_at, id"
        )
        return [(one.ticket_id.id, one.order_number) for one in found]


@tagged("cs_helpdesk", "cs_phone_entry")
class TestCallConversion(ConversionCase):
    """HD-09: how many calls became a visit or an order."""

    def test_a_call_that_is_an_order(self):
        ticket = self.call(0, cs_kind="order", decision="new")
        self.assertEqual(self.rows(), [(ticket.id, ticket.number)])

    def test_an_order_counts_for_the_last_call_before_it(self):
        first = self.call(0)
        second = self.call(48, decision="new")
        early, late = self.order(47), self.order(48)
        self.assertEqual(
            self.rows(), [(first.id, early.number), (second.id, late.number)]
        )
        self.order(49)
        self.assertEqual(len(self.rows()), 2, "one call becomes one order")

    def test_what_counts_for_no_call(self):
        call = self.call(1)
        self.order(0.99)
        self.order(2, cs_kind="repair")
        self.order(2, partner_id=False, partner_name="Somebody", cs_phone="13900139000")
        self.order(3, duplicate_id=self.order(0).id)
        self.assertEqual(self.rows(), [(call.id, False)])

    def test_a_new_customer_is_known_by_the_number(self):
        call = self.call(0, "021 6225 0000")
        sold = self.order(1, partner_id=False, cs_phone="021-62250000")
        self.assertEqual(self.rows(), [(call.id, sold.number)])

    def test_the_share(self):
        self.call(0, cs_kind="order", decision="new")
        self.call(1, "13900139000")
        self.env.flush_all()
        [(count, orders, share)] = self.env[CONVERSION]._read_group(
            [("company_id", "=", self.company.id)],
            aggregates=["__count", "orders:sum", "conversion:avg"],
        )
        self.assertEqual((count, orders, share), (2, 1, 0.5))


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_phone_entry")
class TestCallConversionRpc(RpcMixin, ConversionCase):
    def test_who_reads(self):
        ticket = self.call(0)
        reads = (CONVERSION, "search_count", [("ticket_id", "=", ticket.id)])
        for role in ("agent", "agent2", "leader", "supervisor"):
            self.assertEqual(self._rpc(role, *reads), 1, role)
        for role in ("fitter", "payroll"):
            self.assertEqual(self._rpc(role, *reads), 0, role)
        for role in ("agent", "supervisor", "admin"):
            self._refused(role, CONVERSION, "create", {"ticket_id": ticket.id})
            self._refused(role, CONVERSION, "unlink", [1])
