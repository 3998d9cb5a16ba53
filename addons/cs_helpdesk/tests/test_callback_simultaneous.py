from uuid import uuid4

from odoo import api
from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .kept import forget_tickets

CALLERS = 12
NO_REST = {
    "quiet_noon_from": 12,
    "quiet_noon_to": 12,
    "quiet_night_from": 24,
    "quiet_night_to": 0,
}


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_callback")
class TestCallbackSimultaneous(CommittedCase):
    """HD-07: of twelve who finish one callback at one moment one wins.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"caller_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id = company.id
            policy = env["cs.helpdesk.policy"].create(
                {
                    "name": self.login,
                    "company_id": company.id,
                    "date_from": "2024-01-01",
                    **NO_REST,
                }
            )
            policy._decision_write({"state": "approved"})
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_agent",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            team = env["helpdesk.ticket.team"].create(
                {
                    "name": self.login,
                    "company_id": company.id,
                    "user_ids": [(6, 0, user.ids)],
                }
            )
            self.team_id = team.id
            ticket = env["helpdesk.ticket"].create(
                {
                    "name": self.login,
                    "description": self.login,
                    "company_id": company.id,
                    "team_id": team.id,
                    "cs_kind": "repair",
                    "cs_outcome_id": env.ref("cs_helpdesk.outcome_repair_repaired").id,
                    "cs_phone": "13800138000",
                }
            )
            self.ticket_id = ticket.id
            ticket.action_close()
            [callback] = ticket.cs_callback_ids
            self.callback_id = callback.id
            self.user_id = user.id

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            tickets = env["helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            calls = [("callback_id.ticket_id", "in", tickets.ids)]
            env["cs.callback.call"].search(calls).unlink()
            forget_tickets(env, tickets)
            env["helpdesk.ticket.team"].browse(self.team_id).unlink()
            cr.execute(
                "DELETE FROM cs_helpdesk_policy WHERE company_id = %s",
                [self.company_id],
            )
            user = env["res.users"].browse(self.user_id)
            company = env["res.company"].browse(self.company_id)
            partners = user.partner_id | company.partner_id
            user.unlink()
            company.unlink()
            partners.unlink()

    def _calls(self, **answers):
        """Twelve forms of one callback, filled in."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            callback = env["cs.callback"].browse(self.callback_id)
            calls = env["cs.callback.call"].browse(
                callback.action_call()["res_id"] for _number in range(CALLERS)
            )
            calls.write(answers)
            return calls.ids

    def _save(self, **answers):
        calls = self._calls(**answers)
        errors = self._call_at_once(
            self.login, "cs.callback.call", "action_save", calls
        )
        self.assertEqual(errors.count(None), 1)
        for error in filter(None, errors):
            self.assertIn(
                error["name"],
                ("odoo.exceptions.UserError", "odoo.exceptions.LockError"),
            )

    def test_one_of_twelve_finishes(self):
        self._save(
            outcome="reached",
            satisfaction="dissatisfied",
            satisfaction_reason="Leaks again",
        )
        with self.registry.cursor() as cr:
            callback = self._env(cr)["cs.callback"].browse(self.callback_id)
            self.assertEqual(callback.state, "reached")
            self.assertEqual(len(callback.attempt_ids), 1)
            self.assertEqual(len(callback.ticket_id.rating_ids), 1)
            complaints = callback.ticket_id.search([("cs_kind", "=", "complaint")])
            mine = complaints.filtered(lambda one: one.team_id.id == self.team_id)
            self.assertEqual(mine, callback.complaint_id)

    def test_one_of_twelve_counts_as_not_reached(self):
        self._save(outcome="no_answer")
        with self.registry.cursor() as cr:
            callback = self._env(cr)["cs.callback"].browse(self.callback_id)
            self.assertEqual((callback.state, callback.missed_count), ("waiting", 1))
