from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .kept import forget_tickets

CALLERS = 12
TRANSFER = "cs.ticket.transfer"


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_ticket_simultaneous")
class TestTicketSimultaneous(CommittedCase):
    """HD-02, HD-05: of twelve clicks at one moment one counts.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        run = uuid4().hex[:8]
        self.logins = [f"{name}_{run}" for name in ("owner", "colleague")]
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"Tickets {run}"})
            self.company_id = company.id
            users = [self._person(env, login, company) for login in self.logins]
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": run,
                    "company_id": company.id,
                    "user_ids": [(6, 0, [user.id for user in users])],
                }
            )
            self.team_id = team.id
            ticket = (
                env["helpdesk.ticket"]
                .with_user(users[0])
                .create(
                    {
                        "name": run,
                        "description": run,
                        "company_id": company.id,
                        "team_id": team.id,
                    }
                )
            )
            self.ticket_id = ticket.id
            self.user_ids = [user.id for user in users]

    def _person(self, env, login, company):
        user = new_test_user(
            env,
            login=login,
            password=login,
            groups="cs_base.group_agent",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        env["hr.employee"].create(
            {"name": login, "user_id": user.id, "company_id": company.id}
        )
        return user

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            tickets = env["helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            forget_tickets(env, tickets)
            env["helpdesk.ticket.team"].browse(self.team_id).unlink()
            users = env["res.users"].search([("login", "in", self.logins)])
            people = env["hr.employee"].search([("user_id", "in", users.ids)])
            company = env["res.company"].browse(self.company_id)
            partners = users.partner_id | people.work_contact_id | company.partner_id
            people.unlink()
            users.unlink()
            company.unlink()
            partners.exists().unlink()

    def _transfer(self):
        with self.registry.cursor() as cr:
            Transfer = self._env(cr)[TRANSFER].with_user(self.user_ids[0])
            return Transfer.create(
                {
                    "ticket_id": self.ticket_id,
                    "to_id": self.user_ids[1],
                    "reason": "On leave",
                }
            ).id

    def test_one_of_twelve_accepts(self):
        transfer = self._transfer()
        errors = self._call_at_once(
            self.logins[1], TRANSFER, "action_accept", [transfer] * CALLERS
        )
        self.assertEqual(errors.count(None), 1)
        for error in filter(None, errors):
            self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        with self.registry.cursor() as cr:
            ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
            self.assertEqual(ticket.cs_owner_id.id, self.user_ids[1])
            self.assertEqual(ticket.cs_transfer_ids.mapped("state"), ["accepted"])

    def test_one_of_twelve_asks(self):
        """The database lets one question wait, whoever asks at the same moment."""
        vals = {"to_id": self.user_ids[1], "reason": "On leave"}
        errors = self._call_at_once(
            self.logins[0],
            "helpdesk.ticket",
            "write",
            [self.ticket_id] * CALLERS,
            [{"cs_transfer_ids": [(0, 0, vals)]}],
        )
        self.assertEqual(errors.count(None), 1)
        with self.registry.cursor() as cr:
            ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
            self.assertEqual(ticket.cs_transfer_ids.mapped("state"), ["asked"])

    def test_twelve_closings_are_one(self):
        errors = self._call_at_once(
            self.logins[0],
            "helpdesk.ticket",
            "action_close",
            [self.ticket_id] * CALLERS,
        )
        self.assertEqual(errors, [None] * CALLERS)
        with self.registry.cursor() as cr:
            ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
            self.assertTrue(ticket.closed)
            changes = self._env(cr)["mail.tracking.value"].search(
                [
                    ("field_id.name", "=", "stage_id"),
                    ("mail_message_id.model", "=", "helpdesk.ticket"),
                    ("mail_message_id.res_id", "=", ticket.id),
                ]
            )
            self.assertEqual(len(changes), 1)

    def test_twelve_reopenings_are_one(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            ticket = env["helpdesk.ticket"].browse(self.ticket_id)
            stage = ticket.stage_id
            ticket.with_user(self.user_ids[0]).action_close()
            ticket.cs_owner_id.group_ids += env.ref("cs_base.group_supervisor")
        errors = self._call_at_once(
            self.logins[0],
            "helpdesk.ticket",
            "write",
            [self.ticket_id] * CALLERS,
            [{"stage_id": stage.id}],
        )
        self.assertEqual(errors, [None] * CALLERS)
        with self.registry.cursor() as cr:
            ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
            self.assertFalse(ticket.closed or ticket.closed_date)
            self.assertEqual(ticket.cs_reopen_count, 1)

    def test_one_form_sent_twelve_times_is_one_call(self):
        """HD-09: the database keeps one call of a form; all get its ticket."""
        vals = {
            "token": "one",
            "phone": "13800138000",
            "caller_name": self.logins[0],
            "title": "Once",
            "team_id": self.team_id,
        }
        with self.registry.cursor() as cr:
            Entry = self._env(cr)["cs.phone.entry"].with_user(self.user_ids[0])
            company = Entry.env["res.company"].browse(self.company_id)
            forms = Entry.with_company(company).create([vals] * CALLERS).ids
        errors = self._call_at_once(
            self.logins[0], "cs.phone.entry", "action_save", forms
        )
        self.assertEqual(errors, [None] * CALLERS)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            tickets = env["helpdesk.ticket"].search([("name", "=", "Once")])
            self.assertEqual(len(tickets), 1)
            tickets.partner_id.unlink()
