from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .discipline_case import DisciplineCase


@tagged("cs_incentive", "cs_incentive_screens")
class TestPointsBoard(DisciplineCase):
    """Points board: who sees whose points, and that they add up (INC-21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        #: somebody in a department of another supervisor
        cls.office = cls.env["hr.department"].search([("name", "=", "Goods office")])
        cls.office_head = cls._create_role(
            "supervisor2", "cs_base.group_supervisor", cls.office
        )
        cls.office.manager_id = cls.office_head
        cls.clerk = cls._create_role("clerk", "cs_base.group_agent", cls.office)
        cls.clerk.parent_id = cls.office_head
        cls.office_head.parent_id = cls.people["gm"]

    def board(self, role="gm", *args):
        Points = self.env["cs.incentive.points"].with_user(self.users[role])
        return Points.get_points(*args)

    def rows(self, page):
        return {row["name"]: row for group in page["groups"] for row in group["rows"]}

    def points(self):
        """agent: −1 in May, −1 and +5 in June; agent2: −1; clerk: −1"""
        self.approved(date="2025-05-10")
        self.approved(date="2025-06-10")
        self.approved("PRAISE", date="2025-06-11")
        self.approved(person="agent2")
        entry = self.submitted("OFFICE", person="clerk", by="supervisor2")
        self.decided(entry, "gm")

    def test_months_balance_and_classes(self):
        """INC-21: each month, the running balance, and the classes behind it."""
        self.points()
        page = self.board()
        row = self.rows(page)["agent"]
        shown = [(cell["points"], cell["balance"]) for cell in row["cells"][4:7]]
        self.assertEqual(shown, [("−1", "−1"), ("+4", "+3"), ("", "+3")])
        self.assertEqual(row["classes"], ["", "+1", "", "−2"])
        self.assertEqual(
            (row["given"], row["taken"], row["balance"]), ("+5", "−2", "+3")
        )
        self.assertEqual(
            [(one["label"], one["value"]) for one in page["classes"]],
            [("A2", "10"), ("A1", "5"), ("B1", "3"), ("C1", "1")],
        )
        self.assertEqual(page["bars"][5]["given"], "+5")
        domain = [*page["domain"], ("employee_id", "=", row["id"])]
        self.assertEqual(self.env["cs.discipline.entry"].search_count(domain), 3)

    def test_who_sees_whose(self):
        self.points()
        for role, names in {
            "agent": {"agent"},
            "agent2": {"agent2"},
            "leader": {"leader", "agent", "agent2"},
            "supervisor2": {"supervisor2", "clerk"},
            "clerk": {"clerk"},
            "hr": {"agent", "agent2", "clerk"},
            "payroll": {"agent", "agent2", "clerk", "payroll"} - {"payroll"},
            "gm": {"agent", "agent2", "clerk"},
        }.items():
            with self.subTest(role):
                self.assertEqual(set(self.rows(self.board(role))), names)
        supervisor = set(self.rows(self.board("supervisor")))
        self.assertTrue({"agent", "agent2", "leader"} <= supervisor)
        self.assertNotIn("clerk", supervisor)
        with self.assertRaises(AccessError):
            self.board("admin")

    def test_somebody_elses_department_tells_nothing(self):
        """TRUST.md, hostile: the id of another department, over RPC."""
        self.points()
        for role in ("agent", "leader", "supervisor"):
            with self.subTest(role):
                page = self.board(role, 2025, self.office.id)
                self.assertFalse(page["department_id"])
                self.assertNotIn("clerk", self.rows(page))
                self.assertNotIn("Goods office", str(page))
        for role in ("clerk", "supervisor2"):
            with self.subTest(role):
                page = self.board(role, 2025, self.group_one.id)
                self.assertFalse({"agent", "agent2"} & set(self.rows(page)))

    def test_who_decides_sees_no_part_of_a_stranger(self):
        """Who is asked about one entry reads it, but has no line of the person."""
        entry = self.submitted("OFFICE", person="clerk", by="supervisor2")
        self.env["cs.deputy"].create(
            {
                "principal_id": self.people["gm"].id,
                "deputy_id": self.people["supervisor"].id,
                "date_from": "2025-06-01",
                "date_to": "2025-06-30",
            }
        )
        self.decided(entry, "supervisor")
        self.assertTrue(entry.with_user(self.users["supervisor"]).has_access("read"))
        self.assertNotIn("clerk", self.rows(self.board("supervisor")))

    def test_the_own_department_shows_who_has_no_points(self):
        self.points()
        page = self.board("hr", 2025, self.office.id)
        self.assertEqual(page["department_id"], self.office.id)
        self.assertEqual(set(self.rows(page)), {"clerk", "supervisor2"})
        self.assertEqual(self.rows(page)["supervisor2"]["balance"], "0")

    def test_not_decided_or_cancelled_counts_nowhere(self):
        self.submitted(date="2025-06-10")
        entry = self.approved(date="2025-06-11")
        self.assertEqual(self.rows(self.board())["agent"]["balance"], "−1")
        self.appeal(entry)
        self.assertNotIn("agent", self.rows(self.board()))
        self.assertEqual(self.rows(self.board("agent"))["agent"]["balance"], "0")

    def test_each_year_begins_with_nothing(self):
        self.points()
        page = self.board("gm", 2024)
        self.assertFalse(page["groups"])
        self.assertEqual((page["next"], self.board("gm")["next"]), (2025, False))
        for year in (1999, 2100, "2025", True):
            with self.subTest(year), self.assertRaises(UserError):
                self.board("gm", year)

    def test_another_company(self):
        self.points()
        other = self.env["res.company"].create({"name": "Other"})
        away = self._create_role("hr_away", "cs_base.group_hr_officer").user_id
        away.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        Points = self.env["cs.incentive.points"].with_user(away)
        page = Points.with_context(allowed_company_ids=other.ids).get_points(
            2025, self.group_one.id
        )
        self.assertFalse(page["groups"])

    def test_queries_do_not_grow_with_people(self):
        self.approved()
        few = self.queries()
        self.points()
        self.assertLessEqual(self.queries(), few)

    def queries(self):
        self.board("gm")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.board("gm")
        return self.env.cr.sql_log_count - before
