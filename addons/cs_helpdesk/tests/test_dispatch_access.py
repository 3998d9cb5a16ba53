from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .dispatch_case import NOW, DispatchCase

MEMBER = "cs.dispatch.member"


@tagged("cs_helpdesk", "cs_dispatch")
@freeze_time(NOW)
class TestDispatchAccess(DispatchCase):
    """Who dispatches, who keeps levels and champions (HD-23, TRUST.md)."""

    def test_who_dispatches(self):
        for role in ("agent", "agent2", "hr", "gm", "payroll", "fitter", "admin"):
            order = self._order()
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, order).action_cs_dispatch()
            self.assertFalse(order.cs_dispatch_ids)
        for role in ("leader", "supervisor"):
            self.assertTrue(self._dispatch(self._order(), role).employee_id, role)

    def test_the_dispatch_is_no_field_to_write(self):
        order, other = self._order(), self._order()
        decision = self._dispatch(other)
        for role in ("agent", "leader", "supervisor"):
            self._as(role, order).write({"cs_dispatch_id": decision.id})
            self.assertFalse(order.cs_dispatch_id)
        ticket = self._ticket("agent", cs_kind="order", cs_dispatch_id=decision.id)
        self.assertFalse(ticket.cs_dispatch_id)
        with self.assertRaises(UserError):
            self._as("leader", order).write(
                {"cs_dispatch_ids": [(0, 0, {"level": "chief"})]}
            )

    def test_who_reads_decisions(self):
        decision = self._dispatch(self._order(40000))
        for role in ("agent", "foreman", "leader", "supervisor", "hr", "gm"):
            self.assertTrue(self._as(role, decision).has_access("read"), role)
        for role in ("fitter", "payroll", "admin"):
            self.assertFalse(self._as(role, decision).has_access("read"), role)

    def test_who_keeps_levels(self):
        member = self.members["agent"]
        for role in ("agent", "agent2", "leader", "gm", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, member).write({"level": "chief"})
        for role in ("supervisor", "hr"):
            self._as(role, member).write({"level": "director"})
        for role in ("supervisor", "hr", "gm"):
            with self.assertRaises(AccessError):
                self._as(role, member).unlink()
        readers = {
            role
            for role in (
                "agent",
                "agent2",
                "leader",
                "supervisor",
                "hr",
                "gm",
                "fitter",
            )
            if self._as(role, member).has_access("read")
        }
        self.assertEqual(readers, {"agent", "leader", "supervisor", "hr", "gm"})

    def test_nobody_sets_the_own_level(self):
        for role in ("supervisor", "hr"):
            vals = {
                "company_id": self.company.id,
                "team_id": self.team.id,
                "employee_id": self.people[role].id,
            }
            with self.subTest(role), self.assertRaises(AccessError):
                self.env[MEMBER].with_user(self.users[role]).create(vals)
            other = self._as(role, self.members["agent2"])
            with self.assertRaises(AccessError):
                other.write({"employee_id": self.people[role].id})
        workshop = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Works",
                "company_id": self.company.id,
                "cs_department_id": self.workshop.id,
            }
        )
        with self.assertRaises(AccessError):
            self._as("supervisor", self.members["agent"]).write(
                {"team_id": workshop.id}
            )

    @mute_logger("odoo.sql_db")
    def test_one_level_at_a_time(self):
        vals = {
            "company_id": self.company.id,
            "team_id": self.team.id,
            "employee_id": self.people["agent"].id,
            "level": "chief",
            "date_from": "2026-12-31",
        }
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env[MEMBER].create(vals)
        self.members["agent"].date_to = "2026-12-30"
        self.env.flush_all()
        self.assertFalse(self.env[MEMBER].create(vals).is_current)

    def test_who_names_champions(self):
        Champion = self.env["cs.dispatch.champion"]
        vals = {"company_id": self.company.id, "employee_id": self.people["agent"].id}
        for role in ("agent", "agent2", "leader", "gm", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                Champion.with_user(self.users[role]).create(vals)
        for role in ("supervisor", "hr"):
            own = {**vals, "employee_id": self.people[role].id}
            with self.subTest(role), self.assertRaises(AccessError):
                Champion.with_user(self.users[role]).create(own)
            with self.assertRaises(UserError):
                Champion.with_user(self.users[role]).create(
                    {**vals, "date_from": "2020-01-01"}
                )
        champion = Champion.with_user(self.users["supervisor"]).create(vals)
        for role in ("agent", "leader", "gm"):
            with self.assertRaises(AccessError):
                self._as(role, champion).action_void()
        self._as("hr", champion).action_void()
        self.assertEqual(champion.with_env(self.env).voided_by_id, self.users["hr"])

    def test_counted_for_the_leader(self):
        self._order()
        found = self.env["cs.waiting"].with_user(self.users["leader"]).load()
        rows = {
            row["code"]: row["count"]
            for section in found["sections"]
            for row in section["rows"]
        }
        self.assertEqual(rows["dispatch"], 1)
        found = self.env["cs.waiting"].with_user(self.users["agent"]).load()
        codes = [row["code"] for one in found["sections"] for row in one["rows"]]
        self.assertNotIn("dispatch", codes)
