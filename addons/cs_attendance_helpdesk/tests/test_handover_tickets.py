from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ticket_case import CLEAR, DAY, TicketCase


@tagged("post_install", "-at_install", "cs_attendance_helpdesk")
class TestHandoverTickets(TicketCase):
    """ATT-14: open tickets are listed automatically, once each."""

    def _names(self, handover):
        return set(handover.item_ids.mapped("name"))

    def _sign(self, handover):
        self._as("agent", handover).action_sign()

    def test_open_tickets_of_the_person_are_listed(self):
        refund = self._ticket("Refund")
        self._ticket("Of a colleague", "agent2")
        self._ticket("Of nobody", None)
        self._ticket("Finished", stage_id=self.closed.id)
        self._ticket("Archived").active = False
        handover = self._handover()
        item = handover.item_ids
        self.assertEqual(item.name, "Refund")
        self.assertEqual(
            (item.ticket_number, item.ticket_customer, item.ticket_stage),
            (refund.number, "Ms Wang", "Working"),
        )

    def test_of_a_secret_ticket_the_number_only(self):
        """HD-20: whoever is handed the shift opens it with a reason."""
        refund = self._ticket("Refund")
        refund._cs_set({"cs_secrecy": "secret"})
        item = self._handover().item_ids
        self.assertEqual(item.ticket_number, refund.number)
        self.assertEqual((item.name, item.ticket_customer), (refund.number, False))

    def test_a_ticket_is_a_result_and_blocks_nothing(self):
        self._ticket("Refund")
        handover = self._handover()
        self._sign(handover)
        self.assertEqual(handover.state, "left")

    def test_tickets_of_another_company_are_not_listed(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["agent"].company_ids |= other
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        self._ticket("Elsewhere", company_id=other.id, team_id=False, stage_id=stage.id)
        self.assertFalse(self._handover().item_ids)

    def test_the_team_when_the_handover_says_so(self):
        """Tickets that the person may read: agents those of their teams."""
        self._ticket("Own")
        self._ticket("Of a colleague", "agent2")
        self._ticket("Of nobody", None)
        handover = self._handover()
        self.assertEqual(self._names(handover), {"Own"})
        handover.is_team_tickets = True
        self.assertEqual(self._names(handover), {"Own", "Of a colleague", "Of nobody"})
        handover.is_team_tickets = False
        self.assertEqual(self._names(handover), {"Own"})

    def test_refreshing_lists_what_is_new_once(self):
        old = self._ticket("Old")
        handover = self._handover()
        self._ticket("New")
        old.name = "Old, renamed"
        for _twice in range(2):
            handover.action_refresh_tickets()
            self.assertEqual(
                sorted(handover.item_ids.mapped("name")), ["New", "Old, renamed"]
            )

    def test_refreshing_settles_what_is_closed_and_drops_what_went_away(self):
        tickets = [self._ticket(name) for name in ("Closed", "Passed on", "Noted")]
        handover = self._handover()
        noted = handover.item_ids.filtered(lambda item: item.name == "Noted")
        noted.cause = "Lost parcel"
        tickets[0].stage_id = self.closed
        (tickets[1] | tickets[2]).user_id = self.users["agent2"]
        handover.action_refresh_tickets()
        self.assertEqual(self._names(handover), {"Closed", "Noted"})
        done = handover.item_ids.filtered("is_done")
        self.assertEqual((done.name, done.ticket_stage), ("Closed", "Finished"))
        tickets[0].stage_id = self.open
        handover.action_refresh_tickets()
        self.assertFalse(handover.item_ids.filtered("is_done"))

    def test_signing_lists_what_came_last_and_freezes_it(self):
        handover = self._handover()
        ticket = self._ticket("At the last minute")
        self._sign(handover)
        self.assertEqual(self._names(handover), {"At the last minute"})
        ticket.write({"name": "Renamed", "stage_id": self.closed.id})
        self._ticket("Too late")
        with self.assertRaises(UserError):
            handover.action_refresh_tickets()
        self._as("agent2", handover).action_accept()
        number = ticket.number
        ticket.active = False
        item = handover.item_ids
        self.assertEqual(
            (item.name, item.ticket_stage, item.ticket_number, item.is_done),
            ("At the last minute", "Working", number, False),
        )

    def test_a_ticket_taken_over_goes_on_until_it_is_closed(self):
        """Once, also when it has been assigned to the person meanwhile."""
        going, ended = self._ticket("Goes on"), self._ticket("Ended")
        first = self._handover()
        self._sign(first)
        self._as("agent2", first).action_accept()
        going.user_id = self.users["agent2"]
        ended.stage_id = self.closed
        following = (
            self.env["cs.handover"]
            .with_user(self.users["agent2"])
            .create({"relief_id": self.agent.id, "date": DAY, **CLEAR})
        )
        item = following.item_ids
        self.assertEqual(item.ticket_id, going)
        self.assertEqual(item.carried_from_id.handover_id, first)

    def test_who_may_read_the_ticket_opens_it(self):
        ticket = self._ticket("Refund")
        item = self._handover().item_ids
        self.assertTrue(self._as("agent", item).can_open_ticket)
        action = self._as("agent", item).action_open_ticket()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (ticket._name, ticket.id)
        )
        for role in ("leader", "supervisor"):
            reader = self._as(role, item)
            self.assertEqual(reader.ticket_number, ticket.number)
            self.assertFalse(reader.can_open_ticket)
            with self.assertRaises(AccessError):
                reader.action_open_ticket()

    def test_many_tickets_are_read_at_once(self):
        """The statements of listing tickets do not grow with the tickets."""
        handover = self._handover().sudo()
        for number in range(3):
            self._ticket(f"T{number}")
        self.env.flush_all()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover._open_tickets()._handover_vals(handover.outgoing_id)
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            self._ticket(f"More {number}")
        self.env.flush_all()
        self.assertEqual(count(), few)

    def test_the_sheet_names_tickets(self):
        ticket = self._ticket("Refund")
        handover = self._handover()
        report = self.env["ir.actions.report"].with_user(self.users["agent"])
        html, _kind = report._render_qweb_html(
            "cs_attendance.handover_print", handover.ids
        )
        self.assertIn(ticket.number.encode(), html)


