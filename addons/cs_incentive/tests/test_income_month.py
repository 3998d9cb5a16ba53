from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .pay_case import JULY, PayCase

#: 8 August in Shanghai: July is computed.
AUGUST = "2025-08-08 02:00"
READERS = ("hr", "payroll", "gm")


@tagged("cs_incentive", "cs_incentive_screens")
class TestIncomeMonth(PayCase):
    """HR's month: totals, what is open, what is far from the rest (INC-30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200}),
            ("SETS", "event", {"metric_id": "sets_sold", "amount": 10}),
            ("ORDERS", "event", {"metric_id": "sets_sold", "amount": 1}, "award"),
        )

    def month(self, role="hr", number=None):
        Month = self.env["cs.incentive.month"].with_user(self.users[role])
        return Month.get_month(number)

    def head(self, page):
        return {
            one["key"]: (one["value"], one["change"] and one["change"]["text"])
            for one in page["head"]
        }

    def codes(self, page):
        return {row["code"]: row for part in page["sections"] for row in part["rows"]}

    def more_people(self, number):
        """:return: their names, as roles"""
        names = [f"Person {place}" for place in range(number)]
        for name in names:
            self.people[name] = self.hire(name)
        return names

    # Who

    def test_who_reads_it(self):
        self.book()
        for role in READERS:
            with self.subTest(role):
                self.assertEqual(self.head(self.month(role))["people"], ("2", False))
        for role in ("agent", "leader", "supervisor", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.month(role)

    def test_another_company(self):
        self.book()
        other = self.env["res.company"].create({"name": "Other"})
        away = self._create_role("hr_away", "cs_base.group_hr_officer").user_id
        away.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        Month = self.env["cs.incentive.month"].with_user(away).with_company(other)
        page = Month.with_context(allowed_company_ids=other.ids).get_month(202506)
        self.assertTrue(page["is_empty"])
        self.assertFalse(page["newest"])

    def test_the_own_statement_is_in_no_figure_before_it_is_approved(self):
        """TRUST.md: nobody reads the own one before; the page says so."""
        self.people["hr"].job_id = self.job
        self.book()
        page = self.month("hr")
        self.assertEqual(self.head(page)["people"][0], "2")
        self.assertTrue(page["note"])
        self.assertEqual(self.head(self.month("gm"))["people"][0], "3")
        self.assertFalse(self.month("gm")["note"])

    def test_months_that_cannot_be(self):
        for number in (202513, 1, "x", [202506]):
            with self.subTest(number), self.assertRaises(UserError):
                self.month("hr", number)

    # Figures

    def test_figures_and_change(self):
        """INC-30: totals to the cent, beside those of the month before."""
        self.sold("agent", 3)
        self.book()
        with freeze_time(AUGUST):
            self.sold("agent", 5, JULY)
            self.sold("agent2", 1, JULY)
            self.book(JULY)
            page = self.month()
            self.assertEqual(page["month"], 202507)
            self.assertEqual(
                self.head(page),
                {
                    "people": ("2", "0"),
                    "earning": ("2,460.00", "+30.00"),
                    "award": ("6.00", "+3.00"),
                    "deduction": ("0.00", "0.00"),
                    "carried": ("0.00", "0.00"),
                    "total": ("2,466.00", "+33.00"),
                },
            )
            row = self.codes(page)["SETS"]
            self.assertEqual(
                (row["people"], row["amount"], row["before"]), (2, "60.00", "30.00")
            )
            self.assertEqual(
                row["change"], {"text": "+30.00", "percent": "+100%", "trend": "up"}
            )
            items = self.env[row["model"]].search(row["domain"])
            self.assertEqual(sum(items.mapped("amount")), 60)
            self.assertEqual(
                [one["text"] for one in page["months"]][-2:], ["2,433.00", "2,466.00"]
            )
            self.assertEqual(self.month("hr", 202506)["next"], 202507)

    def test_sums_of_sections_are_those_of_the_head(self):
        self.sold("agent", 7)
        self.book()
        page = self.month()
        head = self.head(page)
        for part in page["sections"]:
            self.assertEqual(part["amount"], head[part["key"]][0])

    def test_empty_month(self):
        self.book()
        page = self.month("hr", 202505)
        self.assertTrue(page["is_empty"])
        self.assertEqual(page["newest"], 202506)

    # What is open

    def open(self, page):
        return {one["model"]: one for one in page["open"]}

    def test_what_is_open(self):
        self.book()
        page = self.month()
        states = {one["key"]: one["count"] for one in page["states"]}
        self.assertEqual(
            states, {"computed": 2, "reviewed": 0, "approved": 0, "paid": 0}
        )
        deal = {
            "kind": "sale",
            "number": "A-1",
            "date": "2025-06-12",
            "employee_id": self.people["agent"].id,
            "amount": 100,
            "origin": "Shop",
        }
        self.env["cs.incentive.deal"].with_user(self.users["hr"]).create(deal)
        found = self.open(self.month())["cs.incentive.deal"]
        self.assertEqual((found["count"], found["is_todo"]), (1, True))
        self.assertEqual(
            self.env["cs.incentive.deal"].search(found["domain"]).number, "A-1"
        )

    def test_people_without_a_scheme_or_statement(self):
        """Agents have a scheme; one was hired after the month was computed."""
        self.book()
        late = self.hire("Late")
        rows = [one for one in self.month()["open"] if "employee" in one["model"]]
        missing, without = rows
        self.assertEqual(missing["domain"][0], ("id", "in", late.ids))
        self.assertTrue(missing["is_todo"])
        self.assertIn(self.people["gm"].id, without["domain"][0][2])
        self.assertNotIn(self.people["agent"].id, without["domain"][0][2])
        People = self.env[missing["model"]].with_user(self.users["payroll"])
        self.assertEqual(People.search(missing["domain"]).ids, late.ids)

    def test_only_what_the_reader_may_open(self):
        """TRUST.md: suggested entries are not for payroll."""
        self.book()
        self.assertNotIn("cs.discipline.suggestion", self.open(self.month("payroll")))
        self.assertIn("cs.discipline.suggestion", self.open(self.month("gm")))

    # Outliers

    def test_outliers(self):
        """One of seven sells far more than the others, and than before."""
        self.more_people(5)
        self.book()
        self.assertFalse(self.month()["outliers"]["people"]["rows"])
        with freeze_time(AUGUST):
            self.sold("agent", 90, JULY)
            self.sold("agent2", 1, JULY)
            self.book(JULY)
            found = self.month()["outliers"]
        [row] = found["people"]["rows"]
        self.assertEqual(
            (row["name"], row["amount"], row["usual"]),
            ("agent", "2,190.00", "1,200.00"),
        )
        self.assertEqual(row["statement_id"], self.statement(month=JULY).id)
        self.assertFalse(found["people"]["more"])
        for part in ("3", "10%", "5"):
            self.assertIn(part, found["help"])

    def test_amounts_far_from_the_others(self):
        for role, number in (("agent", 80), ("agent2", 10)):
            self.sold(role, number)
        for role in self.more_people(4):
            self.sold(role, 10)
        self.book()
        rows = self.month()["outliers"]["codes"]["rows"]
        self.assertEqual(
            [(row["name"], row["code"], row["usual"]) for row in rows],
            [("agent", "SETS", "100.00"), ("agent", "ORDERS", "10.00")],
        )

    def test_queries_do_not_grow_with_people(self):
        for role in ("agent", "agent2"):
            self.sold(role, 4)
        self.book()
        few = self.queries()
        for role in self.more_people(10):
            self.sold(role, 4)
        self.book()
        self.assertEqual(self.head(self.month())["people"][0], "12")
        self.assertLessEqual(self.queries(), few)

    def test_queries_do_not_grow_with_outliers(self):
        *others, first, second, third = self.more_people(10)
        for role in (*others, "agent", "agent2"):
            self.sold(role, 4)
        self.sold(first, 100)
        self.book()
        few = self.queries()
        for role in (second, third):
            self.sold(role, 90)
        self.book()
        self.assertEqual(len(self.month()["outliers"]["codes"]["rows"]), 6)
        self.assertEqual(self.queries(), few)

    def queries(self):
        self.month()  # rules and views are kept from now on
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.month()
        return self.env.cr.sql_log_count - before
