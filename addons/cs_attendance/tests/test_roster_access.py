from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .roster_case import FIRST, LAST, RosterCase


@tagged("cs_attendance", "cs_attendance_roster", "post_install", "-at_install")
class TestRosterAccess(RpcMixin, RosterCase):
    """Who plans whom, from outside (TRUST: roster)."""

    def test_roster_over_rpc(self):
        self._join(self.agent)
        days = (str(FIRST), str(FIRST))
        for role in ("agent", "agent2", "hr", "payroll", "gm", "admin"):
            for method in ("generate", "publish"):
                self._refused(role, "cs.roster", method, self.agent.ids, *days)
        for method in ("generate", "publish"):
            own = self.people["leader"].ids
            self._refused("leader", "cs.roster", method, own, *days)
        made = self._rpc("leader", "cs.roster", "generate", self.agent.ids, *days)
        self.assertEqual(made["made"], 1)
        [slot] = self._slots(self.agent).ids
        self._refused("leader", "cs.duty.slot", "write", [slot], {"is_draft": False})
        self._refused("agent", "cs.duty.slot", "read", [slot], ["date"])
        self._rpc("leader", "cs.roster", "publish", self.agent.ids, *days)
        self._rpc("agent", "cs.duty.slot", "read", [slot], ["date"])
        self._refused("agent", "cs.duty.slot", "write", [slot], {"kind": "rest"})
        self._refused("agent", "cs.roster", "generate", ["x"], *days)
        self._refused("leader", "cs.roster", "generate", self.agent.ids, "x", "y")

    def test_people_in_patterns(self):
        line = self._join(self.agent)
        boss = self._join(self.people["leader"])
        may = {
            "leader": {line},
            "supervisor": {line, boss},
            "hr": {line, boss},
        }
        Member = self.env["cs.roster.member"]
        for role, own in may.items():
            mine = Member.with_user(self.users[role])
            self.assertEqual(set(mine.search([])), own)
            for one in own:
                one.with_user(self.users[role]).offset = 1
        with self.assertRaises(AccessError):
            boss.with_user(self.users["leader"]).offset = 2
        with self.assertRaises(AccessError):
            line.with_user(self.users["leader"]).employee_id = self.people["hr"]
        for role in ("agent", "payroll", "gm", "admin"):
            with self.assertRaises(AccessError):
                Member.with_user(self.users[role]).search([])

    def test_needs_and_patterns(self):
        vals = {
            "company_id": self.company.id,
            "department_id": self.group_one.id,
            "shift_id": self.shift.id,
            "weekday": "0",
        }
        Need = self.env["cs.roster.need"]
        need = Need.with_user(self.users["supervisor"]).create(vals)
        self.assertTrue(need.with_user(self.users["leader"]).count)
        foreign = self.env["hr.department"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        with self.assertRaises(AccessError):
            need.department_id = foreign
        need.with_user(self.users["hr"]).count = 3
        for role in ("leader", "agent", "payroll"):
            with self.assertRaises(AccessError):
                need.with_user(self.users[role]).count = 2
        for role in ("leader", "supervisor", "agent"):
            with self.assertRaises(AccessError):
                self.pattern.with_user(self.users[role]).name = "x"
        self.pattern.with_user(self.users["hr"]).name = "Six on, one off"

    def test_who_reads_changes(self):
        self._join(self.agent)
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.roster.publish(self.agent.ids, FIRST, LAST)
        slot = self._slots(self.agent)[0]
        slot.write({"kind": "rest", "shift_id": False, "start": False, "stop": False})
        Change = self.env["cs.roster.change"]
        for role, user in self.users.items():
            count = 0 if role in ("agent2", "admin") else 1
            if role == "admin":
                continue
            self.assertEqual(Change.with_user(user).search_count([]), count, role)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        shift = self.shift.copy({"company_id": other.id})
        pattern = self.env["cs.roster.pattern"].create(
            {
                "name": "Foreign",
                "company_id": other.id,
                "line_ids": [
                    (0, 0, {"number": 1, "kind": "work", "shift_id": shift.id})
                ],
            }
        )
        mine = pattern.with_user(self.users["hr"])
        with self.assertRaises(AccessError):
            mine.read(["name"])
        with self.assertRaises(AccessError):
            mine.line_ids.read(["number"])
