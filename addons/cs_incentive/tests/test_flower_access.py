from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .flower_case import FLOWER, NOW, WHY, FlowerCase

MOVE, SLIP = "cs.flower.move", "cs.flower.redemption"


@tagged("cs_incentive", "cs_flower")
@freeze_time(NOW)
class TestFlowerAccess(FlowerCase):
    """INC-15, TRUST.md: who reads, and that nobody writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_who_reads")
        cls.flower = case.given_on(date(2025, 6, 2))
        cls.other = case.given_on(date(2025, 6, 3), "hr", "gm")
        cls.flag = cls.env[FLOWER]
        giver = cls.people["supervisor"]
        actor = case.as_("supervisor", FLOWER)._actor()
        cls.flag = actor._give(giver, WHY, department=cls.group_one).with_env(cls.env)

    def test_who_reads(self):
        both, flag = self.flower | self.other, self.flag
        for role, expected in {
            "agent": self.flower | flag,
            "agent2": flag,
            "leader": self.flower | flag,
            "supervisor": both | flag,
            "hr": both | flag,
            "payroll": flag,
            "gm": both | flag,
        }.items():
            with self.subTest(role):
                found = self.as_(role, FLOWER).search([]).with_env(self.env)
                self.assertEqual(found, expected.sorted("date", reverse=True))
                moves = self.as_(role, MOVE).search([]).with_env(self.env)
                self.assertEqual(moves.flower_id, moves.flower_id & expected)
                self.assertEqual(len(moves), len(expected))
        with self.assertRaises(AccessError):
            self.as_("admin", FLOWER).search([])

    def test_nobody_writes(self):
        """No role, no context, not the superuser; states and owners least of all."""
        self.redeem("1")
        slip = self.env[SLIP].search([], limit=1)
        records = (self.flower, self.flower.move_ids[:1], slip, slip.line_ids)
        vals = {
            FLOWER: {"state": "valid"},
            MOVE: {"note": "x"},
            SLIP: {"state": "handed"},
            slip.line_ids._name: {"level": "3"},
        }
        for record in records:
            for role in (*self.users, None):
                one = self.as_(role, record) if role else record.sudo()
                with self.subTest(role, model=one._name):
                    with self.assertRaises(UserError):
                        one.with_context(tracking_disable=True).write(vals[one._name])
                    with self.assertRaises(UserError):
                        one.unlink()
                    with self.assertRaises(UserError):
                        one.copy()
                    with self.assertRaises(UserError):
                        one.create(dict(vals[one._name]))

    def test_defaults_of_the_caller_are_nothing(self):
        """A context could set them: whose it is, its state, its end."""
        context = {
            "default_state": "redeemed",
            "default_move_count": 9,
            "default_replaces_id": self.other.id,
            "default_last_day": "2099-01-01",
            "default_giver_id": self.people["gm"].id,
        }
        known = self.env[FLOWER].search([])
        wizard = self.as_("leader", "cs.flower.give").with_context(**context)
        wizard.create(
            {"recipient_id": self.people["agent2"].id, "reason": WHY}
        ).action_confirm()
        flower = self.env[FLOWER].search([]) - known
        self.assertEqual((flower.state, flower.move_count), ("valid", 0))
        self.assertEqual(str(flower.last_day), "2025-09-20")
        self.assertEqual(flower.giver_id, self.people["leader"])

    def test_dialogs_of_others(self):
        """Nobody presses the button of somebody else's dialog."""
        wizard = self.as_("leader", "cs.flower.give").create(
            {"recipient_id": self.people["agent"].id, "reason": WHY}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.users["supervisor"]).action_confirm()

    def test_whoever_redeems_spends_the_own(self):
        for role in ("agent2", "leader", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.redeem("1", by=role)
        self.assertEqual(self.flower.state, "valid")

    def test_gifts_are_kept_by_hr(self):
        gift = self.gifts["1"]
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, gift).write({"level": "1"})
        self.as_("hr", gift).write({"note": "Green tea"})
        with self.assertRaises(AccessError):
            self.as_("hr", gift).unlink()

    def test_people_of_another_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        person = self.env["hr.employee"].create(
            {"name": "Far", "company_id": company.id}
        )
        actor = self.as_("leader", FLOWER)._actor()
        with self.assertRaises(UserError):
            actor._give(self.people["leader"], WHY, person)
        gift = self.gifts["1"].copy({"company_id": company.id})
        with self.assertRaises(UserError):
            actor._redeem(self.people["agent"], [gift])

    def test_the_screens_are_for_people_with_a_post(self):
        for model, method in (
            ("cs.flower.my", "get_my"),
            ("cs.flower.wall", "get_wall"),
        ):
            for role in ("agent", "leader", "supervisor", "hr", "payroll", "gm"):
                getattr(self.as_(role, model), method)()
            with self.assertRaises(AccessError):
                getattr(self.as_("admin", model), method)()

    def test_the_database_refuses(self):
        """Whatever code might try: a second end, a second way, beyond the budget."""
        me = self.people["agent"].id
        self.redeem("1")
        slip = self.env[SLIP].search([], limit=1)
        step = (
            "INSERT INTO cs_flower_move (flower_id, company_id, step, kind, date,"
            " signed_at, from_id, to_id, signed_by_id, redemption_id)"
            " VALUES (%s, %s, %s, %s, now(), now(), %s, %s, %s, %s)"
        )
        one, other = self.flower.id, self.people["agent2"].id
        at, user = self.company.id, self.env.uid
        change = "UPDATE cs_flower SET %s WHERE id = %s"
        tries = (
            (UniqueViolation, step, (one, at, 9, "expired", me, None, 1, None)),
            (
                UniqueViolation,
                step,
                (one, at, 9, "redeemed", me, None, 1, slip.id),
            ),
            (
                UniqueViolation,
                step,
                (one, at, 2, "passed", me, other, user, None),
            ),
            (CheckViolation, step, (one, at, 9, "passed", me, me, user, None)),
            (CheckViolation, step, (one, at, 9, "passed", me, other, None, None)),
            (CheckViolation, change % ("holder_id = giver_id", "%s"), (one,)),
            (CheckViolation, change % ("recipient_id = giver_id", "%s"), (one,)),
            (CheckViolation, change % ("giver_place = 3", "%s"), (one,)),
            (CheckViolation, change % ("company_place = 31", "%s"), (one,)),
            (CheckViolation, change % ("reason = ' short '", "%s"), (one,)),
            (
                CheckViolation,
                "UPDATE cs_flower_redemption SET flowers = 4 WHERE id = %s",
                (slip.id,),
            ),
        )
        for error, query, params in tries:
            with (
                self.subTest(query=query[:60], params=params),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, params)
