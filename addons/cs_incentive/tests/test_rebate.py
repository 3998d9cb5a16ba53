import base64
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from psycopg2.errors import CheckViolation

from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

MAY, JUNE, JULY = (date(2025, month, 1) for month in (5, 6, 7))


class RebateCase(CsCase):
    """An agent with terms from May 2025 on: 2 %, from 100 000 on 3 % of all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"].create(
            {"name": "Lanxi", "company_id": cls.company.id}
        )
        Agent = cls.env["cs.rebate.agent"].with_user(cls.users["hr"])
        cls.agent = Agent.create(
            {"partner_id": partner.id, "company_id": cls.company.id}
        )
        cls.term = cls._term(MAY)
        cls._approve(cls.term)

    @classmethod
    def _term(cls, month, bands="0: 2%; 100000: 3%", **vals):
        return cls.agent.term_ids.create(
            {"agent_id": cls.agent.id, "date_from": month, "bands": bands, **vals}
        )

    @classmethod
    def _approve(cls, document, by="gm"):
        document.action_submit()
        document.with_user(cls.users[by]).action_approve()

    def entry(self, amount, day="2025-05-20", role="hr", **vals):
        Entry = self.env["cs.rebate.entry"].with_user(self.users[role])
        values = {
            "agent_id": self.agent.id,
            "number": f"{day}/{amount}",
            "date": day,
            "amount": amount,
            "origin": "Platform",
        }
        return Entry.create({**values, **vals})

    def pay(self, amount, day="2025-06-10", **vals):
        return self.entry(amount, day, "payroll", kind="payment", **vals)

    def take_back(self, entry, role="hr"):
        mine = entry.with_user(self.users[role])
        context = mine.action_reverse()["context"]
        Entry = mine.browse().with_context(**context)
        values = Entry.default_get(list(Entry._fields)) | {"reason": "Typing error"}
        return Entry.create(values)

    def list_of(self, month, is_approved=True):
        List = self.env["cs.rebate.list"].with_user(self.users["hr"])
        found = List.create({"company_id": self.company.id, "month": month})
        if is_approved:
            self._approve(found)
        return found

    def figures(self, one):
        """Turnover, rebate, earlier months, carried, paid, outstanding."""
        names = ["turnover", "rebate", "difference", "carried", "paid", "outstanding"]
        return [Decimal(str(one.line_ids[name])).normalize() for name in names]


@tagged("cs_incentive", "cs_rebate")
class TestRebate(RebateCase):
    """INC-33: turnover and rebate, paid and outstanding of agents."""

    def test_three_months_tie_out(self):
        self.entry(60000)
        self.entry(50000, "2025-05-31")
        self.entry(10000, "2025-05-31", kind="return")
        may = self.list_of(MAY)
        self.assertEqual(self.figures(may), [100000, 3000, 0, 0, 0, 3000])
        self.pay(1800)
        self.entry(20000, "2025-06-02")
        june = self.list_of(JUNE)
        self.assertEqual(self.figures(june), [20000, 400, 0, 3000, 1800, 1600])
        self.assertEqual(self.agent.due, 1600)
        # A cent was returned in May after all: the lower rate, in the next list.
        self.entry(0.01, "2025-05-31", kind="return", number="late")
        july = self.list_of(JULY)
        self.assertEqual(self.figures(july), [0, 0, -1000, 1600, 0, 600])
        self.assertEqual(self.figures(may), [100000, 3000, 0, 0, 0, 3000])

    def test_terms_from_a_month_on(self):
        self._approve(self._term(JUNE, "0: 10%"))
        self.entry(100)
        self.entry(100, "2025-06-01")
        self.assertEqual(self.figures(self.list_of(MAY))[1], 2)
        self.assertEqual(self.figures(self.list_of(JUNE))[1], 10)
        with self.assertRaises(UserError):
            self._term(JUNE, "0: 20%").action_submit()
        self._term(date(2025, 7, 1), "0: 20%").action_submit()

    def test_terms_that_cannot_be(self):
        for bands in ("", "much", "0: 2%; 0: 3%", "100: 2%; 50: 3%"):
            with self.subTest(bands), self.assertRaises(ValidationError):
                self._term(JULY, bands)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._term(date(2025, 7, 2))
        with self.assertRaises(UserError):
            self.term.write({"bands": "0: 90%"})

    def test_what_is_no_entry(self):
        for vals in (
            {"amount": 0},
            {"amount": -1},
            {"amount": 0.001},
            {"amount": float("nan")},
            {"amount": None},
            {"number": " "},
            {"origin": ""},
            {"kind": "bonus"},
            {"day": "2999-01-01"},
            {"day": "soon"},
            {"agent_id": False},
            {"agent_id": 10**9},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.entry(**{"amount": 100, **vals})

    def test_a_number_is_entered_once_and_anew_after_taking_back(self):
        first = self.entry(100, number="007")
        self.entry(100, number="7")
        with self.assertRaisesRegex(UserError, "entered already"):
            self.entry(100, number="007")
        back = self.take_back(first)
        self.assertEqual((first.state, back.state), ("reversed", "reversal"))
        self.entry(200, number="007")
        self.assertEqual(self.figures(self.list_of(MAY))[0], 300)
        for entry in (first, back):
            with self.assertRaises(UserError):
                self.take_back(entry)

    def test_what_is_taken_back_later_is_a_difference(self):
        entry = self.entry(1000)
        self.list_of(MAY)
        payment = self.pay(20)
        self.list_of(JUNE)
        self.take_back(payment, "payroll")
        self.take_back(entry)
        july = self.list_of(JULY)
        self.assertEqual(self.figures(july), [0, 0, -20, 0, -20, 0])

    def test_nobody_is_paid_more_than_is_approved(self):
        self.entry(1000)
        with self.assertRaisesRegex(UserError, "can be paid"):
            self.pay(0.01, "2025-05-31")
        self.list_of(MAY)
        with self.assertRaises(UserError):
            self.pay(20.01)
        self.pay(19.99)
        with self.assertRaises(UserError):
            self.pay(0.02)
        self.pay(0.01)
        with self.assertRaises(AccessError):
            self.entry(1, role="hr", kind="payment")

    def test_the_order_of_lists(self):
        self.entry(1000)
        self.entry(1000, "2025-06-01")
        may, june = self.list_of(MAY, False), self.list_of(JUNE, False)
        with self.assertRaisesRegex(UserError, "comes first"):
            june.action_submit()
        self._approve(may)
        june.action_submit()
        with self.assertRaisesRegex(UserError, "rests on this one"):
            may.with_user(self.users["gm"]).action_undo_decision()
        june.action_withdraw()
        may.with_user(self.users["gm"]).action_undo_decision()
        self.assertEqual(may.state, "submitted")

    def test_a_month_before_an_approved_one_is_not_computed(self):
        self.entry(1000, "2025-06-01")
        self.list_of(JUNE)
        may = self.list_of(MAY, False)
        for step in (may.action_compute, may.action_submit):
            with self.assertRaisesRegex(UserError, "rests on this one"):
                step()

    def test_an_approval_that_was_paid_on_stays(self):
        self.entry(1000)
        may = self.list_of(MAY)
        self.pay(20)
        with self.assertRaisesRegex(UserError, "were paid"):
            may.with_user(self.users["gm"]).action_undo_decision()

    def test_what_cannot_be_submitted(self):
        with self.assertRaisesRegex(UserError, "no turnover"):
            self.list_of(MAY)
        this_month = self.company._cs_today().replace(day=1)
        with self.assertRaisesRegex(UserError, "month is over"):
            self.list_of(this_month)

    def test_submitted_lists_hold_what_was_computed(self):
        self.entry(1000)
        may = self.list_of(MAY, False)
        may.action_submit()
        self.entry(500, "2025-05-21")
        with self.assertRaises(UserError):
            may.action_compute()
        may.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.figures(may)[0], 1000)
        self.assertEqual(self.figures(self.list_of(JUNE))[2], 10)

    def test_the_list_explains_itself(self):
        self.entry(1000)
        self.list_of(MAY)
        self.entry(500, "2025-05-21")
        line = self.list_of(JUNE).line_ids
        told = line.with_user(self.users["payroll"]).get_explanation()
        sentences = " ".join(reason["sentence"] for reason in told["reasons"])
        self.assertIn("2025-05", sentences)
        self.assertIn("30.00", sentences)
        self.assertNotRegex(sentences, r"[{}‹›]")
        self.assertTrue(all(r["rule"]["code"] == "INC-33" for r in told["reasons"]))

    def test_the_draft_comes_by_itself_and_is_waited_for(self):
        today = self.company._cs_today()
        last = (
            self.env["cs.rebate.list"]
            ._fields["month"]
            .default(self.env["cs.rebate.list"].with_company(self.company))
        )
        self.entry(1000, last)
        for _twice in range(2):
            self.env["cs.rebate.list"]._make_list(self.company)
        made = self.env["cs.rebate.list"].search([("company_id", "=", self.company.id)])
        self.assertEqual((made.month, made.state), (last, "draft"))
        self.assertLess(made.month, today)
        self.assertEqual(made.line_ids.turnover, 1000)
        waiting = self.env["cs.waiting"].with_user(self.users["payroll"])
        waiting = waiting.with_company(self.company)
        rows = [row for part in waiting.load()["sections"] for row in part["rows"]]
        self.assertEqual(
            [row["count"] for row in rows if row["code"] == "rebate_lists"], [1]
        )

    def test_the_sheet(self):
        self.entry(1000)
        may = self.list_of(MAY)
        action = may.with_user(self.users["payroll"]).action_export()
        number = int(action["url"].split("/")[4])
        made = self.env["cs.sheet.download"].sudo().browse(number)
        content = base64.b64decode(made.content)
        sheet = load_workbook(BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        self.assertIn("Lanxi", cells)
        self.assertIn(1000, cells)
        self.assertIn(20, cells)

    def test_queries_do_not_grow_with_agents(self):
        self.entry(1000)
        may = self.list_of(MAY, False)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            may.sudo()._compute_lines()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        first = self.agent
        for number in range(8):
            partner = first.partner_id.sudo().copy({"name": f"A{number}"})
            type(self).agent = first.create(
                {"partner_id": partner.id, "company_id": self.company.id}
            )
            self._approve(self._term(MAY))
            self.entry(1000)
        type(self).agent = first
        queries()
        self.assertLessEqual(queries(), few + 2)
