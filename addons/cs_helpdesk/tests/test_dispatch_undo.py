from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .dispatch_case import NOW, DispatchCase

LATER = fields.Datetime.to_datetime(NOW) + timedelta(minutes=2)


@tagged("cs_helpdesk", "cs_dispatch", "cs_helpdesk_undo")
@freeze_time(NOW)
class TestDispatchUndo(DispatchCase):
    """HD-23: the decision on a refusal, taken back by the manager at once."""

    def _refused(self, amount=10000):
        order = self._order(amount)
        self._dispatch(order)
        role = self._role_of(order.cs_dispatch_id.employee_id)
        local = self.env["cs.dispatch.refusal"].with_user(self.users[role])
        refusal = local._refuse(order.with_env(local.env), "Trip")
        return order, role, refusal.with_env(self.env)

    def _undo(self, offer, role="leader"):
        """As the notice does it that was shown."""
        params = offer["params"]
        self.assertTrue(params["ids"])
        mine = self.env[params["model"]].with_user(self.users[role])
        return mine.browse(params["ids"]).action_undo()

    def test_reassigned_by_mistake(self):
        order, role, refusal = self._refused()
        before = order.cs_dispatch_id
        offer = self._as("leader", refusal).action_approve()
        undone = order.cs_dispatch_id
        self.assertTrue(self._as("leader", refusal).can_undo_decision)
        self._undo(offer)
        self.assertEqual(refusal.state, "submitted")
        self.assertEqual(
            (order.cs_dispatch_id, order.user_id), (before, self.users[role])
        )
        self.assertFalse(refusal.new_decision_id)
        # the dispatch is kept as it was decided, marked, and counts no more
        self.assertTrue(undone.undone_at)
        self.assertEqual(undone.refusal_id, refusal)
        facts = self.env["cs.dispatch.maker"]
        here = facts._situation(order)
        taken = {one.key: one.today for one in here.candidates}
        self.assertEqual(taken[before.employee_id.id], 1)
        self.assertEqual(taken[undone.employee_id.id], 0)

    def test_decided_again(self):
        order, role, refusal = self._refused()
        self._undo(self._as("leader", refusal).action_approve())
        self._as("leader", refusal).action_approve()
        again = order.cs_dispatch_id
        self.assertEqual((again.origin, again.number), ("reassigned", 3))
        self.assertEqual(self._as("leader", refusal).new_decision_id, again)
        self.assertNotEqual(order.user_id, self.users[role])

    def test_forced_by_mistake(self):
        order, _role, refusal = self._refused(40000)
        offer = self._as("gm", refusal).action_refuse("Nobody else is there")
        self.assertEqual(order.cs_dispatch_id.origin, "forced")
        self._undo(offer, "gm")
        self.assertEqual(
            (refusal.state, order.user_id), ("submitted", self.users["foreman"])
        )
        self.assertEqual(order.cs_dispatch_id, refusal.decision_id)

    def test_withdrawn_afterwards(self):
        """Back with who refused it, that person may take it after all."""
        order, role, refusal = self._refused()
        self._undo(self._as("leader", refusal).action_approve())
        self._as(role, refusal).action_withdraw()
        self.assertEqual((refusal.state, order.user_id), ("draft", self.users[role]))

    def _approved(self):
        order, _role, refusal = self._refused()
        offer = self._as("leader", refusal).action_approve()
        return order, self._role_of(order.cs_dispatch_id.employee_id), refusal, offer

    def test_not_once_somebody_works_on_it(self):
        order, new, refusal, offer = self._approved()
        with freeze_time(LATER):
            self._as(new, order).message_post(body="Coming at ten")
        with freeze_time(LATER), self.assertRaisesRegex(UserError, "begun to work"):
            self._undo(offer)
        self.assertEqual(refusal.state, "approved")
        self.assertFalse(order.cs_dispatch_id.undone_at)

    def test_not_once_it_is_refused_anew(self):
        order, new, _refusal, offer = self._approved()
        local = self.env["cs.dispatch.refusal"].with_user(self.users[new])
        local._refuse(order.with_env(local.env), "I have a trip, too")
        with self.assertRaisesRegex(UserError, "begun to work"):
            self._undo(offer)

    def test_not_once_it_is_closed(self):
        order, _new, refusal, offer = self._approved()
        order.cs_outcome_id = self.env.ref("cs_helpdesk.outcome_order_cancelled")
        order.action_close()
        with self.assertRaisesRegex(UserError, "closed or dispatched anew"):
            self._undo(offer)
        self.assertEqual(refusal.state, "approved")

    def test_nobody_else_and_once(self):
        _order, new, refusal, offer = self._approved()
        for role in (new, "supervisor", "hr", "gm", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                self._undo(offer, role)
        self._undo(offer)
        with self.assertRaisesRegex(UserError, "taken back already"):
            self._undo(offer)
        self.assertEqual(refusal.state, "submitted")

    def test_nobody_marks_a_dispatch(self):
        order, _new, _refusal, _offer = self._approved()
        for role in ("agent", "leader", "hr", "gm", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, order.cs_dispatch_id).write({"undone_at": NOW})
