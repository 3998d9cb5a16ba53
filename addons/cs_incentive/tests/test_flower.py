from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .flower_case import FLOWER, NOW, WHY, FlowerCase


@tagged("cs_incentive", "cs_flower")
@freeze_time(NOW)
class TestFlower(FlowerCase):
    """INC-15: giving, passing on, redeeming, expiring."""

    def test_given_with_its_facts(self):
        flower = self.give()
        self.assertEqual(flower.recipient_id, self.people["agent"])
        self.assertEqual(flower.holder_id, self.people["agent"])
        self.assertEqual(flower.giver_id, self.people["leader"])
        self.assertEqual(flower.name, "202506-001")
        self.assertEqual(str(flower.last_day), "2025-09-20")
        self.assertEqual((flower.giver_place, flower.giver_budget), (1, 2))
        self.assertEqual((flower.company_place, flower.company_budget), (1, 30))
        self.assertEqual(flower.move_ids.kind, "given")
        self.assertEqual(flower.move_ids.signed_by_id, self.users["leader"])

    def test_the_person_is_told(self):
        self.give()
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.users["agent"].partner_id.ids)], limit=1
        )
        self.assertIn("INC-15", message.subject)
        self.assertIn(WHY, message.body)

    def test_explained(self):
        """ALL-01: rule, facts and parameters, and what became of it."""
        flower = self.give()
        self.pass_on(flower, "agent2")
        view = self.as_("agent", flower).get_explanation()
        self.assertEqual({one["rule"]["code"] for one in view["reasons"]}, {"INC-15"})
        self.assertIn("number 1 of the giver", view["reasons"][0]["sentence"])
        self.assertEqual(len(view["history"]), 2)
        values = [one["value"] for one in view["reasons"][0]["params"]]
        self.assertEqual(values, ["2", "30"])
        self.redeem("1", by="agent2")
        view = self.as_("agent2", flower).get_explanation()
        self.assertEqual(len(view["reasons"]), 3)

    def test_nobody_gives_to_oneself(self):
        with self.assertRaises(UserError):
            self.give("leader")
        self.env["hr.employee"].create(
            {
                "name": "Second record",
                "company_id": self.company.id,
                "work_contact_id": self.people["leader"].work_contact_id.id,
            }
        )
        second = self.env["hr.employee"].search([("name", "=", "Second record")])
        with self.assertRaises(UserError):
            self.give(None, recipient_id=second.id)

    def test_a_reason_in_writing(self):
        for reason in ("", "  ", False, "Thanks!", "x" * 7, "x" * 2001):
            with self.subTest(reason=str(reason)[:9]), self.assertRaises(UserError):
                self.give(reason=reason)
        self.assertEqual(self.give(reason="x" * 8).reason, "x" * 8)

    def test_only_who_leads_gives(self):
        for role in ("agent", "hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.give("agent2", by=role)
        with self.assertRaises(AccessError):
            self.give(None, kind="flag", department_id=self.department.id)

    def test_without_a_policy_nothing_is_given(self):
        self.env.cr.execute("UPDATE cs_incentive_policy SET state = 'draft'")
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.give()

    def test_budget_of_a_leader(self):
        """The second still counts, the third does not; next month two again."""
        self.give()
        self.give("agent2")
        with self.assertRaisesRegex(UserError, "all 2 of your flowers"):
            self.give("hr")
        with freeze_time("2025-06-30 15:59"), self.assertRaises(UserError):
            self.give("hr")
        with freeze_time("2025-06-30 16:00"):  # the first of July in Shanghai
            flower = self.give("hr")
        self.assertEqual((str(flower.month), flower.giver_place), ("2025-07-01", 1))

    def test_budget_of_a_manager(self):
        """One for every five people led, and no fewer than a leader."""
        Flower, day = self.env[FLOWER], date(2025, 6, 20)
        boss = self.people["supervisor"]
        _is_manager, heads = Flower._led(boss)
        self.assertEqual(Flower._budget(boss, day).own, 2)
        self.env["hr.employee"].create(
            [
                {
                    "name": f"More {n}",
                    "company_id": self.company.id,
                    "department_id": self.group_one.id,
                }
                for n in range(11 - heads)
            ]
        )
        self.assertEqual(Flower._led(boss), (True, 11))
        self.assertEqual(Flower._budget(boss, day).own, 3)

    def test_budget_of_the_company(self):
        self.env.cr.execute("UPDATE cs_incentive_policy SET flower_company_budget = 2")
        self.env.invalidate_all()
        self.give()
        self.give(by="supervisor")
        with self.assertRaisesRegex(UserError, "company"):
            self.give("agent2", by="gm")

    def test_passed_on_and_signed(self):
        flower = self.give()
        self.pass_on(flower, "agent2")
        self.assertEqual(flower.holder_id, self.people["agent2"])
        self.assertEqual(flower.recipient_id, self.people["agent"])
        self.assertEqual(str(flower.last_day), "2025-09-20", "as before")
        move = flower.move_ids[0]
        self.assertEqual(
            (move.step, move.kind, move.from_id, move.to_id, move.signed_by_id),
            (
                2,
                "passed",
                self.people["agent"],
                self.people["agent2"],
                self.users["agent"],
            ),
        )

    def test_who_cannot_pass_it_on(self):
        flower = self.give()
        for to, by, error in (
            ("agent", "agent", UserError),
            ("leader", "agent", UserError),
            ("agent2", "leader", AccessError),
            ("agent", "agent2", AccessError),
            ("agent2", "hr", AccessError),
        ):
            with self.subTest(to=to, by=by), self.assertRaises(error):
                self.pass_on(flower, to, by)
        self.pass_on(flower, "agent2")
        with self.assertRaises(AccessError):
            self.pass_on(flower, "hr")

    def test_the_last_valid_day_and_the_next(self):
        flower = self.given_on(date(2025, 3, 20))
        self.assertEqual(str(flower.last_day), "2025-06-20")
        page = self.as_("agent", "cs.flower.my").get_my()
        self.assertEqual(page["flowers"][0]["days_left"], 1)
        self.assertFalse(self.env[FLOWER]._due(self.company))
        with freeze_time("2025-06-20 16:00"):  # midnight in Shanghai
            self.assertEqual(self.env[FLOWER]._due(self.company), flower)
            self.assertFalse(self.as_("agent", "cs.flower.my").get_my()["flowers"])
            with self.assertRaises(UserError):
                self.redeem("1")
            with self.assertRaises(UserError):
                self.pass_on(flower, "agent2")
        self.redeem("1")
        self.assertEqual(flower.state, "redeemed")

    def test_expired_once(self):
        flower = self.given_on(date(2025, 3, 19))
        cron = self.env.ref("cs_incentive.cs_flower_expire_cron")
        for _run in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(flower.state, "expired")
            self.assertEqual(
                flower.move_ids.sorted("step").mapped("kind"), ["given", "expired"]
            )

    def test_appeal_against_the_end(self):
        """ALL-02: another flower in its place, outside budgets and honours."""
        flower = self.given_on(date(2025, 3, 19))
        self.env[FLOWER]._due(self.company)._expire()
        self.env.invalidate_all()
        self.assertTrue(self.as_("agent", flower).can_appeal)
        self.assertFalse(self.as_("leader", flower).can_appeal)
        Appeal = self.as_("agent", "cs.appeal")
        appeal = Appeal.create(
            {"res_model": FLOWER, "res_id": flower.id, "claim": "I was in hospital."}
        )
        appeal.action_submit()
        appeal.with_user(self.users["hr"]).action_approve("The slip says so.")
        self.env.invalidate_all()
        again = self.env[FLOWER].search([("replaces_id", "=", flower.id)])
        self.assertEqual((again.state, again.holder_id), ("valid", flower.holder_id))
        self.assertEqual(str(again.last_day), "2025-09-20")
        self.assertFalse(again.giver_place)
        self.assertFalse(self.as_("agent", flower).can_appeal)
        self.assertFalse(self.as_("agent", "cs.flower.wall").get_wall()["flowers"])

    def test_the_oldest_are_spent(self):
        newer = self.give()
        old = self.given_on(date(2025, 4, 2))
        older = self.given_on(date(2025, 3, 30))
        slip = self.redeem("2")
        self.assertEqual((slip.flowers, slip.state), (2, "asked"))
        self.assertEqual((old | older).mapped("state"), ["redeemed"] * 2)
        self.assertEqual(newer.state, "valid")
        view = self.as_("agent", slip).get_explanation()
        self.assertEqual(len(view["reasons"][0]["facts"]), 2)

    def test_combinations(self):
        for levels in (("1", "2"), ("3",), ("1", "1", "1")):
            with self.subTest(levels=levels):
                point = self.env.cr.savepoint()
                for day in (1, 2, 3):
                    self.given_on(date(2025, 6 - day, 25), by="supervisor")
                slip = self.redeem(*levels)
                self.assertEqual(slip.flowers, 3)
                self.assertEqual(len(slip.line_ids), len(levels))
                point.rollback()
                point.close(rollback=False)
                self.env.invalidate_all()

    def test_what_cannot_be_redeemed(self):
        self.give()
        for levels in ((), ("2",), ("1", "1"), ("2", "2"), ("flag",)):
            with self.subTest(levels=levels), self.assertRaises(UserError):
                self.redeem(*levels)

    def test_once_a_month(self):
        self.give()
        self.give()
        self.redeem("1")
        with self.assertRaisesRegex(UserError, "once a month"):
            self.redeem("1")
        with freeze_time("2025-07-01 04:00"):
            self.assertTrue(self.redeem("1"))

    def test_handed_out_by_somebody_else(self):
        self.give()
        slip = self.redeem("1")
        for role in ("agent", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, slip).action_hand_out()
        self.as_("hr", slip).action_hand_out()
        self.assertEqual((slip.state, slip.handed_by_id), ("handed", self.people["hr"]))
        with self.assertRaises(UserError):
            self.as_("gm", slip).action_hand_out()

    def test_hr_hands_out_nothing_of_the_own(self):
        self.give("hr")
        slip = self.redeem("1", by="hr")
        with self.assertRaises(AccessError):
            self.as_("hr", slip).action_hand_out()
        self.as_("gm", slip).action_hand_out()
        self.assertEqual(slip.state, "handed")

    def test_a_flag_of_a_department(self):
        """One flag, one gift, once a month, by the head; not the own department."""
        with self.assertRaises(UserError):
            self.give(None, "supervisor", kind="flag", department_id=self.department.id)
        flags = [
            self.give(None, "supervisor", kind="flag", department_id=self.group_one.id)
            for _each in range(2)
        ]
        self.assertFalse(flags[0].holder_id)
        with self.assertRaises(AccessError):
            self.redeem("flag", flag=flags[0])
        with self.assertRaises(UserError):
            self.redeem("1", by="leader", flag=flags[0])
        slip = self.redeem("flag", by="leader", flag=flags[0])
        self.assertEqual((slip.flowers, slip.department_id), (1, self.group_one))
        with self.assertRaises(UserError):
            self.redeem("flag", by="leader", flag=flags[0])
        with self.assertRaisesRegex(UserError, "once a month"):
            self.redeem("flag", by="leader", flag=flags[1])
        with self.assertRaises(UserError):
            self.pass_on(flags[1], "agent2", "leader")

    def test_top_three_of_the_year(self):
        """With ties; flowers passed on count for whom they were given."""
        for month in (1, 2):
            self.given_on(date(2025, month, 5))
        flower = self.given_on(date(2025, 3, 25))
        self.pass_on(flower, "agent2")
        self.given_on(date(2024, 12, 31), "hr")
        for who in ("agent2", "hr", "payroll"):
            self.given_on(date(2025, 5, 5), who, "supervisor" if who == "hr" else "gm")
        top = self.as_("payroll", "cs.flower.wall").get_wall()["top"]
        places = {one["name"]: (one["rank"], one["count"]) for one in top}
        self.assertEqual(
            {name: place for name, place in places.items()},
            {"agent": (1, 3), "agent2": (2, 1), "hr": (2, 1), "payroll": (2, 1)},
        )

    def test_what_is_open_at_the_month_close(self):
        self.give()
        slip = self.redeem("1")
        period = self.env["cs.period"].new(
            {"company_id": self.company.id, "month": "2025-06-01"}
        )
        [open_] = [
            one
            for one in self.env["cs.incentive.step"]._period_open(period)
            if one["action"]["res_model"] == "cs.flower.redemption"
        ]
        self.assertEqual(open_["count"], 1)
        found = self.env["cs.flower.redemption"].search(open_["action"]["domain"])
        self.assertEqual(found, slip)
        waiting = self.as_("hr", "cs.waiting")._kinds()
        [kind] = [one for one in waiting if one.code == "flower_gifts"]
        self.assertEqual(self.as_("hr", kind.model).search_count(kind.domain), 1)

    def test_it_is_no_money(self):
        items = self.env["cs.incentive.item"].search_count([])
        self.give()
        self.redeem("1")
        self.assertEqual(self.env["cs.incentive.item"].search_count([]), items)
