from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext

from .discipline_case import DisciplineCase
from .pay_case import JULY, JUNE, PayCase
from .test_statement import RATIO

#: 8 August in Shanghai: July is computed.
AUGUST = "2025-08-08 02:00"


@tagged("cs_incentive", "cs_incentive_my")
class TestMyIncome(PayCase):
    """The screen “My Income” and the same on paper (INC-30, ALL-01, ALL-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200}),
            ("COMMISSION", "ratio", {"name": "Commission"} | RATIO),
            ("FINES", "event", {"metric_id": "sets_sold", "amount": 10}, "deduction"),
        )

    def sell(self, sales, fines=0, month=JUNE):
        self.figure("sales_amount", "agent", sales, month)
        self.figure("conversion", "agent", 356, month, denominator=500)
        if fines:
            self.sold("agent", fines, month)

    def two_months(self):
        """June: 2 496.00; July: 1 200 + 1 500 − 540, of 250.00 more than the cap."""
        self.sell(86400)
        self.book()
        self.approve()
        with freeze_time(AUGUST):
            self.sell(100000, fines=60, month=JULY)
            self.book(JULY)
            self.approve(month=JULY)

    def my(self, role="agent"):
        return self.env["cs.incentive.my"].with_user(self.users[role])

    def shown(self, page, name):
        lines = [one for part in page["statement"]["sections"] for one in part["lines"]]
        [line] = [one for one in lines if one["name"] == name]
        return line

    # Who reads what

    def test_nothing_before_it_is_approved(self):
        self.book()
        one = self.statement()
        for step in ("computed", "reviewed"):
            with self.subTest(step):
                page = self.my().get_income()
                self.assertFalse(page["statement"] or page["has_any"])
                with self.assertRaises(AccessError):
                    self.my().get_statement(one.id)
                with self.assertRaises(AccessError):
                    self.my().get_line(one.item_ids[0].id)
            if step == "computed":
                one.with_user(self.users["hr"]).action_review()
        one.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.my().get_income()["statement"]["head"]["id"], one.id)

    def test_nobody_elses(self):
        self.book()
        one = self.approve()
        for role in ("agent2", "admin"):
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.my(role).get_statement(one.id)
                with self.assertRaises(AccessError):
                    self.my(role).get_line(one.item_ids[0].id)
                with self.assertRaises(AccessError):
                    one.with_user(self.users[role]).action_open_income()
        self.assertFalse(self.my("agent2").get_income(202506)["statement"])
        with self.assertRaises(AccessError):
            self.my("admin").get_income()
        with self.assertRaises(AccessError):
            self.my().get_statement(0)

    def test_leaders_read_totals_and_no_lines(self):
        self.two_months()
        page = self.my("leader").get_statement(self.statement(month=JULY).id)
        statement = page["statement"]
        self.assertEqual(
            [part["amount"] for part in statement["sections"]],
            ["2,700.00", "−600.00", "60.00"],
        )
        self.assertFalse([part for part in statement["sections"] if part["lines"]])
        self.assertFalse(statement["comparison"]["rows"] or statement["cap"])
        self.assertFalse(page["appeal"])
        with self.assertRaises(AccessError):
            self.my("leader").get_line(self.statement().item_ids[0].id)

    def test_who_else_reads_lines(self):
        self.book()
        one = self.statement()
        for role in ("supervisor", "hr", "payroll", "gm"):
            with self.subTest(role):
                reader = one.with_user(self.users[role])
                opened = reader.action_open_income()["params"]["statement_id"]
                page = self.my(role).get_statement(opened)
                self.assertTrue(self.shown(page, "Base"))
                detail = self.my(role).get_line(one.item_ids[0].id)
                self.assertFalse(detail["can_appeal"])

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.book()
        one = self.approve()
        away = self._create_role("hr_away", "cs_base.group_hr_officer").user_id
        away.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        My = self.env["cs.incentive.my"].with_user(away)
        with self.assertRaises(AccessError):
            My.get_statement(one.id)
        with self.assertRaises(AccessError):
            My.get_line(one.item_ids[0].id)

    # What it says

    def test_page(self):
        self.two_months()
        page = self.my().get_income()
        self.assertEqual(page["months"], {"previous": 202506, "next": False})
        statement = page["statement"]
        self.assertEqual(statement["head"]["change"]["text"], "−336.00")
        self.assertEqual(statement["head"]["change"]["trend"], "down")
        self.assertIn("2,160.00", statement["head"]["total"])
        self.assertEqual(
            [
                (part["key"], part["before"], part["amount"])
                for part in statement["sections"]
            ],
            [
                ("earning", "2,496.00", "2,700.00"),
                ("deduction", "0.00", "−600.00"),
                ("carry", "0.00", "60.00"),
            ],
        )
        line = self.shown(page, "Commission")
        self.assertEqual(
            (line["note"], line["rule"], line["before"], line["amount"]),
            ("100,000.00 × 1.5%", "INC-01", "1,296.00", "1,500.00"),
        )
        carried = self.shown(page, "Carried to the next month")
        self.assertEqual(carried["note"], "Fines · 600.00 − 540.00")
        self.assertEqual(
            [step["label"] for step in statement["steps"] if step["is_now"]],
            ["Approved"],
        )
        self.assertEqual(self.my().get_income(202506)["months"]["next"], 202507)

    def test_what_became_known_late_says_of_which_month_it_is(self):
        """INC-30: it stands in the next statement."""
        self.book()
        self.approve()
        self.sell(1000)
        self.book()
        with freeze_time(AUGUST):
            self.book(JULY)
            self.approve(month=JULY)
            page = self.my().get_income(202507)
        note = self.shown(page, "Commission")["note"]
        self.assertEqual(note, "June 2025 · 1,000.00 × 1.5%")

    def test_compared_with_the_month_before(self):
        self.two_months()
        compared = self.my().get_income()["statement"]["comparison"]
        self.assertEqual(
            [(row["label"], row["change"]["text"]) for row in compared["rows"]],
            [
                ("Commission", "+204.00"),
                ("Fines", "−600.00"),
                ("Carried to the next month", "+60.00"),
                ("Others", "0.00"),
            ],
        )
        self.assertEqual(compared["total"]["change"]["text"], "−336.00")
        self.assertEqual(compared["bars"], [100, 87])
        first = self.my().get_income(202506)["statement"]
        self.assertFalse(first["comparison"] or first["head"]["change"])

    def test_limit_of_fines(self):
        """INC-28: exactly 20 % of the pay, and what is above it."""
        self.two_months()
        box = self.my().get_income()["statement"]["cap"]
        for part in ("600.00", "20%", "540.00", "60.00"):
            self.assertIn(part, box["text"])
        box = self.my().get_income(202506)["statement"]["cap"]
        self.assertIn("No fines", box["text"])
        self.assertIn("499.20", box["text"])

    def test_a_line_opens_to_its_formula_and_reasons(self):
        """ALL-01: rule, facts, figures and the scheme in force."""
        self.two_months()
        page = self.my().get_income()
        detail = self.my().get_line(self.shown(page, "Commission")["id"])
        shown = [part.get("sign") or part["value"] for part in detail["formula"]]
        self.assertEqual(shown, ["100,000.00", "×", "1.5%", "=", "1,500.00"])
        self.assertTrue(all(part.get("label") for part in detail["formula"][::2]))
        self.assertEqual(detail["scheme"]["name"], self.pay.name)
        self.assertIn("2024", detail["scheme"]["since"])
        [reason] = detail["reasons"]
        self.assertEqual(reason["rule"]["code"], "INC-01")
        self.assertNotIn(
            "cs.incentive.scheme",
            [fact["link"]["model"] for fact in reason["facts"] if fact["link"]],
        )

    def test_the_formula_of_a_deduction_comes_to_its_amount(self):
        self.two_months()
        page = self.my().get_income()
        detail = self.my().get_line(self.shown(page, "Fines")["id"])
        shown = [part.get("sign") or part["value"] for part in detail["formula"]]
        self.assertEqual(shown, ["−", "60", "×", "10.00", "=", "−600.00"])

    def test_appeal(self):
        """ALL-02: until the deadline, which the page says; exactly then, not after."""
        self.book()
        self.approve()
        page = self.my().get_income()
        appeal, item_id = page["appeal"], self.shown(page, "Base")["id"]
        self.assertTrue(appeal["can"])
        self.assertIn(appeal["deadline"], appeal["text"])
        item = self.env["cs.incentive.item"].browse(item_id)
        action = item.with_user(self.users["agent"]).action_appeal()
        self.assertEqual(action["context"]["default_res_id"], item_id)
        deadline = item.appeal_deadline
        with freeze_time(deadline):
            self.assertTrue(self.my().get_line(item_id)["can_appeal"])
        with freeze_time(deadline.replace(second=1)):
            self.env.invalidate_all()
            self.assertFalse(self.my().get_line(item_id)["can_appeal"])
            self.assertFalse(self.my().get_income()["appeal"]["can"])

    # On paper

    def paper(self, role, statement):
        Report = self.env["ir.actions.report"].with_user(self.users[role])
        html = Report._render_qweb_html("cs_incentive.statement_print", statement.ids)[
            0
        ]
        return " ".join(html2plaintext(html.decode()).split())

    def test_paper_has_all_formulas(self):
        self.two_months()
        text = self.paper("agent", self.statement(month=JULY))
        for part in ("100,000.00 ×", "= 1,500.00", "= −600.00", "INC-28", "2,160.00"):
            self.assertIn(part, text)
        for part in (
            "Prepared by",
            "Reviewed by",
            "Person:",
            "Printed 2025-07-08 10:00",
        ):
            self.assertIn(part, text)

    def test_paper_is_as_closed_as_the_screen(self):
        self.book()
        one = self.statement()
        with self.assertRaises(AccessError):
            self.paper("agent", one)
        self.assertTrue(one.line_ids)
        self.assertNotIn("INC-08", self.paper("leader", one))
        self.env.invalidate_all()
        self.assertIn("INC-08", self.paper("hr", one))


@tagged("cs_incentive", "cs_incentive_my")
class TestMyEntries(DisciplineCase):
    """Entries of the rule book on the statement (INC-20, INC-30)."""

    def month(self, *entries):
        for code, vals in entries:
            entry = self.approved(code, **vals)
        one = self.env["cs.incentive.statement"].search(
            [
                ("employee_id", "=", self.people["agent"].id),
                ("month", "=", entry.date.replace(day=1)),
            ]
        )
        with freeze_time(f"{one.month + relativedelta(months=1, day=8)} 04:00"):
            one.with_user(self.users["hr"]).action_review()
            one.with_user(self.users["gm"]).action_approve()

    @freeze_time("2025-06-20 04:00")
    def test_each_rule_has_its_own_row(self):
        self.month(("UNPAID", {}))
        with freeze_time("2025-07-20 04:00"):
            july = {"date": "2025-07-10"}
            self.month(("UNPAID", july), ("DAMAGE", july | {"amount_chosen": 100}))
            My = self.env["cs.incentive.my"].with_user(self.users["agent"])
            statement = My.get_income()["statement"]
        [part] = [one for one in statement["sections"] if one["key"] == "deduction"]
        self.assertEqual(
            {(line["name"], line["before"], line["amount"]) for line in part["lines"]},
            {
                ("UNPAID Unpaid", "−5.00", "−5.00"),
                ("DAMAGE Damage", "0.00", "−100.00"),
            },
        )
        [row] = [
            row
            for row in statement["comparison"]["rows"]
            if row["label"].startswith("DAMAGE")
        ]
        self.assertEqual(row["change"]["text"], "−100.00")
        detail = My.get_line(part["lines"][0]["id"])
        self.assertFalse(detail["source"], "the entry is among the facts")
        links = [fact["link"]["model"] for fact in detail["reasons"][0]["facts"]]
        self.assertEqual(links, ["cs.discipline.entry"])