@tagged("post_install", "-at_install", "cs_attendance_helpdesk")
class TestHandoverTicketsRpc(RpcMixin, TicketCase):
    def test_who_refreshes(self):
        ticket = self._ticket("Refund")
        handover = self._handover()
        for role in ("agent2", "leader", "hr", "gm"):
            self._refused(role, "cs.handover", "action_refresh_tickets", handover.ids)
        for role in ("agent", "supervisor"):
            self._rpc(role, "cs.handover", "action_refresh_tickets", handover.ids)
        item = handover.item_ids
        for call, args in (("action_open_ticket", ()), ("read", (["ticket_id"],))):
            self._rpc("agent", "cs.handover.item", call, item.ids, *args)
        self._refused("leader", "cs.handover.item", "action_open_ticket", item.ids)
        self.assertEqual(item.ticket_id, ticket)

    def test_what_a_ticket_says_is_not_entered(self):
        self._ticket("Refund")
        secret = self._ticket("Secret", "supervisor", team_id=False)
        item = self._handover().item_ids
        for vals in (
            {"ticket_id": secret.id},
            {"ticket_number": "HT00000"},
            {"ticket_customer": "Somebody"},
            {"ticket_stage": "Finished"},
            {"name": "Nothing to do"},
        ):
            self._refused("agent", "cs.handover.item", "write", item.ids, vals)
            vals = {"handover_id": item.handover_id.id, "name": "New", **vals}
            if len(vals) > 2:
                self._refused("agent", "cs.handover.item", "create", [vals])
        context = {"default_ticket_id": secret.id, "default_ticket_number": "HT0"}
        vals = {"handover_id": item.handover_id.id, "name": "By default"}
        [number] = self._rpc(
            "agent", "cs.handover.item", "create", [vals], context=context
        )
        made = self.env["cs.handover.item"].browse(number)
        self.assertFalse(made.ticket_id or made.ticket_number)
