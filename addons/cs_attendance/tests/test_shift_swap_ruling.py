from datetime import date, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .swap_case import DAY, NOW, SwapCase

LATER = "2026-03-12 02:00:00"
RULING = "cs.shift.swap.ruling"


class RulingCase(SwapCase):
    """The agent thought that the colleague, who is off, would come; nobody did."""

    def setUp(self):
        super().setUp()
        self._slot("agent", DAY, self.shift)
        self._slot("agent2", DAY)
        self.swap = self._swap(DAY, DAY + timedelta(days=1), reason="Moving house")
        self._slot("agent", DAY + timedelta(days=1))

    def _vals(self, **vals):
        return {
            "date": str(DAY),
            "rostered_id": self.agent.id,
            "other_id": self.agent2.id,
            "who": "other",
            "rostered_share": 30,
            "reason": "The colleague had said yes in the group chat",
            **vals,
        }

    def _rule(self, role="supervisor", **vals):
        Ruling = self.env[RULING].with_user(self.users[role])
        return Ruling.create(self._vals(**vals)).sudo()


@tagged("cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwapRuling(RulingCase):
    """ATT-11: a swap that was not agreed clearly and left a shift uncovered."""

    def _verdict(self, role, day=DAY):
        found = self._day(self.people[role], day)
        return found.verdict, found.work_days, found.absent_days

    @freeze_time(LATER)
    def test_who_should_have_been_there_is_absent(self):
        before = {
            day: self._judge(self.agent2, day).verdict
            for day in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
        }
        self.assertEqual(before[DAY], "rest")
        ruling = self._rule()
        self.assertEqual((ruling.employee_id, ruling.other_share), (self.agent2, 70))
        self.assertEqual(self._verdict("agent2"), ("absent", 1, 1))
        self.assertEqual(self._keys(self._day(self.agent2, DAY)), ["att.swap_unclear"])
        [reason] = self._day(self.agent2, DAY).sudo()._get_explanation().reasons
        self.assertEqual(reason.rule, "ATT-11")
        facts = [(fact.model, fact.id) for fact in reason.facts]
        self.assertIn((RULING, ruling.id), facts)
        # exactly that person and day
        self.assertEqual(self._keys(self._judge(self.agent, DAY)), ["att.no_punch"])
        for day in set(before) - {DAY}:
            self.assertEqual(self._judge(self.agent2, day).verdict, before[day])

    @freeze_time(LATER)
    def test_or_who_was_on_the_roster(self):
        self._rule(who="rostered", rostered_share=100)
        self.assertEqual(self._verdict("agent"), ("absent", 1, 1))
        self.assertEqual(self._keys(self._day(self.agent, DAY)), ["att.swap_unclear"])
        self.assertEqual(self._judge(self.agent2, DAY).verdict, "rest")

    @freeze_time(LATER)
    def test_ruled_anew(self):
        old = self._rule()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._again(lambda: self._rule(rostered_share=50))
        self.assertTrue(old.is_in_force)
        new = self._rule(who="rostered", replaces_id=old.id)
        self.assertEqual((old.is_in_force, new.is_in_force), (False, True))
        self.assertEqual(self._verdict("agent2"), ("rest", 0, 0))
        self.assertEqual(self._keys(self._day(self.agent, DAY)), ["att.swap_unclear"])
        self._no("ruled on anew already", lambda: self._rule(replaces_id=old.id))
        withdrawn = self._rule(who="nobody", replaces_id=new.id)
        self.assertEqual((withdrawn.rostered_share, withdrawn.other_share), (0, 0))
        self.assertFalse(withdrawn.employee_id)
        self.assertEqual(self._keys(self._day(self.agent, DAY)), ["att.no_punch"])

    def _again(self, action):
        with self.env.cr.savepoint():
            action()
            self.env.flush_all()

    @freeze_time(LATER)
    def test_the_blame_makes_up_100(self):
        for share in (-1, 101):
            with (
                self.subTest(share),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
            ):
                self._again(lambda share=share: self._rule(rostered_share=share))
        ruling = self._rule(rostered_share=0)
        self.assertEqual(ruling.other_share, 100)
        ruling = self._rule(rostered_share=100, replaces_id=ruling.id)
        self.assertEqual(ruling.other_share, 0)

    @freeze_time(LATER)
    def test_nothing_is_withdrawn_that_was_not_ruled(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._again(lambda: self._rule(who="nobody"))

    def test_the_shift_stayed_uncovered(self):
        self._no("has no shift", self._rule)  # it has not begun
        with freeze_time(LATER):
            self._no(
                "has no shift",
                lambda: self._rule(
                    rostered_id=self.agent2.id, other_id=self.agent.id, who="rostered"
                ),
            )
            self._work(self.agent, DAY)
            for who in ("rostered", "other"):
                self._no("was at work", lambda who=who: self._rule(who=who))

    def test_of_the_swap_that_was_asked_for(self):
        following = DAY + timedelta(days=1)
        with freeze_time(LATER):
            ruling = self._rule(swap_id=self.swap.id)
            self.assertEqual(self.swap.ruling_ids, ruling)
            # on the day of the return the colleague was on the roster
            other = {"rostered_id": self.agent2.id, "other_id": self.agent.id}
            self._rule(swap_id=self.swap.id, date=following, who="rostered", **other)
            for vals in (
                {"other_id": self.people["leader"].id},
                {"date": DAY - timedelta(days=3)},
            ):
                self._no(
                    "other people",
                    lambda vals=vals: self._rule(swap_id=self.swap.id, **vals),
                )

    def test_not_of_an_approved_one(self):
        self._as("agent", self.swap).action_submit()
        self._as("agent2", self.swap).action_accept()
        self._as("leader", self.swap).action_approve()
        with freeze_time(LATER):
            vals = {"rostered_id": self.agent2.id, "other_id": self.agent.id}
            self._no(
                "was approved",
                lambda: self._rule(swap_id=self.swap.id, who="rostered", **vals),
            )

    @freeze_time(LATER)
    def test_an_appeal_is_above_it(self):
        self._rule()
        day = self._day(self.agent2, DAY)
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent2"])
            .create(
                {
                    "res_model": "cs.attendance.day",
                    "res_id": day.id,
                    "claim": "I never said yes",
                    "cs_counts_as": "rest",
                }
            )
        )
        appeal.action_submit()
        decider = appeal.sudo().decision_request_id.pending_decider_ids[:1]
        appeal.with_user(decider.user_id).action_approve("The chat is of another day")
        day = self._day(self.agent2, DAY)
        self.assertEqual((day.verdict, day.absent_days), ("rest", 0))

    @freeze_time("2026-04-20 02:00:00")
    def test_not_when_the_month_is_closed(self):
        old = self._rule()
        close_month(self.env, self.company, date(2026, 3, 1))
        with self.assertRaises(UserError):
            self._rule(replaces_id=old.id, who="nobody")


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_swap")
@freeze_time(LATER)
class TestShiftSwapRulingRpc(RpcMixin, RulingCase):
    """From outside, as every role."""

    def test_who_rules_and_who_reads(self):
        for role in set(self.logins) - {"supervisor", "gm"}:
            self._refused(role, RULING, "create", [self._vals()])
        forged = {"ruled_by_id": self.users["gm"].id, "is_in_force": False}
        forged |= {"employee_id": self.agent.id, "other_share": 5}
        [number] = self._rpc(
            "supervisor", RULING, "create", [{**self._vals(), **forged}]
        )
        ruling = self.env[RULING].browse(number)
        self.assertEqual(ruling.ruled_by_id, self.users["supervisor"])
        self.assertEqual((ruling.employee_id, ruling.other_share), (self.agent2, 70))
        self.assertTrue(ruling.is_in_force)
        for role in self.logins:
            for vals in ({"rostered_share": 40}, {"is_in_force": False}):
                self._refused(role, RULING, "write", [number], vals)
            self._refused(role, RULING, "unlink", [number])
        readers = {"agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm"}
        for role in readers:
            found = self._rpc(role, RULING, "search_count", [["id", "=", number]])
            self.assertEqual(found, 1, role)
        self._refused("admin", RULING, "search_count", [])
        self._rpc(
            "gm", RULING, "create", [self._vals(replaces_id=number, rostered_share=60)]
        )

    def test_not_outside_the_own_department_and_not_on_oneself(self):
        elsewhere = self.env["hr.department"].create(
            {"name": "Elsewhere", "company_id": self.company.id}
        )
        self._create_role("stranger", "cs_base.group_supervisor", elsewhere)
        self.logins = {**self.logins, "stranger": "cs_stranger"}
        self._refused("stranger", RULING, "create", [self._vals()])
        self._slot("supervisor", DAY, self.shift)
        with self.assertRaises(AccessError):
            self._rule(
                rostered_id=self.people["supervisor"].id,
                other_id=self.agent.id,
                who="other",
            )
        self._rule("gm", rostered_id=self.people["supervisor"].id)
