from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .kept import forget_tickets

CALLERS = 6
GROUPS = ("group_team_leader", "group_agent", "group_hr_officer")
TABLES = (
    "cs_dispatch_candidate",
    "cs_dispatch_decision",
    "cs_dispatch_member",
    "cs_dispatch_policy",
)


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_dispatch_simultaneous")
class TestDispatchSimultaneous(CommittedCase):
    """HD-23: callers at one moment never exceed a cap or give one order twice.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        run = uuid4().hex[:8]
        self.logins = [f"{name}_{run}" for name in ("lead", "fitter", "hr")]
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": f"Dispatch {run}"})
            self.company_id = company.id
            leader, fitter, hr = (
                self._person(env, login, group, company)
                for login, group in zip(self.logins, GROUPS, strict=True)
            )
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": run,
                    "company_id": company.id,
                    "user_id": leader.id,
                    "user_ids": [(6, 0, (leader | fitter).ids)],
                }
            )
            self.team_id = team.id
            env["cs.dispatch.member"].create(
                {
                    "company_id": company.id,
                    "team_id": team.id,
                    "employee_id": fitter._cs_employees().id,
                    "date_from": "2026-01-01",
                }
            )
            policy = (
                env["cs.dispatch.policy"]
                .with_user(hr)
                .create(
                    {
                        "name": run,
                        "company_id": company.id,
                        "date_from": "2026-01-01",
                        "is_automatic": False,
                    }
                )
            )
            policy.with_env(env)._decision_write({"state": "approved"})
            self.orders = self._orders(env, company, team)

    def _orders(self, env, company, team):
        vals = {
            "description": "x",
            "company_id": company.id,
            "team_id": team.id,
            "cs_kind": "order",
            "cs_order_amount": 100,
        }
        names = [{"name": f"Order {number}", **vals} for number in range(CALLERS)]
        return env["helpdesk.ticket"].create(names).ids

    def _person(self, env, login, group, company):
        user = new_test_user(
            env,
            login=login,
            password=login,
            groups=f"cs_base.{group}",
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
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            env.invalidate_all()
            env["helpdesk.ticket.team"].browse(self.team_id).unlink()
            users = env["res.users"].search([("login", "in", self.logins)])
            people = env["hr.employee"].search([("user_id", "in", users.ids)])
            company = env["res.company"].browse(self.company_id)
            partners = users.partner_id | people.work_contact_id | company.partner_id
            people.unlink()
            users.unlink()
            company.unlink()
            partners.exists().unlink()

    def _given(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            decisions = env["cs.dispatch.decision"].search(
                [("ticket_id", "in", self.orders), ("employee_id", "!=", False)]
            )
            return decisions.mapped("ticket_id.id")

    def test_one_order_is_given_once(self):
        errors = self._call_at_once(
            self.logins[0],
            "helpdesk.ticket",
            "action_cs_dispatch",
            [self.orders[0]] * CALLERS,
        )
        self.assertEqual(errors.count(None), 1, errors)
        self.assertEqual(self._given(), [self.orders[0]])

    def test_no_cap_is_exceeded(self):
        """Two a day, however many orders are dispatched at one moment."""
        errors = self._call_at_once(
            self.logins[0], "helpdesk.ticket", "action_cs_dispatch", self.orders
        )
        self.assertGreaterEqual(errors.count(None), 2, errors)
        self.assertEqual(len(self._given()), 2)
