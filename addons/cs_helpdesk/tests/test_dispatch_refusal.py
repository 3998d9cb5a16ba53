from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .dispatch_case import NOW, DispatchCase


@tagged("cs_helpdesk", "cs_dispatch")
@freeze_time(NOW)
class TestDispatchRefusal(DispatchCase):
    """HD-23: a refusal goes to the manager, who reassigns, or forces when nobody is
    free; the customer sees nothing of it."""

    def _refused(self, amount=10000):
        order = self._order(amount)
        self._dispatch(order)
        role = self._role_of(order.cs_dispatch_id.employee_id)
        wizard = self.env["cs.dispatch.refuse"].with_user(self.users[role])
        wizard.create({"ticket_id": order.id, "reason": "Trip"}).action_confirm()
        [refusal] = self.env["cs.dispatch.refusal"].search(
            [("ticket_id", "=", order.id)]
        )
        return order, role, refusal

    @contextmanager
    def _refusing(self, text):
        """As the web client: what is refused leaves nothing behind."""
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            yield

    def test_reassigned(self):
        order, role, refusal = self._refused()
        self.assertEqual(order.user_id, self.users[role])
        self.assertEqual(refusal.state, "submitted")
        waiting = self.env["cs.decision.request"].with_user(self.users["leader"])
        found = waiting.search([("waiting_for_me", "=", True)])
        self.assertIn(refusal.id, found.mapped("res_id"))
        self._as("leader", refusal).action_approve()
        decision = order.cs_dispatch_id
        self.assertEqual(decision.origin, "reassigned")
        self.assertEqual(decision.refusal_id, refusal)
        self.assertEqual(self._outcomes(decision)[role], "refused")
        self.assertNotEqual(order.user_id, self.users[role])
        # it counts for who has it now
        self.assertEqual(self._as("leader", refusal).new_decision_id, decision)

    def test_forced_only_when_nobody_else_is_free(self):
        order, role, refusal = self._refused()
        with self._refusing("somebody else is free"):
            self._as("leader", refusal).action_refuse("You go")
        self.assertEqual(refusal.state, "submitted")
        order, role, refusal = self._refused(40000)
        with self._refusing("nobody else"):
            self._as("gm", refusal).action_approve()
        # the foreman heads a unit: the general manager decides
        self._as("gm", refusal).action_refuse("Nobody else is there")
        self.assertEqual(order.cs_dispatch_id.origin, "forced")
        self.assertEqual(order.user_id, self.users["foreman"])
        with self.assertRaisesRegex(UserError, "final"):
            self._as("foreman", order).action_cs_refuse_dispatch()

    def test_only_who_has_it_refuses(self):
        order = self._order()
        self._dispatch(order)
        role = self._role_of(order.cs_dispatch_id.employee_id)
        other = next(one for one in ("agent", "agent2") if one != role)
        Wizard = self.env["cs.dispatch.refuse"].with_user(self.users[other])
        wizard = Wizard.create({"ticket_id": order.id, "reason": "No"})
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_a_reason_is_given(self):
        order = self._order()
        self._dispatch(order)
        role = self._role_of(order.cs_dispatch_id.employee_id)
        Refusal = self.env["cs.dispatch.refusal"].with_user(self.users[role])
        for reason in (False, " ", "\0", "x" * 2001, 5):
            with self.subTest(reason), self.assertRaises(UserError):
                Refusal._refuse(order.with_env(Refusal.env), reason)

    def test_twice_is_once(self):
        order, role, refusal = self._refused()
        with self.assertRaises(UserError):
            self._as(role, order).action_cs_refuse_dispatch()
        self._as(role, refusal).action_withdraw()
        self.assertEqual(refusal.state, "draft")
        local = self._as(role, refusal)
        local._refuse(order.with_env(local.env), "After all not")
        self.assertEqual(refusal.state, "submitted")
        self.assertEqual(refusal.reason, "After all not")

    def test_closed_since(self):
        order, _role, refusal = self._refused()
        order.cs_outcome_id = self.env.ref("cs_helpdesk.outcome_order_cancelled")
        order.action_close()
        with self._refusing("nothing to"):
            self._as("leader", refusal).action_approve()

    def test_nobody_decides_on_the_own_refusal(self):
        member = {**self.members["agent"].copy_data()[0], "level": "chief"}
        member["employee_id"] = self.people["leader"].id
        self.env["cs.dispatch.member"].create(member)
        order = self._order(60000)
        self._dispatch(order, "supervisor")
        self.assertEqual(order.user_id, self.users["leader"])
        local = self.env["cs.dispatch.refusal"].with_user(self.users["leader"])
        refusal = local._refuse(order.with_env(local.env), "Too far")
        with self.assertRaises(UserError):
            refusal.action_approve()
        self._as("supervisor", refusal).action_refuse("There is no other chief")
        self.assertEqual(order.cs_dispatch_id.origin, "forced")

    def test_hidden_from_the_customer_and_colleagues(self):
        order, role, refusal = self._refused()
        visible = order.message_ids.filtered(lambda one: not one.is_internal)
        self.assertNotIn("Trip", " ".join(visible.mapped("body")))
        other = next(one for one in ("agent", "agent2", "agent3") if one != role)
        for stranger in (other, "fitter", "payroll", "admin"):
            with self.subTest(stranger):
                self.assertFalse(self._as(stranger, refusal).has_access("read"))
        for reader in (role, "leader", "supervisor", "hr", "gm"):
            self.assertTrue(self._as(reader, refusal).has_access("read"), reader)

    def test_nobody_forges(self):
        _order, role, refusal = self._refused()
        for who in (role, "leader", "supervisor", "hr", "gm", "admin"):
            with self.subTest(who):
                with self.assertRaises(UserError):
                    self._as(who, refusal).write({"reason": "Other"})
                with self.assertRaises(UserError):
                    self._as(who, refusal).write({"state": "approved"})
                with self.assertRaises(UserError):
                    self._as(who, refusal).unlink()
                with self.assertRaises(UserError):
                    self._as(who, refusal).create(
                        {"decision_id": refusal.decision_id.id, "reason": "x"}
                    )
