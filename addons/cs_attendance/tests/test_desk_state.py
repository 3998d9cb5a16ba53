from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import UserError
from odoo.tests import tagged

from .day_case import at
from .test_meal_break import MealCase

NINE = at("09:00")
MODEL = "cs.desk.state"


class DeskCase(MealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["agent"].department_id.cs_has_desk = True

    def show(self, state, role="agent", minutes=0, seconds=0):
        """At so many minutes after nine. :return: what the button then shows"""
        moment = NINE + timedelta(minutes=minutes, seconds=seconds)
        desk = self.env["cs.desk"].with_user(self.users[role])
        with freeze_time(moment):
            return desk.with_company(self.company).show(state)

    def states(self, role="agent"):
        person = self.people[role]
        domain = [("employee_id", "=", person.id)]
        return self.env[MODEL].search(domain, order="id")


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDeskState(DeskCase):
    """ATT-15: ready, busy, short away, signed out at a phone or chat desk."""

    def test_one_state_after_the_other(self):
        self.assertEqual(self.show("ready")["state"], "ready")
        self.show("ready", minutes=5)
        self.show("busy", minutes=30)
        self.show("out", minutes=120)
        self.assertEqual(self.states().mapped("state"), ["ready", "busy", "out"])
        self.assertEqual(self.states().mapped("hours"), [0.5, 1.5, 0])
        self.assertEqual(len(self.states().filtered(lambda one: not one.ended_at)), 1)

    def test_15_00_is_short_and_15_01_is_too_long(self):
        self.show("away")
        self.show("ready", minutes=15)
        self.show("away", minutes=20)
        self.show("ready", minutes=35, seconds=1)
        away = self.states().filtered(lambda one: one.state == "away")
        self.assertEqual(away.mapped("is_over"), [False, True])
        self.assertEqual(away.mapped("limit_minutes"), [15, 15])

    def test_the_limit_of_the_policy(self):
        self.policy._decision_write({"away_minutes": 5})
        self.assertEqual(self.show("away")["limit"], 5)
        self.show("out", minutes=5, seconds=1)
        self.assertTrue(self.states()[0].is_over)

    def test_a_meal_signs_out_and_back_is_ready(self):
        self.show("ready")
        self._away()
        self.assertEqual(self.states()[-1].state, "out")
        with self.assertRaisesRegex(UserError, "Back"):
            self.show("ready", minutes=190)
        one = self._back(moment=at("12:20"))
        self.assertEqual(self.states()[-1].state, "ready")
        with freeze_time(at("12:21")):
            one.with_user(self.users["agent"]).action_undo()
        self.assertEqual(self.states()[-1].state, "out")

    def test_a_meal_of_who_never_signed_in_shows_nothing(self):
        self._away()
        self._back(moment=at("12:20"))
        self.assertFalse(self.states())

    def test_departments_without_a_desk(self):
        self.people["agent"].department_id.cs_has_desk = False
        desk = self.env["cs.desk"].with_user(self.users["agent"])
        self.assertFalse(desk.with_company(self.company).load())
        with self.assertRaisesRegex(UserError, "no phone or chat desk"):
            self.show("ready")
        self.people["agent"].department_id.parent_id = self.env["hr.department"].create(
            {"name": "Service", "company_id": self.company.id, "cs_has_desk": True}
        )
        self.assertEqual(self.show("ready")["state"], "ready")

    def test_who_forgot_to_sign_out(self):
        self.show("ready")
        with freeze_time(NINE + timedelta(hours=16)):
            self.env[MODEL]._cron_forgotten()
        self.assertEqual(self.states().mapped("state"), ["ready"])
        with freeze_time(NINE + timedelta(hours=16, seconds=1)):
            self.env[MODEL]._cron_forgotten()
            self.env[MODEL]._cron_forgotten()
        first, last = self.states()
        self.assertEqual((first.is_forgotten, first.hours), (True, 0))
        self.assertEqual((last.state, last.ended_at), ("out", False))


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDeskStateRpc(RpcMixin, DeskCase):
    def test_everybody_shows_the_own_only(self):
        self.show("ready")
        one = self.states()
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            self.assertEqual(self._rpc(role, MODEL, "search_count", []), 1, role)
        self.assertEqual(self._rpc("agent2", MODEL, "search_count", []), 0)
        for role in ("admin", "customer"):
            if role in self.logins:
                self._refused(role, MODEL, "search_read", [])
        for role in ("agent", "hr", "gm", "admin"):
            self._refused(role, MODEL, "write", one.ids, {"state": "out"})
            self._refused(role, MODEL, "unlink", one.ids)
            self._refused(role, MODEL, "create", {"state": "ready"})
        for state in ("lunch", None, 7, ["ready"]):
            self._refused("agent", "cs.desk", "show", state)
        self._refused("agent", MODEL, "_switch", one.ids)
