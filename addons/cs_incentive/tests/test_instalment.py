from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .instalment_case import ENTRY, InstalmentCase
from .pay_case import JULY, JUNE
from .withheld_case import AUGUST, SEPTEMBER


@tagged("cs_incentive", "cs_incentive_instalment")
class TestInstalment(InstalmentCase):
    """INC-28: what is paid in instalments, until it is paid."""

    def test_as_agreed_until_paid(self):
        """10 000 by 800: 12 × 800 and 400, visible in each month."""
        entry = self.debt(instalment=800)
        months = [JUNE.replace(month=month) for month in range(6, 13)]
        months += [JUNE.replace(year=2026, month=month) for month in range(1, 8)]
        found = []
        for month in months:
            self.book(month)
            found.append(5000 - self.statement(month=month).total)
        self.assertEqual(found, [800] * 12 + [400, 0])
        self.assertEqual(
            self.amounts(), {"BASE": 5000, "COMPENSATION": -10000, "CARRIED_OUT": 9200}
        )
        self.assertEqual(entry.instalment, 800)

    def test_without_an_agreement_the_cap_takes_all_it_may(self):
        self.debt(2500)
        self.assertEqual(self.taken(JUNE, JULY, AUGUST), [1000, 1000, 500])

    def test_a_cap_below_the_instalment(self):
        self.debt(3000, instalment=1200)
        self.assertEqual(self.taken(JUNE, JULY), [1000, 1000])

    def test_two_debts_oldest_first(self):
        """800 of the older one, of the younger what the cap leaves of 1 000."""
        older = self.debt(2000, instalment=800)
        younger = self.debt(500, date="2025-06-11")
        self.assertEqual(self.taken(JUNE, JULY), [1000, 1000])
        self.assertEqual((older.balance, younger.balance), (400, 100))
        self.assertEqual(self.taken(AUGUST, SEPTEMBER), [500, 0])
        self.assertEqual((older.balance, younger.balance), (0, 0))

    def test_the_day_decides_within_a_month(self):
        """Also where the older one was entered later, and has more digits."""
        younger = self.debt(900, date="2025-06-20")
        older = self.debt(900, date="2025-06-05")
        self.assertEqual(self.taken(JUNE), [1000])
        self.assertEqual((older.balance, younger.balance), (0, 800))

    # Changes

    def test_a_change_counts_from_its_month(self):
        entry = self.debt(instalment=800)
        change = self.change(entry, 500)
        self.assertEqual(change.instalment_before, 800)
        self.decided(change, "gm")
        self.assertEqual(self.taken(JUNE, JULY, AUGUST), [800, 500, 500])
        self.assertEqual((entry.instalment, entry.instalment_now), (800, 500))
        [decision] = change.decision_ids
        self.assertEqual(
            decision.detail,
            {"entry": entry.id, "month": "2025-07-01", "before": 800, "after": 500},
        )

    def test_a_change_carries_computed_months_again(self):
        """July is computed and reviewed; it is computed anew and looked at again."""
        entry = self.debt(instalment=800)
        self.taken(JUNE)
        self.book(JULY)
        self.statement(month=JULY).with_user(self.users["hr"]).action_review()
        self.decided(self.change(entry, 300), "gm")
        one = self.statement(month=JULY)
        self.assertEqual((one.total, one.state), (4700, "computed"))
        self.assertEqual(self.statement().total, 4200, "approved: as it was")

    def test_the_newest_decision_counts(self):
        entry = self.debt(instalment=800)
        self.decided(self.change(entry, 100, AUGUST), "gm")
        self.decided(self.change(entry, 200, JULY), "gm")
        self.decided(self.change(entry, 0, SEPTEMBER), "gm")
        self.assertEqual(
            self.taken(JUNE, JULY, AUGUST, SEPTEMBER), [800, 200, 200, 1000]
        )

    def test_a_small_debt_is_decided_by_the_supervisor(self):
        entry = self.debt(400)
        change = self.change(entry, 100, JUNE)
        self.decided(change, "supervisor")
        self.assertEqual(self.taken(JUNE), [100])

    def test_not_in_months_that_are_approved(self):
        entry = self.debt(instalment=800)
        late = self.change(entry, 100, JUNE)
        self.taken(JUNE)
        with self.assertRaisesRegex(UserError, "approved"):
            late.with_user(self.users["gm"]).action_approve()
        with self.assertRaisesRegex(UserError, "approved"):
            self.change(entry, 100, JUNE)

    def test_what_makes_no_sense(self):
        entry = self.debt(instalment=800)
        for vals in ({"instalment": 10000.01}, {"instalment": 800}, {"reason": " "}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.change(entry, **{"instalment": 700} | vals)
        warning = self.warned()
        with self.assertRaises(UserError):
            self.change(warning, 10)
        self.upheld(entry, decider="hr2")
        with self.assertRaisesRegex(UserError, "approved fines"):
            self.change(entry, 700)

    # Appeals

    def test_an_upheld_appeal_gives_back_what_was_taken(self):
        """1 600 of 10 000 were taken; August gives them back and carries nothing."""
        entry = self.debt(instalment=800)
        self.assertEqual(self.taken(JUNE, JULY), [800, 800])
        self.upheld(entry, decider="hr2")
        self.assertEqual(entry.balance, 0)
        self.assertEqual(self.taken(AUGUST, SEPTEMBER), [-1600, 0])

    def test_an_entry_judged_anew_is_paid_as_before(self):
        """INC-29: the second time becomes the first, 100 in place of 400; the
        instalment of 150 is then no more than the amount."""
        first = self.decided(self.entry("AGAIN", "2025-06-05"))
        second = self.entry("AGAIN", "2025-06-10")
        second.with_user(self.users["supervisor"]).action_agree_instalment(150)
        self.decided(second)
        self.assertEqual((second.amount, second.instalment), (-400, 150))
        self.upheld(first, decider="hr2")
        again = self.env[ENTRY].search([("corrects_id", "=", second.id)])
        self.assertEqual((again.amount, again.instalment), (-100, 100))
        self.assertEqual(self.taken(JUNE, JULY), [100, 0])

    # What people read

    def test_the_notice_and_the_personal_file(self):
        entry = self.debt(instalment=800)
        [notice] = self.env["mail.message"].search(
            [("model", "=", ENTRY), ("res_id", "=", entry.id)]
            + [("subject", "like", "INC-21")]
        )
        self.assertIn("800.00", html2plaintext(notice.body))
        action = self.people["agent"].action_open_cs_discipline()
        mine = self.env[ENTRY].with_user(self.users["agent"]).search(action["domain"])
        self.assertEqual((mine.instalment, mine.balance), (800, 10000))
        self.taken(JUNE)
        self.assertEqual(mine.balance, 9200)
        self.decided(self.change(entry, 500), "gm")
        notices = self.env["mail.message"].search(
            [("model", "=", ENTRY), ("res_id", "=", entry.id)]
            + [("subject", "like", "INC-28")]
        )
        self.assertIn("500.00", html2plaintext(notices.body))
        self.assertEqual(mine.instalment_ids.instalment, 500)

    def test_my_income_tells_the_plan(self):
        self.debt(3000, instalment=800)
        self.debt(500, date="2025-06-11")
        self.taken(JUNE)
        My = self.env["cs.incentive.my"].with_user(self.users["agent"])
        statement = My.get_income()["statement"]
        self.assertEqual(
            statement["debts"],
            {
                "rows": [
                    {
                        "name": "DEBT Debt",
                        "taken": "800.00",
                        "left": "2,200.00",
                        "plan": "800.00 a month, still 3 months",
                    },
                    {
                        "name": "DEBT Debt",
                        "taken": "200.00",
                        "left": "300.00",
                        "plan": "as far as the limit allows, still 2 months",
                    },
                ],
                "left": "2,500.00",
                "rule": "INC-28",
            },
        )
        self.assertIn("1,000.00 is taken; 2,500.00", statement["cap"]["text"])
        self.taken(JULY, AUGUST)
        page = My.get_income()["statement"]
        [row] = page["debts"]["rows"]
        self.assertEqual(row["plan"], "800.00 a month, still 1 month")
        [notes] = [
            [line["note"] for line in part["lines"]]
            for part in page["sections"]
            if part["key"] == "carry"
        ]
        self.assertTrue(all("DEBT Debt" in note for note in notes), notes)

    def test_the_explanation_of_an_instalment(self):
        self.debt(instalment=800)
        self.taken(JUNE)
        line = self.statement().line_ids.filtered(lambda one: one.code == "CARRIED_OUT")
        [reason] = line.with_user(self.users["agent"]).get_explanation()["reasons"]
        for amount in ("800.00", "10,000.00", "9,200.00"):
            self.assertIn(amount, reason["sentence"])

    def test_the_printed_statement(self):
        self.debt(3000, instalment=800)
        self.taken(JUNE)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "cs_incentive.statement_print", self.statement().ids
        )
        text = html2plaintext(html.decode())
        for part in ("Still to be paid", "2,200.00", "800.00 a month, still 3 months"):
            self.assertIn(part, text)

    def test_the_dialog_tells_what_it_comes_to(self):
        entry = self.entry("DEBT", amount=10000)
        hr = entry.with_user(self.users["hr"])
        action = hr.action_open_agree()
        Dialog = self.env[action["res_model"]].with_user(self.users["hr"])
        dialog = Dialog.with_context(**action["context"]).create({"instalment": 800})
        self.assertRegex(dialog.plan, "13 months.*400.00")
        dialog.action_confirm()
        self.assertEqual(entry.instalment, 800)
        self.assertTrue(hr.can_agree)
        self.assertFalse(entry.with_user(self.users["leader"]).can_agree)
