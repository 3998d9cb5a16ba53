from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .day_case import DAY, DayCase, at

NOON = at("12:00")


class MealCase(DayCase):
    def _press(self, name, role="agent", moment=NOON):
        with freeze_time(moment):
            button = self.env["cs.meal.button"].with_user(self.users[role]).create({})
            getattr(button, name)()
        person = self.people[role]
        breaks = self.env["cs.meal.break"]
        return breaks.search([("employee_id", "=", person.id)], limit=1)

    def _away(self, role="agent", moment=NOON):
        return self._press("action_away", role, moment)

    def _back(self, role="agent", moment=NOON):
        return self._press("action_back", role, moment)


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestMealBreak(MealCase):
    """ATT-15: at most 35 minutes away, and the desk is never unattended."""

    def test_35_00_is_in_time_and_35_01_is_over(self):
        for seconds, is_over in ((35 * 60, False), (35 * 60 + 1, True)):
            with self.subTest(seconds):
                moment = NOON + timedelta(hours=is_over)
                self._away(moment=moment)
                one = self._back(moment=moment + timedelta(seconds=seconds))
                self.assertEqual((one.is_over, one.is_breach), (is_over, is_over))
        self.assertIn("35:01", one.explanation)
        self.assertIn("ATT-15", one.explanation)

    def test_back_by_mistake(self):
        """The break goes on since it began; only the person, only at once."""
        self._away()
        one = self._back(moment=NOON + timedelta(minutes=1))
        with freeze_time(NOON + timedelta(minutes=2)):
            for role in ("agent2", "leader", "hr", "admin"):
                with self.subTest(role), self.assertRaises(UserError):
                    one.with_user(self.users[role]).action_undo()
            one.with_user(self.users["agent"]).action_undo()
        self.assertRecordValues(
            one, [{"back_at": False, "seconds": 0, "is_over": False}]
        )
        one = self._back(moment=NOON + timedelta(minutes=36))
        self.assertEqual((one.seconds, one.is_over), (36 * 60, True))
        with (
            freeze_time(NOON + timedelta(minutes=47)),
            self.assertRaisesRegex(UserError, "10 minutes only"),
        ):
            one.with_user(self.users["agent"]).action_undo()
        self._away(moment=NOON + timedelta(minutes=40))
        with (
            freeze_time(NOON + timedelta(minutes=41)),
            self.assertRaisesRegex(UserError, "away again since"),
        ):
            one.with_user(self.users["agent"]).action_undo()

    def test_the_policy_says_how_long(self):
        self.policy._decision_write({"meal_minutes": 20})
        self.assertEqual(self._away().limit_minutes, 20)
        self.assertTrue(self._back(moment=NOON + timedelta(seconds=1201)).is_over)

    def test_the_last_one_leaves_the_desk_unattended(self):
        """Both have a shift; the leader is of another department."""
        self.assertFalse(self._away("agent").was_unattended)
        last = self._away("agent2")
        self.assertEqual((last.was_unattended, last.is_breach), (True, True))
        self._back("agent2", NOON + timedelta(minutes=1))
        self._back("agent", NOON + timedelta(minutes=2))
        again = self._away("agent2", NOON + timedelta(minutes=3))
        self.assertFalse(again.was_unattended)

    def test_somebody_without_a_shift_or_on_leave_does_not_attend(self):
        slot = {
            "employee_id": self.agent2.id,
            "company_id": self.company.id,
            "date": DAY,
            "kind": "rest",
        }
        rest = self.env["cs.duty.slot"].create(slot)
        self.assertTrue(self._away().was_unattended)
        self._back(moment=NOON + timedelta(minutes=1))
        rest.unlink()
        self.assertFalse(self._away(moment=NOON + timedelta(minutes=2)).was_unattended)

    def test_after_the_shift_nobody_has_to_be_there(self):
        for moment, is_left in ((at("17:29"), True), (at("17:30"), False)):
            self._away("agent2", moment=at("17:00"))
            one = self._away("agent", moment=moment)
            self.assertEqual(one.was_unattended, is_left)
            for role in ("agent", "agent2"):
                self._back(role, at("17:31"))

    def test_away_and_back_alternate(self):
        with self.assertRaisesRegex(UserError, "not away"):
            self._back()
        self._away()
        with self.assertRaisesRegex(UserError, "away already"):
            self._away()
        with freeze_time(NOON + timedelta(minutes=5)):
            button = (
                self.env["cs.meal.button"].with_user(self.users["agent"]).create({})
            )
            self.assertEqual(button.state, "away")
            self.assertEqual(button.back_by, NOON + timedelta(minutes=35))

    @mute_logger("odoo.sql_db")
    def test_the_database_knows_one_open_break_a_person(self):
        one = self._away()
        self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                SQL(
                    "INSERT INTO cs_meal_break (employee_id, company_id, date, away_at,"
                    " limit_minutes) VALUES (%s, %s, %s, %s, 35)",
                    one.employee_id.id,
                    one.company_id.id,
                    DAY,
                    fields.Datetime.now(),
                )
            )

    def test_nobody_writes_breaks(self):
        one = self._away()
        for act in (
            lambda: one.sudo().write({"away_at": NOON}),
            one.sudo().unlink,
            lambda: one.sudo().create({"employee_id": self.agent.id}),
        ):
            with self.assertRaises(UserError):
                act()


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestMealBreakRpc(RpcMixin, MealCase):
    def test_from_outside(self):
        stranger = self._create_role("stranger", "cs_base.group_agent")
        self.logins["stranger"] = stranger.user_id.login
        [button] = self._rpc("agent", "cs.meal.button", "create", [{}])
        self._rpc("agent", "cs.meal.button", "action_away", [button])
        one = self.env["cs.meal.break"].search([("employee_id", "=", self.agent.id)])
        model = "cs.meal.break"
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            self._rpc(role, model, "read", one.ids, ["explanation"])
        for role in ("agent2", "stranger", "admin"):
            self._refused(role, model, "read", one.ids, ["explanation"])
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm", "admin"):
            for vals in ({"back_at": "2025-06-09 04:01:00"}, {"is_breach": False}):
                self._refused(role, model, "write", one.ids, vals)
            self._refused(role, model, "unlink", one.ids)
            vals = {"employee_id": self.agent.id, "away_at": "2025-06-09 04:01:00"}
            self._refused(role, model, "create", [vals])
        self._refused("admin", "cs.meal.button", "action_away", [button])
        self._rpc("agent", "cs.meal.button", "action_back", [button])
        one.invalidate_recordset()
        self.assertTrue(one.back_at)
