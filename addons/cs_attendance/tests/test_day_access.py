from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .day_case import DAY, DayCase, at
from .day_case import DAY_READERS as READS
from .day_case import ROSTER_WRITERS as WRITES


@tagged("cs_attendance", "cs_attendance_access")
class TestDayAccess(DayCase):
    """The matrix of days, rulings, rosters and shifts, role by role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        elsewhere = cls.env["hr.department"].create(
            {"name": "Elsewhere", "company_id": cls.company.id}
        )
        cls.stranger = cls._create_role("stranger", "cs_base.group_agent", elsewhere)
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.abroad = cls.env["hr.employee"].create(
            {
                "name": "abroad",
                "company_id": cls.other_company.id,
                "date_version": "2024-01-01",
            }
        )
        names = ("agent", "agent2", "leader", "supervisor", "stranger")
        cls.team = {name: cls.people[name] for name in names}
        for person in [*cls.team.values(), cls.abroad]:
            cls.env["cs.attendance.day"]._judge(person, DAY, DAY)

    def test_who_reads_days(self):
        for role, whose in READS.items():
            Day = self.env["cs.attendance.day"].with_user(self.users[role])
            with self.subTest(role):
                if role == "admin":
                    self.assertFalse(Day.has_access("read"))
                    continue
                found = Day.search([("date", "=", DAY)]).sudo().employee_id
                expected = {self.team[name] for name in whose}
                if role in ("hr", "payroll", "gm"):
                    self.assertLessEqual(expected, set(found))
                else:
                    self.assertEqual(expected, set(found))
                self.assertNotIn(self.abroad, found)

    def test_nobody_writes_days(self):
        day = self._day(self.agent)
        for role, user in self.users.items():
            for operation in ("write", "create", "unlink"):
                with self.subTest(role=role, operation=operation):
                    mine = day.with_user(user)
                    self.assertFalse(mine.has_access(operation))
            with self.assertRaises(UserError):
                day.with_user(user).write({"verdict": "ok"})
            with self.assertRaises(UserError):
                day.with_user(user).unlink()

    def test_nobody_reads_the_stored_reasons(self):
        day = self._day(self.agent)
        for role in ("agent", "hr", "gm"):
            with self.assertRaises(AccessError):
                day.with_user(self.users[role]).read(["explanation"])

    def test_reasons_in_words(self):
        shown = self._day(self.agent).with_user(self.users["agent"]).get_explanation()
        [reason] = shown["reasons"]
        self.assertEqual(reason["rule"]["code"], "ATT-05")
        self.assertIn("No punch and no approval", reason["sentence"])
        self.assertTrue(reason["policy"])

    def test_roster(self):
        Slot = self.env["cs.duty.slot"]
        for role, user in self.users.items():
            writes = WRITES.get(role, set())
            for name, person in self.team.items():
                with self.subTest(role=role, person=name):
                    vals = {
                        "company_id": self.company.id,
                        "employee_id": person.id,
                        "date": DAY,
                        "kind": "rest",
                    }
                    mine = Slot.with_user(user)
                    if name in writes:
                        slot = mine.create(vals)
                        slot.write({"kind": "holiday"})
                        slot.unlink()
                        continue
                    with self.assertRaises(AccessError):
                        mine.create(vals)
                    slot = Slot.create(vals)
                    with self.assertRaises(AccessError):
                        slot.with_user(user).write({"kind": "holiday"})
                    with self.assertRaises(AccessError):
                        slot.with_user(user).unlink()
                    reads = name in READS[role] if role in READS else False
                    if role != "stranger":
                        self.assertEqual(slot.with_user(user).has_access("read"), reads)
                    slot.unlink()

    def test_shifts(self):
        """Everybody reads, HR officers keep them."""
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "gm"):
            user = self.users[role]
            for record in (self.shift, self.fixed, self.shift.break_ids):
                with self.subTest(role=role, model=record._name):
                    mine = record.with_user(user)
                    self.assertTrue(mine.has_access("read"))
                    for operation in ("write", "create", "unlink"):
                        self.assertEqual(mine.has_access(operation), role == "hr")
        self.shift.with_user(self.users["hr"]).write({"sequence": 3})

    def test_methods_that_change_days_are_private(self):
        Day = self.env["cs.attendance.day"]
        for name in ("_judge", "_evaluate", "_lock"):
            self.assertTrue(hasattr(Day, name))
        self._punch(self.agent, at("08:20"))
        self.assertFalse(hasattr(Day, "judge"))
