from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .dispatch_case import NOW, TODAY, DispatchCase


@tagged("cs_helpdesk", "cs_dispatch")
@freeze_time(NOW)
class TestDispatch(DispatchCase):
    """HD-23: by amount, in turn, within the caps; every decision says why."""

    def test_boundaries(self):
        found = {
            amount: self._dispatch(self._order(amount)).level
            for amount in (29999.99, 30000, 50000, 50000.01)
        }
        self.assertEqual(
            list(found.values()), ["junior", "director", "director", "chief"]
        )

    def test_in_turn(self):
        first = [self._given() for _turn in range(3)]
        self.assertEqual(set(first), {"agent", "agent2", "agent3"})
        # the second round begins with who had the first one longest ago
        self.assertEqual([self._given() for _turn in range(3)], first)

    def test_two_a_day_then_nobody(self):
        given = [self._given(40000) for _order in range(3)]
        self.assertEqual(given, ["foreman", "foreman", None])
        order = self._order(40000)
        decision = self._dispatch(order)
        self.assertEqual(self._outcomes(decision)["foreman"], "day")
        self.assertFalse(order.cs_dispatch_id or decision.employee_id)
        self.assertIn("Nobody was free", order.cs_dispatch_note)

    def test_pending_and_week(self):
        """2 pending off season; finished ones count for the week only."""
        outcome = self.env.ref("cs_helpdesk.outcome_order_served")
        given = []
        for day in range(7, 12):
            with freeze_time(f"2026-12-{day:02} 02:00:00"):
                order = self._order(40000)
                decision = self._dispatch(order)
                given.append(self._role_of(decision.employee_id))
                if day not in (7, 8):
                    continue
                self.assertEqual(given[-1], "foreman")
        self.assertEqual(given, ["foreman", "foreman", None, None, None])
        held = self.env["helpdesk.ticket"].search(
            [("cs_dispatch_id.employee_id", "=", self.people["foreman"].id)]
        )
        held.cs_outcome_id = outcome
        held.action_close()
        with freeze_time("2026-12-11 03:00:00"):
            self.assertEqual(self._given(40000), "foreman")
            line = self.env["cs.dispatch.decision"].search([], limit=1).line_ids
            foreman = line.filtered(lambda x: x.employee_id == self.people["foreman"])
            self.assertEqual((foreman.week, foreman.pending, foreman.today), (2, 0, 0))

    def test_six_a_week(self):
        policy = self._policy(
            pending_off_season=9, pending_peak=9, date_from="2026-12-07"
        )
        self.assertEqual(policy.phase, "in_force")
        given = []
        for day in (7, 7, 8, 8, 9, 9, 10, 14):
            with freeze_time(f"2026-12-{day:02} 02:00:00"):
                given.append(self._given(40000))
        self.assertEqual(given, ["foreman"] * 6 + [None, "foreman"])

    def test_peak_season_allows_four_pending(self):
        given = []
        for day in (16, 16, 17, 17, 18):
            with freeze_time(f"2026-11-{day:02} 02:00:00"):
                given.append(self._given(40000))
        self.assertEqual(given, ["foreman"] * 4 + [None])

    def test_champions_may_exceed(self):
        Champion = self.env["cs.dispatch.champion"].with_user(self.users["hr"])
        champion = Champion.create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["foreman"].id,
                "won_on": "2026-09-30",
            }
        )
        self.assertEqual(str(champion.date_from), "2026-10-01")
        self.assertEqual(str(champion.date_to), "2026-12-31")
        self.assertEqual([self._given(40000) for _x in range(3)], ["foreman"] * 3)
        champion.action_void()
        self.assertIsNone(self._given(40000))
        with self.assertRaises(UserError):
            champion.with_env(self.env).write({"won_on": TODAY})

    def test_who_is_on_leave_or_gone_gets_none(self):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Rest",
                "requires_allocation": False,
                "leave_validation_type": "hr",
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.people["agent"].id,
                "holiday_status_id": kind.id,
                "request_date_from": TODAY,
                "request_date_to": TODAY,
            }
        )
        leave.sudo().action_approve()
        self.people["agent2"].user_id = False
        self.members["agent3"].date_to = "2026-12-08"
        decision = self._dispatch(self._order())
        self.assertFalse(decision.employee_id)
        self.assertEqual(
            self._outcomes(decision),
            {"agent": "leave", "agent2": "no_user", "foreman": "level"},
        )

    def test_owner_stays_and_who_is_dispatched_to_works_on_it(self):
        order = self._order(40000, "agent")
        self._dispatch(order)
        self.assertEqual(order.user_id, self.users["foreman"])
        self.assertEqual(order.cs_owner_id, self.users["agent"])
        unowned = self._order(40000, None)
        self._dispatch(unowned)
        self.assertEqual(unowned.cs_owner_id, self.users["foreman"])

    def test_once(self):
        order = self._order()
        self._dispatch(order)
        with self.assertRaisesRegex(UserError, "already"):
            self._dispatch(order)

    def test_what_is_missing_is_said(self):
        for order, word in (
            (self._order(0), "amount"),
            (self._order(10000, cs_outcome_id=False, team_id=False), "team"),
            (self._ticket("agent", cs_order_amount=5), "orders"),
        ):
            with self.subTest(word), self.assertRaisesRegex(UserError, word):
                self.env["cs.dispatch.maker"]._dispatch(order, "manual")
        self.policy._decision_write({"state": "withdrawn"})
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "policy"):
            self._dispatch(self._order())

    @mute_logger("odoo.sql_db")
    def test_amounts_are_money(self):
        for amount in (-1, 1e12):
            with (
                self.subTest(amount),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._order(amount).flush_recordset()

    def test_by_hand_only_when_nobody_is_free(self):
        order = self._order(60000)
        self.assertFalse(self._as("leader", order).cs_can_force_dispatch)
        self._dispatch(order)
        self.assertTrue(self._as("leader", order).cs_can_force_dispatch)
        vals = {
            "ticket_id": order.id,
            "employee_id": self.people["foreman"].id,
            "reason": "No chief yet",
        }
        Assign = self.env["cs.dispatch.assign"].with_user(self.users["leader"])
        Assign.create(vals).action_confirm()
        self.assertEqual(order.cs_dispatch_id.origin, "forced")
        self.assertEqual(order.cs_dispatch_id.reason, "No chief yet")
        small = self._order()
        with self.assertRaisesRegex(UserError, "free"):
            Assign.create({**vals, "ticket_id": small.id}).action_confirm()
        with self.assertRaises(AccessError):
            self.env["cs.dispatch.assign"].with_user(self.users["agent"]).create(vals)

    def test_waiting_orders_are_dispatched_by_themselves(self):
        small, large = self._order(), self._order(60000)
        amountless = self._order(0)
        cron = self.env.ref("cs_helpdesk.cs_dispatch_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(small.cs_dispatch_id.origin, "automatic")
        # that nobody is free is kept once a day
        self.assertEqual(len(large.cs_dispatch_ids), 1)
        self.assertFalse(large.cs_dispatch_id or amountless.cs_dispatch_ids)
        self.members["foreman"].sudo().copy(
            {"level": "chief", "employee_id": self.people["fitter"].id}
        )
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(large.cs_dispatch_id.employee_id, self.people["fitter"])

    def test_not_by_themselves_where_the_policy_says_so(self):
        self._policy(is_automatic=False, date_from="2026-12-08")
        order = self._order()
        with self.enter_registry_test_mode():
            self.env.ref("cs_helpdesk.cs_dispatch_cron").method_direct_trigger()
        self.assertFalse(order.cs_dispatch_ids)

    def test_explained(self):
        """ALL-01: band, caps, turn; of the candidates each reads the own line."""
        decision = self._dispatch(self._order())
        told = self._as("leader", decision).get_explanation()
        texts = " ".join(reason["sentence"] for reason in told["reasons"])
        self.assertIn("small", texts)
        self.assertIn("3", texts)
        self.assertIn(decision.employee_id.name, texts)
        self.env.invalidate_all()
        lines = self._as("agent", decision).line_ids
        self.assertEqual(lines.employee_id, self.people["agent"])
        self.env.invalidate_all()
        self.assertEqual(len(self._as("leader", decision).line_ids), 4)

    def test_a_decision_stays(self):
        decision = self._dispatch(self._order())
        for record in (decision, decision.line_ids[:1]):
            for call in (
                lambda one=record: one.sudo().write({"level": "chief"}),
                lambda one=record: one.sudo().unlink(),
                lambda one=record: one.sudo().copy(),
                lambda one=record: one.sudo().create({}),
            ):
                with self.assertRaises(UserError):
                    call()
