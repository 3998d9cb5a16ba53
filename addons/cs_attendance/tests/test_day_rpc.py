from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .day_case import DAY, DAY_READERS, ROSTER_WRITERS, DayCase

TEAM = ("agent", "agent2", "leader", "supervisor")


@tagged("post_install", "-at_install", "cs_attendance", "cs_day_rpc")
class TestDayRpc(RpcMixin, DayCase):
    """TRUST.md, rows "day record", "roster" and "shift", from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = {name: cls.people[name] for name in TEAM}
        for person in cls.team.values():
            cls.env["cs.attendance.day"]._judge(person, DAY, DAY)
        cls.names = {person.id: name for name, person in cls.team.items()}

    def _content(self, table):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")
        return self.env.cr.fetchall()

    def _whose(self, role, model):
        domain = [("date", "=", DAY.isoformat())]
        rows = self._rpc(role, model, "search_read", domain, ["employee_id"])
        return {self.names.get(row["employee_id"][0]) for row in rows} - {None}

    def test_whose_days_a_role_reads(self):
        for role, readable in DAY_READERS.items():
            with self.subTest(role):
                if not readable:
                    self._refused(role, "cs.attendance.day", "search_read", [], ["id"])
                    continue
                found = self._whose(role, "cs.attendance.day")
                self.assertEqual(found, readable - {"stranger"})

    def test_a_day_of_others_is_not_reached_by_its_number(self):
        day = self._day(self.people["leader"])
        for method, *args in (
            ("read", ["verdict", "check_in"]),
            ("web_read", {"verdict": {}}),
            ("get_explanation",),
            ("export_data", ["verdict"]),
        ):
            with self.subTest(method):
                self._refused("agent", day._name, method, day.ids, *args)
        found = self._rpc("agent", day._name, "search_count", [("id", "=", day.id)])
        self.assertEqual(found, 0)
        groups = self._rpc(
            "agent",
            day._name,
            "formatted_read_group",
            [("date", "=", DAY.isoformat())],
            ["employee_id"],
            ["absent_days:sum"],
        )
        self.assertEqual([row["employee_id"][0] for row in groups], [self.agent.id])

    def test_nobody_writes_days_or_rulings(self):
        day = self._day(self.agent)
        before = self._content(day._table)
        vals = {
            "company_id": self.company.id,
            "employee_id": self.people["hr"].id,
            "date": DAY.isoformat(),
            "counts_as": "ok",
            "verdict": "ok",
        }
        for role in DAY_READERS:
            for model, ids in ((day._name, day.ids), ("cs.attendance.ruling", [1])):
                for method, *args in (
                    ("create", [vals]),
                    ("write", ids, {"verdict": "ok"}),
                    ("unlink", ids),
                    ("copy", ids),
                    ("web_save", ids, {"verdict": "ok"}, {}),
                    ("_judge", ids, DAY.isoformat(), DAY.isoformat()),
                    ("_lock", ids, DAY.isoformat()),
                ):
                    with self.subTest(role=role, model=model, method=method):
                        self._refused(role, model, method, *args)
        self.assertEqual(self._content(day._table), before)
        self.assertFalse(self.env["cs.attendance.ruling"].search_count([]))

    def test_nobody_reads_the_stored_reasons(self):
        day = self._day(self.agent)
        for role in DAY_READERS:
            with self.subTest(role):
                self._refused(role, day._name, "read", day.ids, ["explanation"])
                self._refused(
                    role, day._name, "search_count", [("explanation", "!=", False)]
                )

    def test_whose_roster_a_role_writes(self):
        model = "cs.duty.slot"
        for role in DAY_READERS:
            for name in TEAM:
                with self.subTest(role=role, person=name):
                    vals = {
                        "company_id": self.company.id,
                        "employee_id": self.team[name].id,
                        "date": DAY.isoformat(),
                        "kind": "rest",
                    }
                    if name in ROSTER_WRITERS.get(role, ()):
                        [number] = self._rpc(role, model, "create", [vals])
                        self._rpc(role, model, "write", [number], {"kind": "holiday"})
                        self._rpc(role, model, "unlink", [number])
                        continue
                    self._refused(role, model, "create", [vals])
                    slot = self.env[model].create(vals)
                    self._refused(role, model, "write", slot.ids, {"kind": "holiday"})
                    self._refused(role, model, "unlink", slot.ids)
                    slot.unlink()

    def test_a_leader_does_not_move_a_slot_to_somebody_else(self):
        slot = self.env["cs.duty.slot"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": DAY,
                "kind": "rest",
            }
        )
        for name in ("leader", "supervisor"):
            vals = {"employee_id": self.team[name].id}
            self._refused("leader", slot._name, "write", slot.ids, vals)
        self.assertEqual(slot.employee_id, self.agent)

    def test_who_keeps_shifts(self):
        for role in DAY_READERS:
            if role in ("hr", "admin"):
                continue
            for record in (self.shift, self.fixed, self.shift.break_ids):
                with self.subTest(role=role, model=record._name):
                    self._rpc(role, record._name, "read", record.ids, ["id"])
                    self._refused(role, record._name, "write", record.ids, {})
                    self._refused(role, record._name, "unlink", record.ids)
        self._rpc("hr", "cs.shift", "write", self.shift.ids, {"sequence": 3})
        self.assertEqual(self.shift.sequence, 3)

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self.users["hr"]
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in ("cs.attendance.day", "cs.duty.slot", "cs.shift"):
            with self.subTest(model):
                self.assertEqual(self._rpc("hr", model, "search", []), [])
