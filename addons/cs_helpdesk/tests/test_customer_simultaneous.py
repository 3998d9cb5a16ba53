from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..hooks import KEPT_APART
from .kept import forget_tickets

CALLERS = 8


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_customer")
class TestCustomerSimultaneous(CommittedCase):
    """HD-22: of many who claim one customer at one moment each is heard once, and one
    dispute opens. HD-21: of many who record one visit one wins.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.name = f"customer_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.name})
            self.company_id = company.id
            users = env["res.users"]
            for number in range(3):
                users |= new_test_user(
                    env,
                    login=f"{self.name}_{number}",
                    password=f"{self.name}_{number}",
                    groups="cs_base.group_agent",
                    company_id=company.id,
                    company_ids=[Command.set(company.ids)],
                )
            people = env["hr.employee"].create(
                [
                    {"name": user.name, "user_id": user.id, "company_id": company.id}
                    for user in users
                ]
            )
            company.cs_general_manager_id = people[2]
            self.user_ids = users.ids
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": self.name,
                    "company_id": company.id,
                    "user_ids": [Command.set(users.ids)],
                }
            )
            self.team_id = team.id
            partner = env["res.partner"].create({"name": self.name})
            self.partner_id = partner.id
            env["helpdesk.ticket"].with_user(users[0]).create(
                {
                    "name": self.name,
                    "description": self.name,
                    "company_id": company.id,
                    "team_id": team.id,
                    "partner_id": partner.id,
                }
            )
            env["cs.customer"]._recompute(company)
            customer = env["cs.customer"].search([("partner_id", "=", partner.id)])
            self.customer_id = customer.id

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for model in ("cs.decision", "cs.decision.request"):
                table = env[model]._table
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            for table in KEPT_APART:
                if table.startswith("cs_customer"):
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
            partners |= env["res.partner"].browse(self.partner_id)
            users.unlink()
            company.unlink()
            partners.unlink()

    def test_one_dispute_of_many_claims(self):
        vals = {"customer_id": self.customer_id, "proof": "brought", "evidence": "x"}
        claims = [
            {**vals, "claimant_id": self.user_ids[1 + number % 2]}
            for number in range(CALLERS)
        ]
        login = f"{self.name}_1"
        errors = self._call_at_once(login, "cs.customer.claim", "create", claims)
        self.assertEqual(errors.count(None), 2, errors)
        with self.registry.cursor() as cr:
            customer = self._env(cr)["cs.customer"].browse(self.customer_id)
            self.assertEqual(len(customer.claim_ids), 2)
            self.assertEqual(len(customer.dispute_ids), 1)
            self.assertEqual(customer.owner_id.id, self.user_ids[0])

    def test_one_record_of_many_opens(self):
        """Contact and ticket are opened by many at once: one record (database)."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partner = env["res.partner"].create({"name": f"{self.name} new"})
            new = partner.id
            # registered by the caller, who so owns the customer
            cr.execute(
                "UPDATE res_partner SET create_uid = %s WHERE id = %s",
                [self.user_ids[1], new],
            )
        try:
            login = f"{self.name}_1"
            errors = self._call_at_once(
                login, "res.partner", "action_cs_customer", [new] * CALLERS
            )
            self.assertEqual(set(errors), {None})
            with self.registry.cursor() as cr:
                customers = self._env(cr)["cs.customer"]
                self.assertEqual(customers.search_count([("partner_id", "=", new)]), 1)
        finally:
            with self.registry.cursor() as cr:
                cr.execute(
                    "DELETE FROM cs_customer_change WHERE customer_id IN"
                    " (SELECT id FROM cs_customer WHERE partner_id = %s)",
                    [new],
                )
                cr.execute("DELETE FROM cs_customer WHERE partner_id = %s", [new])
                self._env(cr)["res.partner"].browse(new).unlink()
