from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .inspection_case import MONDAY, WEEK, InspectionCase


@tagged("cs_quality", "cs_inspection", "cs_inspection_round")
class TestInspectionRound(InspectionCase):
    """Who is inspected, when and by whom; once, and drawn again the same (HD-30)."""

    def test_a_round(self):
        round_ = self.rounds()
        self.assertEqual(len(round_), 1)
        self.assertEqual(
            round_.inspector_ids, self.people["inspector"] | self.people["inspector2"]
        )
        [result] = round_.result_ids
        agents = self.people["agent"] | self.people["agent2"]
        self.assertIn(result.employee_id, agents)
        self.assertEqual(round_.people_count, 2)
        self.assertEqual(round_.result_count, 1)
        self.assertEqual(result.sign_ids.inspector_id, round_.inspector_ids)
        self.assertEqual(len(result.line_ids), 3)
        self.assertEqual(result.due_on, round_.date + timedelta(days=3))
        self.assertTrue(WEEK <= round_.date <= WEEK + timedelta(days=4))
        self.assertEqual(result.create_uid, self.env.ref("base.user_root"))

    def test_twice_a_week_not_the_same_person(self):
        self.plan._decision_write({"rounds_per_week": 2})
        first, second = self.rounds()
        self.assertNotEqual(first.date, second.date)
        self.assertNotEqual(first.result_ids.employee_id, second.result_ids.employee_id)

    def test_only_working_days_that_are_left(self):
        self.plan._decision_write({"rounds_per_week": 7})
        self.assertEqual(
            set(self.rounds(at="2025-06-05 09:00").mapped("date")),
            {date(2025, 6, 5), date(2025, 6, 6)},
        )
        self.assertFalse(
            self.rounds(WEEK + timedelta(days=7), at="2025-06-14 09:00"),
        )

    def test_the_same_lots_again(self):
        round_ = self.rounds()
        self.assertTrue(round_._is_reproduced())
        said = round_.with_user(self.users["hr"]).action_verify()
        self.assertEqual(said["params"]["type"], "success")
        chances = set()
        for number in range(12):
            self.env.cr.execute(f"UPDATE cs_inspection_round SET seed = '{number}'")
            self.env.invalidate_all()
            chances.add(round_._is_reproduced())
        self.assertIn(False, chances)

    def test_a_week_once(self):
        """Also when two draw it at the same moment: the database refuses."""
        round_ = self.rounds()
        self.assertFalse(self.rounds())
        for vals in ({"date": round_.date, "number": 9}, {"number": round_.number}):
            others = [WEEK + timedelta(days=offset) for offset in range(7)]
            others.remove(round_.date)
            values = self.Round._prepare_round(
                self.plan, WEEK, round_.drawn_from, _Nobody
            )
            values |= {"seed": "x", "drawn_by_id": self.env.uid, "date": others[0]}
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.Round._kept_create([values | vals])

    def test_a_new_version_does_not_draw_the_week_again(self):
        self.rounds()
        self.plan._decision_write({"date_to": "2025-06-01"})
        self.plan.flush_recordset()
        self._plan(date_from="2025-06-02")
        self.assertFalse(self.rounds())
        self.assertTrue(self.rounds(WEEK + timedelta(days=7), at="2025-06-09 08:00"))

    def test_the_plan_in_force_on_monday(self):
        self.plan._decision_write({"state": "withdrawn"})
        self._plan(date_from="2025-06-03")
        self.assertFalse(self.rounds())

    def test_without_two_inspectors_nobody(self):
        group = self.env.ref("cs_quality.group_reviewer")
        group.user_ids = self.users["inspector"]
        self.assertFalse(self.rounds())
        with self.at(MONDAY), self.assertRaisesRegex(UserError, "HD-30"):
            self.Round.with_user(self.users["supervisor"]).action_draw()

    def test_nobody_inspects_oneself_or_superiors(self):
        group = self.env.ref("cs_quality.group_reviewer")
        group.user_ids = self.users["agent"] | self.users["inspector"]
        self.plan._decision_write({"people_count": 100, "department_id": False})
        self.plan.flush_recordset()
        inspected = self.rounds().result_ids.employee_id
        left_out = ("agent", "inspector", "leader", "supervisor", "gm")
        for role in left_out:
            self.assertNotIn(self.people[role], inspected, role)
        for role in ("agent2", "hr", "inspector2"):
            self.assertIn(self.people[role], inspected, role)

    def test_one_person_with_two_records(self):
        """Somebody's other employee record is the same person (TRUST.md)."""
        contact = self.people["agent"].work_contact_id
        self.people["inspector"].work_contact_id = contact
        people = self.rounds_of_both().result_ids.employee_id
        self.assertEqual(people, self.people["agent2"])

    def test_newcomers_every_week_until_proficient(self):
        """HD-30: less than P months before Monday, on top of those drawn by lot."""
        self.plan._decision_write({"newcomer_months": 3, "people_count": 0})
        version = self.people["agent"].version_id
        for begun, is_new in (("2025-03-02", False), ("2025-03-03", True)):
            version.contract_date_start = begun
            newcomers = self.Round._newcomers(self.plan, self.people["agent"], WEEK)
            self.assertEqual(bool(newcomers), is_new, begun)
        result = self.rounds().result_ids
        self.assertEqual(result.employee_id, self.people["agent"])
        self.assertTrue(result.is_newcomer)
        self.finish(result)
        for role in ("agent", "agent2", "gm", "inspector"):
            with self.assertRaises(AccessError):
                result.with_user(self.users[role]).action_proficient()
        result.with_user(self.users["leader"]).action_proficient()
        with self.assertRaisesRegex(UserError, "HD-30"):
            result.with_user(self.users["hr"]).action_proficient()
        later = self.rounds(WEEK + timedelta(days=7), at="2025-06-09 08:00")
        self.assertFalse(later.result_ids)
        self.assertEqual(later.people_count, 2)

    def test_who_has_not_begun_is_not_inspected(self):
        for day, is_in in (("2025-06-08", True), ("2025-06-09", False)):
            self.people["agent2"].version_id.contract_date_start = day
            people = self.Round._ruled(self.company, WEEK, "rules")[self.plan]
            self.assertEqual(self.people["agent2"] in people, is_in, day)

    def test_a_locked_month_is_left_alone(self):
        with self.at("2025-07-01 09:00"):
            period = self.env["cs.period"]._open_month(self.company, date(2025, 6, 1))
            step = period.step_ids.filtered(lambda one: one.code == "quality")
            step._set({"state": "locking", "locked_by_id": self.users["supervisor"].id})
        self.plan._decision_write({"rounds_per_week": 7})
        days = self.rounds(date(2025, 6, 30), at="2025-06-30 09:00").mapped("date")
        self.assertEqual(min(days), date(2025, 7, 1))

    def test_the_job_draws_the_week_once(self):
        with self.at(MONDAY), self.enter_registry_test_mode():
            cron = self.env.ref("cs_quality.cs_inspection_cron")
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        mine = [("company_id", "=", self.company.id)]
        self.assertEqual(len(self.Round.search(mine)), 1)

    def test_who_has_a_week_drawn(self):
        for role in ("agent", "leader", "inspector", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.Round.with_user(self.users[role]).action_draw()
        with self.at(MONDAY):
            opened = self.Round.with_user(self.users["hr"]).action_draw()
        round_ = self.Round.search(opened["domain"])
        self.assertEqual(round_.drawn_by_id, self.users["hr"])

    def test_a_round_stays(self):
        round_ = self.rounds()
        for change in (
            lambda: round_.write({"inspector_ids": [(5,)]}),
            round_.unlink,
            round_.copy,
            lambda: self.Round.create({"week": WEEK}),
        ):
            with self.assertRaisesRegex(UserError, "HD-30"):
                change()


class _Nobody:
    inspectors, people = (), ()
