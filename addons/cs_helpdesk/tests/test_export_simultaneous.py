from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .kept import forget_tickets

CALLERS = 8


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_export")
class TestExportSimultaneous(CommittedCase):
    """HD-20: of many who fetch one export at one moment one gets it.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.name = f"export_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.name})
            self.company_id = company.id
            users = self._users(env, company)
            self.user_ids = users.ids
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": self.name,
                    "company_id": company.id,
                    "user_ids": [Command.set(users[0].ids)],
                }
            )
            self.team_id = team.id
            env["helpdesk.ticket"].with_user(users[0]).create(
                {
                    "name": self.name,
                    "description": self.name,
                    "company_id": company.id,
                    "team_id": team.id,
                }
            )
            asked = env["cs.export.request"].with_user(users[0])
            asked = asked.with_context(allowed_company_ids=company.ids).create(
                {"what": "ticket", "purpose": self.name, "recipient": self.name}
            )
            asked.action_submit()
            asked.with_user(users[1]).action_approve()
            self.asked_id = asked.id

    def _users(self, env, company):
        """The asker, and the general manager."""
        users = env["res.users"]
        for number, group in enumerate(("agent", "general_manager")):
            users |= new_test_user(
                env,
                login=f"{self.name}_{number}",
                password=f"{self.name}_{number}",
                groups=f"cs_base.group_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
        people = env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": company.id}
                for user in users
            ]
        )
        company.cs_general_manager_id = people[1]
        return users

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in (
                "cs_export_download",
                "cs_export_request",
                "cs_decision",
                "cs_decision_request",
            ):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'cs.export.request'"
                " AND res_id = %s",
                [self.asked_id],
            )
            tickets = env["helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            forget_tickets(env, tickets)
            env["helpdesk.ticket.team"].browse(self.team_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            company = env["res.company"].browse(self.company_id)
            company.cs_general_manager_id = False
            env["hr.employee"].search([("company_id", "=", company.id)]).unlink()
            partners = users.partner_id | company.partner_id
            users.unlink()
            company.unlink()
            partners.unlink()

    def test_one_of_many_fetches_it(self):
        errors = self._call_at_once(
            f"{self.name}_0",
            "cs.export.request",
            "action_download",
            [self.asked_id] * CALLERS,
        )
        self.assertEqual(errors.count(None), 1, errors)
        for error in filter(None, errors):
            self.assertIn("HD-20", error["message"])
        with self.registry.cursor() as cr:
            asked = self._env(cr)["cs.export.request"].browse(self.asked_id)
            self.assertEqual((asked.state, len(asked.download_ids)), ("done", 1))
