from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from .kept import forget_tickets

CALLERS = 8


class SmallCompanyCase(CommittedCase):
    """A committed company with a team and a ticket of its first person, for callers at
    one moment; cleaned up again.

    :cvar groups: of ``cs_base``, one a person; the last one is the general manager
    :cvar tables: rows of the company in these go before its tickets
    """

    groups = ()
    tables = ()

    def setUp(self):
        super().setUp()
        self.name = f"{self._testMethodName[:20]}_{uuid4().hex[:8]}"
        self.partner_ids = []
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.name})
            self.company_id = company.id
            users = self._users(env, company)
            self.user_ids = users.ids
            self.team_id = (
                env["helpdesk.ticket.team"]
                .create(
                    {
                        "name": self.name,
                        "company_id": company.id,
                        "user_ids": [Command.set(users.ids)],
                    }
                )
                .id
            )
            self._fill(env, company, users)

    def _fill(self, env, company, users):
        """What the test is about."""
        raise NotImplementedError

    def _users(self, env, company):
        users = env["res.users"]
        for number, group in enumerate(self.groups):
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
        company.cs_general_manager_id = people[-1]
        return users

    def _ticket(self, env, user, **vals):
        return (
            env["helpdesk.ticket"]
            .with_user(user)
            .create(
                {
                    "name": self.name,
                    "description": self.name,
                    "company_id": self.company_id,
                    "team_id": self.team_id,
                    **vals,
                }
            )
        )

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in (*self.tables, "cs_decision", "cs_decision_request"):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            tickets = env["helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            forget_tickets(env, tickets)
            env["helpdesk.ticket.team"].browse(self.team_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            company = env["res.company"].browse(self.company_id)
            company.cs_general_manager_id = False
            env["hr.employee"].search([("company_id", "=", company.id)]).unlink()
            partners = users.partner_id | company.partner_id
            partners |= env["res.partner"].browse(self.partner_ids)
            users.unlink()
            company.unlink()
            partners.unlink()
