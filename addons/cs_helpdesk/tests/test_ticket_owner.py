from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .ticket_case import TicketCase

#: A Monday, 09:00 in Shanghai.
NOW = datetime(2026, 3, 2, 1, 0)


@tagged("cs_helpdesk", "cs_ticket_owner")
class TestTicketOwner(TicketCase):
    """HD-02: who first received the matter owns it until it is closed."""

    def _ask(self, ticket, role="agent", to="agent2", **vals):
        Transfer = self.env["cs.ticket.transfer"].with_user(self.users[role])
        return Transfer.create(
            {
                "ticket_id": ticket.id,
                "to_id": self.users[to].id,
                "reason": "On leave tomorrow",
                **vals,
            }
        )

    def test_who_receives(self):
        entered = self._ticket("agent", user_id=self.users["agent2"].id)
        self.assertEqual(entered.cs_first_owner_id, self.users["agent"])
        by_mail = self._ticket(None)
        self.assertFalse(by_mail.cs_owner_id)
        by_mail.user_id = self.users["agent2"]
        by_mail.user_id = self.users["agent"]
        self.assertEqual(by_mail.cs_first_owner_id, self.users["agent2"])
        self.assertEqual(by_mail.cs_owner_id, self.users["agent2"])

    def test_accepted_transfer(self):
        ticket = self._ticket(user_id=self.users["agent"].id)
        transfer = self._ask(ticket, to="leader")
        self.assertEqual(ticket.cs_owner_id, self.users["agent"])
        self.assertTrue(self._as("leader", ticket).has_access("read"))
        self._as("leader", transfer).action_accept()
        self.assertEqual(ticket.cs_owner_id, self.users["leader"])
        self.assertEqual(ticket.user_id, self.users["leader"])
        self.assertEqual(ticket.cs_first_owner_id, self.users["agent"])
        self.assertFalse(ticket.cs_asked_id)

    def test_first_owner_goes_on_reading(self):
        ticket = self._ticket(user_id=self.users["agent"].id)
        self._as("leader", self._ask(ticket, to="leader")).action_accept()
        other = self.team.copy({"name": "Other", "user_ids": [(5,)], "user_id": False})
        other.cs_department_id = self.workshop
        ticket.team_id = other
        self.assertTrue(self._as("agent", ticket).has_access("read"))
        self.assertFalse(self._as("agent", ticket).has_access("write"))
        self.assertFalse(self._as("agent2", ticket).has_access("read"))
        self.assertTrue(self._as("leader", ticket).has_access("write"))

    def test_only_who_is_asked_answers(self):
        transfer = self._ask(self._ticket())
        for role in ("agent", "leader", "supervisor", "gm"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, transfer).action_accept()
        self._as("agent2", transfer)._refuse("Too much already")
        self.assertEqual(transfer.state, "refused")
        self.assertEqual(transfer.ticket_id.cs_owner_id, self.users["agent"])
        with self.assertRaises(UserError):
            self._as("agent2", transfer).action_accept()

    def test_who_may_ask(self):
        ticket = self._ticket()
        for role in ("agent2", "fitter", "gm", "hr"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._ask(ticket, role, to="leader")
        self._ask(ticket, "leader")
        with self.assertRaises(UserError):
            self._ask(ticket, "agent", to="leader")

    def test_to_whom(self):
        ticket = self._ticket()
        portal = new_test_user(self.env, "cs_portal", groups="base.group_portal")
        for user in (self.users["agent"], portal, self.env.ref("base.user_root")):
            with self.assertRaisesRegex(UserError, "HD-02"):
                self._ask(ticket, to_id=user.id)

    def test_limit_exactly(self):
        """Four hours of working time: asked at 09:00, due at 14:00 after the noon
        break of the company's calendar."""
        with freeze_time(NOW):
            ticket = self._ticket()
            transfer = self._ask(ticket)
        self.assertEqual(transfer.answer_by, NOW + timedelta(hours=5))
        late = freeze_time(transfer.answer_by + timedelta(seconds=1))
        with late, self.assertRaisesRegex(UserError, "due by"):
            self._as("agent2", transfer).action_accept()
        with freeze_time(transfer.answer_by):
            self._as("agent2", transfer).action_accept()
        self.assertEqual(ticket.cs_owner_id, self.users["agent2"])

    def test_not_answered_in_time(self):
        with freeze_time(NOW):
            transfer = self._ask(self._ticket())
        cron = self.env.ref("cs_helpdesk.cs_ticket_transfer_cron")
        with freeze_time(transfer.answer_by), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(transfer.state, "asked")
        late = freeze_time(transfer.answer_by + timedelta(seconds=1))
        with late, self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(transfer.state, "expired")
        self.assertEqual(transfer.ticket_id.cs_owner_id, self.users["agent"])
        self.assertFalse(transfer.ticket_id.cs_asked_id)

    def test_nothing_is_forged(self):
        ticket = self._ticket()
        for vals in ({"state": "accepted"}, {"from_id": self.users["agent2"].id}):
            with self.assertRaises(UserError):
                self._ask(ticket, **vals)
        transfer = self._ask(ticket)
        for role in ("agent", "agent2", "admin"):
            own = self._as(role, transfer)
            for call in (
                lambda own=own: own.write({"state": "accepted"}),
                own.unlink,
                own.copy,
            ):
                with self.assertRaises(UserError):
                    call()
        with self.assertRaises(UserError):
            self._as("agent", ticket).write(
                {"cs_transfer_ids": [(1, transfer.id, {"state": "accepted"})]}
            )

    def test_closing_ends_the_question(self):
        ticket = self._ticket()
        transfer = self._ask(ticket)
        self._as("agent", ticket).stage_id = self.done
        self.assertEqual(transfer.state, "void")
        with self.assertRaises(UserError):
            self._ask(ticket)

    def test_not_to_who_is_complained_about(self):
        ticket = self._complaint()
        self.env["cs.complaint.party"].create(
            {
                "ticket_id": ticket.id,
                "department_id": self.group_one.id,
                "employee_id": self.people["agent2"].id,
            }
        )
        with self.assertRaisesRegex(UserError, "names"):
            self._ask(ticket)


@tagged("cs_helpdesk", "cs_ticket_access")
class TestTicketAccess(TicketCase):
    """The access matrix of TRUST.md for tickets and complaints."""

    def test_matrix(self):
        own = self._ticket("agent")
        stranger = self.team.copy(
            {"name": "Other", "user_id": False, "user_ids": [(5,)]}
        )
        stranger.cs_department_id = self.workshop
        foreign = self._ticket(None, team_id=stranger.id)
        allowed = {
            "agent": ("rw", ""),
            "agent2": ("rw", ""),
            "leader": ("rw", ""),
            "supervisor": ("rw", ""),
            "hr": ("", ""),
            "payroll": ("", ""),
            "gm": ("r", "r"),
            "fitter": ("", "r"),
        }
        for role, (expected_own, expected_foreign) in allowed.items():
            for ticket, expected in ((own, expected_own), (foreign, expected_foreign)):
                with self.subTest(role=role, ticket=ticket.team_id.name):
                    seen = self._as(role, ticket)
                    rights = "".join(
                        letter
                        for letter, mode in (("r", "read"), ("w", "write"))
                        if seen.has_access(mode)
                    )
                    self.assertEqual(rights, expected)
                    self.assertFalse(seen.has_access("unlink"))

    def test_without_a_team(self):
        ticket = self._ticket(None, team_id=False)
        for role in ("agent", "leader", "supervisor", "gm"):
            expected = role in ("agent", "supervisor", "gm")
            self.assertEqual(self._as(role, ticket).has_access("read"), expected, role)
        for role in ("hr", "payroll", "fitter"):
            self.assertFalse(self._as(role, ticket).has_access("read"), role)

    def test_hr_reads_complaints_about_people(self):
        ticket = self._complaint()
        self.assertFalse(self._as("hr", ticket).has_access("read"))
        self.env["cs.complaint.party"].create(
            {
                "ticket_id": ticket.id,
                "department_id": self.group_one.id,
                "employee_id": self.people["agent2"].id,
            }
        )
        self.assertTrue(self._as("hr", ticket).has_access("read"))
        self.assertFalse(self._as("hr", ticket).has_access("write"))

    def test_who_joins_a_team_reads_its_tickets_at_once(self):
        """Odoo keeps the domains of record rules; they follow the teams."""
        fitter = self.users["fitter"]
        ticket = self._ticket()
        seen = self.env["helpdesk.ticket"].with_user(fitter)
        joins = {
            "team": lambda users: self.team.write({"user_ids": users}),
            "user": lambda teams: fitter.write({"helpdesk_team_ids": teams}),
        }
        for name, join in joins.items():
            one = fitter if name == "team" else self.team
            for is_in in (False, True, False):
                with self.subTest(name, is_in=is_in):
                    join([(4 if is_in else 3, one.id)])
                    fitter.invalidate_recordset()
                    found = seen.search([("id", "=", ticket.id)])
                    self.assertEqual(bool(found), is_in)
