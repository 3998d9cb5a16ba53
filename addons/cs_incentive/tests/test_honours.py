from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .pay_case import JULY, PayCase

AUGUST = "2025-08-08 02:00"


@tagged("cs_incentive", "cs_incentive_screens")
class TestHonours(PayCase):
    """Honours board: ranks, awards, and whose amounts are told (INC-10 to 14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200}),
            ("BIRTHDAY", "birthday", {"amount": 100}, "award"),
            ("BEST", "rank", {"bands": "1: 50; 2: 100; 3: 200"}, "award"),
            ("MOST", "most", {"metric_id": "sets_sold", "amount": 80}, "award"),
            (
                "GROWTH",
                "growth",
                {"metric_id": "sets_sold", "bands": "25%: 50"},
                "award",
            ),
        )

    def given(self, sold=(9, 4), approve=("agent", "agent2")):
        """June is appraised, computed and approved; the team sold 8 in May."""
        self.people["agent2"].birthday = "1990-06-12"
        may = self.env["cs.incentive.month"]._first_day(202505)
        self.sold("agent", 8, may)
        for role, number in zip(("agent", "agent2"), sold, strict=True):
            self.sold(role, number)
        self.released()
        self.book()
        for role in approve:
            self.approve(role)

    def board(self, role="agent2", *args):
        Honours = self.env["cs.incentive.honours"].with_user(self.users[role])
        return Honours.get_honours(*args)

    def test_everybody_reads_ranks_and_awards(self):
        """INC-10, INC-13, INC-14: names without money, for all of the company."""
        self.given()
        for role in ("agent2", "leader", "supervisor"):
            with self.subTest(role):
                page = self.board(role)
                self.assertEqual(page["month"], 202506)
                [group] = page["groups"]
                self.assertEqual(group["name"], "Group one")
                [first] = group["ranks"]
                self.assertEqual(
                    (first["name"], first["rank"], first["award"], first["amount"]),
                    ("agent", 1, "Best", ""),
                )
                [most] = group["awards"]
                self.assertEqual((most["name"], most["amount"]), ("agent", ""))
                [team] = group["teams"]
                self.assertEqual((team["count"], team["growth"]), (2, "62.5%"))
                self.assertFalse(page["sees_amounts"])

    def test_own_amounts_and_those_that_hr_reads(self):
        self.given()
        [group] = self.board("agent")["groups"]
        self.assertEqual(group["ranks"][0]["amount"], "50.00")
        self.assertTrue(group["ranks"][0]["is_own"])
        for role in ("hr", "payroll", "gm"):
            with self.subTest(role):
                [group] = self.board(role)["groups"]
                self.assertEqual(group["ranks"][0]["amount"], "50.00")

    def test_a_supervisor_sees_no_money_of_others_here(self):
        """The board hangs on the wall: amounts stand in the statements."""
        self.given()
        page = str(self.board("supervisor"))
        for amount in ("50.00", "80.00"):
            self.assertNotIn(amount, page)

    def test_no_allowances(self):
        """That of a birthday would tell when it is."""
        self.given()
        self.assertEqual(self.amounts("agent2")["BIRTHDAY"], 100)
        self.assertNotIn("Birthday", str(self.board("hr")))

    def test_nothing_before_the_statement_is_approved(self):
        self.given(approve=["agent2"])
        page = self.board("hr", 202506)
        self.assertFalse([one for group in page["groups"] for one in group["ranks"]])
        self.assertEqual([group["teams"][0]["count"] for group in page["groups"]], [1])

    def test_who_was_not_honoured_is_not_named(self):
        self.given()
        [group] = self.board("hr")["groups"]
        named = {one["name"] for part in ("ranks", "awards") for one in group[part]}
        self.assertEqual(named, {"agent"})

    def test_ties_share_the_rank(self):
        self.given(sold=(9, 9))
        [group] = self.board("hr")["groups"]
        self.assertEqual(
            [(one["rank"], one["name"]) for one in group["ranks"]],
            [(1, "agent"), (1, "agent2")],
        )

    def test_quarter(self):
        """The months of the quarter together; its ranks come from its own appraisal."""
        self.given()
        page = self.board("hr", 202504, "quarter")
        self.assertEqual((page["month"], page["previous"]), (202504, 202501))
        [group] = page["groups"]
        self.assertFalse(group["ranks"])
        self.assertEqual([one["month"] for one in group["awards"]], ["Jun"])
        [first] = group["streaks"]
        self.assertEqual((first["month"], first["award"]), ("Jun", "Best"))
        self.assertEqual(self.board("hr", 202506, "quarter")["month"], 202504)

    def test_year(self):
        """Most often first, most awards; the growth of a team is nobody's own."""
        self.given()
        year = self.board("agent2")["year"]
        self.assertEqual(
            [
                (one["rank"], one["name"], one["count"])
                for one in year["firsts"]["rows"]
            ],
            [(1, "agent", 1)],
        )
        [most] = year["awards"]["rows"]
        self.assertEqual((most["name"], most["count"]), ("agent", 2))
        self.assertFalse(year["awards"]["more"])

    def test_what_is_taken_back_is_no_honour(self):
        """INC-30: the award is reversed in the next statement."""
        self.given()
        figure = self.env["cs.metric.figure"].search(
            [("employee_id", "=", self.people["agent2"].id)]
        )
        self.sold("agent2", 100, corrects_id=figure.id, reason="Counted anew")
        with freeze_time(AUGUST):
            self.book(JULY)
            self.book()
        page = self.board("hr", 202506)
        self.assertFalse([one for group in page["groups"] for one in group["awards"]])

    def test_departments(self):
        self.given()
        page = self.board("hr")
        [one] = page["departments"]
        self.assertEqual(one["name"], "Group one")
        self.assertTrue(self.board("hr", 202506, "month", one["id"])["groups"])
        # One that gave nothing, or none at all, shows all of them.
        hostile = self.board("agent2", 202506, "month", self.department.id)
        self.assertFalse(hostile["department_id"])

    def test_hostile(self):
        self.given()
        with self.assertRaises(AccessError):
            self.board("admin")
        with self.assertRaises(UserError):
            self.board("agent", 209913)
        self.assertEqual(self.board("agent", 202506, "x' OR 1=1")["by"], "month")
        other = self.env["res.company"].create({"name": "Other"})
        away = self._create_role("agent_away", "cs_base.group_agent").user_id
        away.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        Honours = self.env["cs.incentive.honours"].with_user(away)
        page = Honours.with_context(allowed_company_ids=other.ids).get_honours(202506)
        self.assertFalse(
            page["groups"] or page["year"]["firsts"]["rows"] or page["newest"]
        )

    def test_another_company_over_the_context(self):
        """TRUST.md, hostile: a company that the caller does not belong to."""
        self.given()
        other = self.env["res.company"].create({"name": "Other"})
        away = self._create_role("agent_away", "cs_base.group_agent").user_id
        away.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        for model, method in (
            ("cs.incentive.honours", "get_honours"),
            ("cs.incentive.points", "get_points"),
        ):
            caller = self.env[model].with_user(away)
            wanted = caller.with_context(allowed_company_ids=self.company.ids)
            with self.subTest(model), self.assertRaises(AccessError):
                getattr(wanted, method)()

    def test_queries_do_not_grow_with_honours(self):
        self.given(approve=["agent"])
        few = self.queries()
        for place in range(10):
            name = f"Person {place}"
            self.people[name] = self.hire(name)
            self.sold(name, 9)
        self.book()
        for place in range(10):
            self.approve(f"Person {place}")
        [group] = self.board("gm")["groups"]
        self.assertEqual(len(group["awards"]), 11)
        self.assertLessEqual(self.queries(), few)

    def queries(self):
        self.board("gm")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.board("gm")
        return self.env.cr.sql_log_count - before
