from datetime import timedelta

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .duty_case import DAY, NEXT, DutyCase, at, freeze_time

LEFT = at("17:40")


class ReliefCase(DutyCase):
    """The agent is on duty by day, the second agent relieves at 17:30."""

    def setUp(self):
        super().setUp()
        self.watch = self._watch("agent")
        self.following = self._watch("agent2", hour_from=17.5, hour_to=8.5)

    def _arrive(self, moment, role="agent2", watch=None):
        with freeze_time(moment):
            self._as(role, watch or self.following).action_arrive()

    def _rule(self, role="supervisor", left_at=LEFT, moment=None, watch=None):
        with freeze_time(moment or at("09:00", NEXT)):
            return (
                self.env["cs.duty.ruling"]
                .with_user(self.users[role])
                .create(
                    {
                        "person_id": (watch or self.watch).person_ids.id,
                        "left_at": left_at,
                        "reason": "The desk was empty",
                    }
                )
            )


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyRelief(ReliefCase):
    """ATT-13: nobody leaves before the relief has come."""

    def test_it_makes_the_day_an_absence(self):
        self._work(self.agent, DAY)
        self.assertEqual(self._judge().verdict, "ok")
        self._rule()
        day = self._judge()
        self.assertEqual(day.verdict, "absent")
        self.assertIn("att.duty_left_post", self._keys(day))
        reasons = day.sudo()._get_explanation().reasons
        self.assertIn("ATT-13", [reason.rule for reason in reasons])
        told = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.users["agent"].partner_id.ids),
                ("body", "ilike", "The desk was empty"),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("appeal", told.body)

    def test_whose_relief_has_come_may_leave(self):
        self._arrive(LEFT)
        for left in (LEFT, LEFT + timedelta(seconds=1)):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._rule(left_at=left)
        self._rule(left_at=LEFT - timedelta(seconds=1))

    def test_an_accepted_handover_is_relief_too(self):
        clear = dict.fromkeys(
            ("incident_open", "equipment_moving", "preparation_missing"), "no"
        )
        handover = (
            self.env["cs.handover"]
            .with_user(self.users["agent"])
            .create(
                {
                    "relief_id": self.agent2.id,
                    "date": DAY,
                    "relief_unfit": "no",
                    **clear,
                }
            )
        )
        with freeze_time(at("17:35")):
            handover.action_sign()
            self._as("agent2", handover).action_accept()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._rule()
        self._rule(left_at=at("17:34"))

    def test_without_a_following_duty_nobody_waits(self):
        with self.assertRaises(ValidationError):
            self._rule(watch=self.following, moment=at("12:00", NEXT))

    def test_arriving_is_once_and_from_an_hour_before(self):
        with self.assertRaises(UserError):
            self._arrive(at("16:29:59"))
        self._arrive(at("16:30"))
        self.assertEqual(self.following.person_ids.arrived_at, at("16:30"))
        with self.assertRaises(UserError):
            self._arrive(at("17:00"))
        for role in ("agent", "leader"):
            with self.assertRaises(AccessError):
                self._arrive(at("17:00"), role)

    def test_who_rules(self):
        for role in ("agent", "agent2", "leader", "hr"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._rule(role)
        ruling = self._rule("gm")
        for act in (lambda: ruling.write({"reason": "Other"}), ruling.unlink):
            with self.assertRaises(UserError):
                act()

    def test_nobody_rules_on_oneself(self):
        own = self._watch("supervisor", date=NEXT)
        self._watch("leader", date=NEXT, hour_from=17.5, hour_to=20)
        with self.assertRaises(AccessError):
            self._rule(watch=own, left_at=at("17:40", NEXT), moment=at("20:00", NEXT))

    def test_only_that_day_is_judged_again(self):
        touched = self.env["cs.attendance.stale"].search([])
        self._rule()
        new = self.env["cs.attendance.stale"].search([]) - touched
        self.assertEqual(new.employee_id, self.agent)


@tagged("post_install", "-at_install", "cs_attendance", "cs_duty")
class TestDutyReliefRpc(RpcMixin, ReliefCase):
    def test_from_outside(self):
        person = self.watch.person_ids
        self._refused(
            "agent2",
            "cs.duty.person",
            "write",
            self.following.person_ids.ids,
            {"arrived_at": "2025-06-09 08:00:00"},
        )
        vals = {
            "person_id": person.id,
            "left_at": "2025-06-09 09:40:00",
            "reason": "Gone",
        }
        for role in ("agent", "agent2", "leader", "hr", "admin"):
            self._refused(role, "cs.duty.ruling", "create", [vals])
        forged = {"employee_id": self.agent2.id, "date": "2025-01-01"}
        [number] = self._rpc(
            "supervisor", "cs.duty.ruling", "create", [{**vals, **forged}]
        )
        ruling = self.env["cs.duty.ruling"].browse(number)
        self.assertEqual((ruling.employee_id, ruling.date), (self.agent, DAY))
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            self._rpc(role, "cs.duty.ruling", "read", [number], ["reason"])
            self._refused(
                role, "cs.duty.ruling", "write", [number], {"reason": "Other"}
            )
            self._refused(role, "cs.duty.ruling", "unlink", [number])
        for role in ("agent2", "admin"):
            self._refused(role, "cs.duty.ruling", "read", [number], ["reason"])
