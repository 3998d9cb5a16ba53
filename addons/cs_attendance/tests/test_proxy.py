from datetime import datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .request_common import RequestCase


@tagged("cs_attendance", "cs_attendance_proxy")
@freeze_time("2026-03-11 02:00")
class TestProxy(RequestCase):
    """ATT-12."""

    def _find(self):
        with self.enter_registry_test_mode():
            self.env.ref("cs_attendance.cs_proxy_cron_find").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["cs.proxy.hint"].search([("company_id", "=", self.company.id)])

    def _pair(
        self, seconds=3, moment="2026-03-10 00:25:00", first="agent", second="agent2"
    ):
        moment = datetime.fromisoformat(moment)
        return (
            self._punch(first, moment),
            self._punch(second, moment + timedelta(seconds=seconds)),
        )

    def test_five_seconds_are_near_six_are_not(self):
        for seconds, count in ((0, 1), (5, 1), (6, 0)):
            with self.subTest(seconds), self.env.cr.savepoint() as savepoint:
                self._pair(seconds)
                hints = self._find()
                self.assertEqual(len(hints), count)
                self.assertEqual(hints.mapped("seconds"), [seconds] * count)
                savepoint.rollback()

    def test_a_hint_names_both_punches_and_accuses_nobody(self):
        first, second = self._pair()
        hint = self._find()
        self.assertEqual((hint.punch_id, hint.other_punch_id), (first, second))
        self.assertEqual(hint.employee_id, self.people["agent"])
        self.assertEqual(hint.other_id, self.people["agent2"])
        self.assertEqual(str(hint.date), "2026-03-10")
        self.assertEqual((hint.state, hint.source), ("open", "found"))

    def test_the_order_of_arrival_does_not_matter(self):
        moment = datetime(2026, 3, 10, 0, 25)
        late = self._punch("agent2", moment + timedelta(seconds=2))
        self._find()
        early = self._punch("agent", moment, received=datetime(2026, 3, 11, 2, 1))
        with freeze_time("2026-03-11 03:00"):
            hint = self._find()
        self.assertEqual((hint.punch_id, hint.other_punch_id), (early, late))

    def test_searching_again_finds_nothing_new(self):
        self._pair()
        hints = self._find()
        self.assertEqual(self._find(), hints)
        self.assertEqual(self.env["cs.proxy.finder"]._find_among(hints.punch_id.ids), 0)

    def test_what_is_no_pair(self):
        moment = datetime(2026, 3, 10, 0, 25)
        other = self.env["cs.terminal"].create(
            {"name": "Back door", "company_id": self.company.id}
        )
        self._punch("agent", moment)
        self._punch("agent", moment + timedelta(seconds=1))
        self._punch("agent2", moment + timedelta(seconds=2), other)
        self._punch(None, moment + timedelta(seconds=3))
        self.assertFalse(self._find())

    def test_one_person_with_two_employee_records_is_no_pair(self):
        self.people["agent2"].work_contact_id = self.people["agent"].work_contact_id
        self._pair()
        self.assertFalse(self._find())

    def test_no_rule_no_hint(self):
        self.policy._decision_write({"state": "draft"})
        self._pair()
        self.assertFalse(self._find())

    def test_the_wider_policy_of_the_two_counts(self):
        self._policy(department_id=self.group_one.id, proxy_seconds=10)
        self._pair(8, first="agent", second="hr")
        self._pair(8, "2026-03-10 09:30:00", first="payroll", second="hr")
        hint = self._find()
        self.assertEqual(
            hint.employee_id | hint.other_id, self.people["agent"] | self.people["hr"]
        )

    def test_a_claimed_pin_is_searched_for(self):
        moment = datetime(2026, 3, 10, 0, 25)
        self._punch("agent", moment, received=datetime(2026, 3, 10, 1))
        unknown = self._punch(
            None, moment + timedelta(seconds=1), received=datetime(2026, 3, 10, 1)
        )
        self.assertFalse(self._find())
        self.env.cr.execute(
            "UPDATE cs_punch SET employee_id = %s WHERE id = %s",
            [self.people["agent2"].id, unknown.id],
        )
        self.assertEqual(self.env["cs.proxy.finder"]._find_among(unknown.ids), 1)

    def test_repeats_are_counted_over_thirty_days(self):
        for day in ("2026-01-31", "2026-02-08", "2026-02-09", "2026-03-10"):
            self._pair(moment=f"{day} 00:25:00")
        hints = self._find().sorted("date")
        self.assertEqual(hints.mapped("repeat_count"), [1, 2, 3, 2])

    def test_three_people_are_three_pairs(self):
        moment = datetime(2026, 3, 10, 0, 25)
        for seconds, role in enumerate(("agent", "agent2", "leader")):
            self._punch(role, moment + timedelta(seconds=seconds))
        self.assertEqual(len(self._find()), 3)

    def test_months_are_searched_one_by_one(self):
        self._pair(moment="2026-01-31 15:59:58")
        self._pair(moment="2026-02-28 23:59:58")
        self._pair(moment="2026-03-10 00:25:00")
        self.assertEqual(len(self._find()), 3)

    def test_somebody_not_concerned_decides_with_a_reason(self):
        for role in ("supervisor", "hr", "gm"):
            for act, state in (
                ("action_confirm", "confirmed"),
                ("action_dismiss", "dismissed"),
            ):
                with self.subTest(role, act=act), self.env.cr.savepoint() as savepoint:
                    self._pair()
                    hint = self._find()
                    with self.assertRaises(UserError):
                        getattr(self._as(role, hint), act)("")
                    getattr(self._as(role, hint), act)("The camera shows it")
                    self.assertEqual(hint.state, state)
                    self.assertEqual(hint.decision_ids.decider_id, self.people[role])
                    self.assertEqual(hint.verdict_reason, "The camera shows it")
                    with self.assertRaises(UserError):
                        self._as("hr", hint).action_dismiss("again")
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_others_do_not_decide(self):
        self._pair()
        hint = self._find()
        for role in ("agent", "agent2", "leader", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, hint).action_confirm("x")

    def test_who_is_concerned_does_not_decide(self):
        self._pair(first="hr", second="supervisor")
        hint = self._find()
        for role in ("hr", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, hint).action_dismiss("It was not so")
        self._as("gm", hint).action_dismiss("Both were seen")
        self.assertEqual(hint.state, "dismissed")

    def test_states_change_in_no_other_way(self):
        self._pair()
        hint = self._find()
        for act in (
            lambda: hint.write({"state": "confirmed"}),
            lambda: self._as("hr", hint).action_submit(),
            lambda: self._as("hr", hint).action_approve("x"),
        ):
            with self.assertRaises(UserError):
                act()
                self.env.flush_all()

    def _report(self, role="agent", one="agent2", two="leader", **vals):
        return self._as(role, self.env["cs.proxy.hint"]).create(
            {
                "employee_id": self.people[one].id,
                "other_id": self.people[two].id,
                "date": "2026-03-10",
                "note": "I saw it",
                **vals,
            }
        )

    def test_anybody_may_report(self):
        hint = self._report(one="leader", two="agent2").sudo()
        self.assertEqual(hint.source, "reported")
        self.assertEqual(hint.employee_id, self.people["agent2"])
        self.assertEqual(hint.other_id, self.people["leader"])
        self.assertEqual(hint.company_id, self.company)
        self._as("hr", hint).action_confirm("Both admitted it")
        self.assertEqual(hint.state, "confirmed")

    def test_who_reports_does_not_decide(self):
        hint = self._report("hr", "agent", "agent2").sudo()
        with self.assertRaises(AccessError):
            self._as("hr", hint).action_confirm("I said so")

    def test_a_report_that_makes_no_sense(self):
        for vals in (
            {"one": "agent", "two": "agent2"},
            {"note": " "},
            {"date": "2026-03-12"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._report(**vals)

    def test_a_report_forges_nothing(self):
        first, second = self._pair(60)
        hint = self._report(
            source="found",
            punch_id=first.id,
            other_punch_id=second.id,
            seconds=1,
            repeat_count=9,
            state="confirmed",
        ).sudo()
        self.assertEqual(hint.state, "open")
        self.assertEqual(hint.source, "reported")
        self.assertFalse(hint.punch_id)
        self.assertEqual((hint.seconds, hint.repeat_count), (0, 1))

    @mute_logger("odoo.sql_db")
    def test_two_punches_are_one_hint(self):
        self._pair()
        hint = self._find()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO cs_proxy_hint (company_id, employee_id, other_id, date,"
                " source, state, terminal_id, punch_id, other_punch_id) SELECT"
                " company_id, employee_id, other_id, date, source, state, terminal_id,"
                " punch_id, other_punch_id"
                " FROM cs_proxy_hint WHERE id = %s",
                [hint.id],
            )


@tagged("cs_attendance", "cs_attendance_proxy")
@freeze_time("2026-03-11 02:00")
class TestCardReplacement(RequestCase):
    """ATT-17."""

    def _card(self, by="hr", role="agent", **vals):
        vals = {"employee_id": self.people[role].id, "date": "2026-03-10"} | vals
        return self._as(by, self.env["cs.card.replacement"]).create(vals)

    def test_the_fee_is_that_of_the_day(self):
        self.policy._decision_write({"card_fee": 20})
        card = self._card(fee=5)
        self.assertEqual(card.fee, 20)
        self.assertEqual(card.handled_by_id, self.people["hr"])
        self.policy._decision_write({"card_fee": 30})
        self.assertEqual(card.fee, 20)

    def test_never_changed_never_deleted(self):
        card = self._card().sudo()
        for act in (
            lambda: card.write({"note": "x"}),
            card.unlink,
            card.copy,
        ):
            with self.assertRaises(UserError):
                act()

    @mute_logger("odoo.sql_db")
    def test_a_mistake_is_taken_back_once(self):
        self.policy._decision_write({"card_fee": 20})
        card = self._card()
        with self.assertRaises(UserError):
            card.action_take_back("")
        action = card.action_ask_take_back()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.with_user(card.env.user).create(
            {"note": "Found it again"}
        ).action_confirm()
        back = card.reversal_ids
        self.assertEqual((back.fee, back.note), (-20, "Found it again"))
        with self.assertRaises(UserError):
            back.action_take_back("x")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            card.action_take_back("again")
            self.env.flush_all()

    def test_who_may(self):
        with self.assertRaises(ValidationError):
            self._card(role="hr")
        for by in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(by), self.assertRaises(AccessError):
                self._card(by)
        self.users["agent2"].group_ids += self.env.ref("cs_attendance.group_front_desk")
        card = self._card("agent2")
        for role, sees in (
            ("agent", True),
            ("agent2", True),
            ("hr", True),
            ("payroll", True),
            ("gm", True),
            ("leader", False),
        ):
            found = self._as(role, self.env["cs.card.replacement"]).search([])
            self.assertEqual(bool(found & card), sees, role)

    def test_who_lost_it_is_a_person(self):
        for wrong in (False, "x", [1], 0, 10**6):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "choose"):
                self._card(employee_id=wrong)

    def test_not_for_a_day_to_come(self):
        with self.assertRaises(ValidationError):
            self._card(date="2026-03-12")
