from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .flower_case import FLOWER, WHY

CALLERS = 12
SLIP = "cs.flower.redemption"


@tagged("post_install", "-at_install", "cs_incentive", "cs_flower")
class TestFlowerSimultaneous(CommittedCase):
    """INC-15: at one moment a flower goes one way, and budgets hold.

    Real transactions of twelve connections, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"flower_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.company_id = env["res.company"].create({"name": self.login}).id
            self.user_ids, self.person_ids = [], []
            self.person(env, self.login, "cs_base.group_team_leader")
            self.person(env, f"{self.login}_a", "cs_base.group_agent")
            self.person(env, f"{self.login}_b", "cs_base.group_agent")
            policy = env["cs.incentive.policy"].create(
                {
                    "name": self.login,
                    "company_id": self.company_id,
                    "date_from": "2024-01-01",
                }
            )
            policy._decision_write({"state": "approved"})
            gifts = env["cs.flower.gift"].search([("level", "=", "1")])
            self.gift_id = gifts[:1].id

    def person(self, env, login, groups):
        user = new_test_user(
            env,
            login=login,
            password=login,
            groups=groups,
            company_id=self.company_id,
            company_ids=[(6, 0, [self.company_id])],
        )
        person = env["hr.employee"].create(
            {
                "name": login,
                "user_id": user.id,
                "company_id": self.company_id,
                "date_version": "2024-01-01",
            }
        )
        self.user_ids.append(user.id)
        self.person_ids.append(person.id)

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            cr.execute(
                SQL(
                    "DELETE FROM cs_flower_redemption_line WHERE redemption_id IN"
                    " (SELECT id FROM cs_flower_redemption WHERE company_id = %s)",
                    self.company_id,
                )
            )
            for table in (
                "cs_flower_move",
                "cs_flower_redemption",
                "cs_flower",
                "cs_incentive_policy",
            ):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            for wizard in ("give", "pass", "redeem"):
                env[f"cs.flower.{wizard}"].search(
                    [("create_uid", "in", self.user_ids)]
                ).unlink()
            env["hr.employee"].browse(self.person_ids).unlink()
            env["res.users"].browse(self.user_ids).unlink()
            env["res.company"].browse(self.company_id).unlink()

    def dialogs(self, model, login, vals, count=CALLERS):
        """So many dialogs of one user, filled in."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            user = env["res.users"].search([("login", "=", login)])
            return env[model].with_user(user).create([dict(vals)] * count).ids

    def pressed(self, login, model, ids):
        """Press all at one moment. :return: how many went well"""
        errors = self._call_at_once(login, model, "action_confirm", ids)
        for error in errors:
            if error:
                self.assertIn(
                    error["name"],
                    ("odoo.exceptions.UserError", "odoo.exceptions.AccessError"),
                    error,
                )
        return errors.count(None)

    def test_at_one_moment(self):
        agent, other = f"{self.login}_a", f"{self.login}_b"
        _leader, agent_id, other_id = self.person_ids
        give = {"recipient_id": agent_id, "reason": WHY}
        dialogs = self.dialogs("cs.flower.give", self.login, give)
        self.assertEqual(self.pressed(self.login, "cs.flower.give", dialogs), 2)
        with self.registry.cursor() as cr:
            found = self._env(cr)[FLOWER].search([("holder_id", "=", agent_id)])
            self.assertEqual(sorted(found.mapped("giver_place")), [1, 2])
            first, second = found.sorted("giver_place").ids
        # Passed on twelve times at one moment: once.
        give = {"flower_id": second, "to_id": other_id, "note": WHY}
        dialogs = self.dialogs("cs.flower.pass", agent, give)
        self.assertEqual(self.pressed(agent, "cs.flower.pass", dialogs), 1)
        # Redeemed and passed on at one moment, each six times: one way only.
        redeem = {"gift_1_id": self.gift_id}
        dialogs = self.dialogs("cs.flower.redeem", agent, redeem)
        self.assertEqual(self.pressed(agent, "cs.flower.redeem", dialogs), 1)
        self.assertEqual(
            self.pressed(
                other,
                "cs.flower.redeem",
                self.dialogs("cs.flower.redeem", other, redeem),
            ),
            1,
        )
        with self.registry.cursor() as cr:
            env = self._env(cr)
            flowers = env[FLOWER].browse([first, second])
            self.assertEqual(flowers.mapped("state"), ["redeemed"] * 2)
            slips = env[SLIP].search([("company_id", "=", self.company_id)])
            self.assertEqual(slips.mapped("flowers"), [1, 1])
            steps = flowers.move_ids.sorted(lambda one: (one.flower_id.id, one.step))
            self.assertEqual(
                steps.mapped("kind"),
                ["given", "redeemed", "given", "passed", "redeemed"],
            )
