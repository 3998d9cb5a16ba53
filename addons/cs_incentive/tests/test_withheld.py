from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pay_case import JULY, JUNE
from .withheld_case import (
    AUGUST,
    MERIT,
    NOVEMBER,
    OCTOBER,
    PERIOD,
    SEPTEMBER,
    WithheldCase,
)


@tagged("cs_incentive", "cs_incentive_withheld")
class TestWithheld(WithheldCase):
    """INC-09: what is withheld in a disciplinary period is paid after it, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.graded(*PERIOD, OCTOBER, NOVEMBER)

    def paid(self, **vals):
        self.scheme(("PAY", "merit", MERIT | vals))

    def released(self):
        return [
            (item.key, item.month, item.amount)
            for item in self.items("_RELEASED")
            if not item.reverses_id and not item.reversal_ids
        ]

    def test_paid_in_the_first_month_after_the_period(self):
        """270 in each of four months, and 1 080 in October, a line for each month."""
        self.paid()
        self.warned()
        self.months(*PERIOD, OCTOBER)
        withheld = [(item.for_month, item.amount) for item in self.items("_WITHHELD")]
        self.assertEqual(withheld, [(month, -270) for month in PERIOD])
        self.assertEqual(
            self.released(),
            [(f"PAY_RELEASED@2025-{month.month:02}", OCTOBER, 270) for month in PERIOD],
        )
        self.assertEqual(self.statement(month=SEPTEMBER).total, 2730)
        self.assertEqual(self.statement(month=OCTOBER).total, 4080)

    def test_computing_again_or_later_pays_nothing_twice(self):
        self.paid()
        self.warned()
        self.months(*PERIOD)
        for _again in range(2):
            self.book(OCTOBER)
            self.book(NOVEMBER)
        self.assertEqual(len(self.items("_RELEASED")), 4)
        self.approve(month=OCTOBER)
        self.book(OCTOBER)
        self.book(NOVEMBER)
        self.assertEqual(len(self.items("_RELEASED")), 4)

    def test_the_database_refuses_a_second_release(self):
        self.paid()
        self.warned()
        self.months(JUNE)
        self.book(OCTOBER)
        one = self.items("_RELEASED")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "INSERT INTO cs_incentive_item (company_id, employee_id, statement_id,"
                " month, for_month, section, code, name, rule, key, version, booked_at)"
                " SELECT company_id, employee_id, statement_id, month, for_month,"
                " section, code, name, rule, key, version, booked_at"
                " FROM cs_incentive_item WHERE id = %s",
                [one.id],
            )

    def test_another_warning_goes_on_withholding(self):
        """One of 20 August reaches to November: nothing is paid in October."""
        self.paid()
        self.warned()
        self.warned("2025-08-20")
        self.months(*PERIOD, OCTOBER, NOVEMBER)
        self.assertFalse(self.released())
        self.assertEqual(len(self.items("_WITHHELD")), 6)

    def test_it_says_why(self):
        """The withheld line names the entry; the release all that it releases."""
        self.paid()
        entry = self.warned()
        self.months(*PERIOD, OCTOBER)
        withheld, release = self.items("_WITHHELD"), self.items("_RELEASED")[:1]
        facts = withheld[0].get_explanation()["reasons"][0]["facts"]
        self.assertIn(entry.display_name, [fact["display"] for fact in facts])
        own = release.with_user(self.users["agent"])
        [reason] = own.get_explanation()["reasons"]
        for part in ("270.00", "1,080.00"):
            self.assertIn(part, reason["sentence"])
        self.assertNotRegex(reason["sentence"], r"[{}‹›]")
        links = [fact["link"]["ids"] for fact in reason["facts"] if fact["link"]]
        for item in withheld:
            self.assertIn(item.ids, links)
        self.assertEqual(release.label, "Pay: released")
        self.assertEqual(withheld[0].label, "Pay: withheld")

    def test_a_scheme_may_let_it_lapse(self):
        self.paid(after_period="forfeit")
        self.warned()
        self.months(*PERIOD, OCTOBER)
        lapsed = self.items("_FORFEITED")
        self.assertEqual([(one.amount, one.quantity) for one in lapsed], [(0, 270)] * 4)
        self.assertEqual(self.statement(month=OCTOBER).total, 3000)
        self.assertEqual(lapsed[0].label, "Pay: lapsed")
        self.book(NOVEMBER)
        self.assertEqual(len(self.items("_FORFEITED")), 4)

    def test_who_leaves_is_paid_with_the_last_statement(self):
        """Also what is withheld in the last month itself."""
        self.paid()
        self.warned()
        self.months(JUNE)
        self.people["agent"].write({"departure_date": "2025-07-31", "active": False})
        for _again in range(2):
            self.book(JULY)
        self.assertEqual(
            [(key, amount) for key, _month, amount in self.released()],
            [("PAY_RELEASED@2025-06", 270), ("PAY_RELEASED@2025-07", 270)],
        )
        self.assertEqual(self.statement(month=JULY).total, 3270)
        [reason] = self.items("_RELEASED")[0]._get_explanation().reasons
        self.assertEqual(reason.key, "inc.merit.released_left")

    def test_a_late_correction_of_what_was_withheld(self):
        """June's grade falls to half after October paid: 135 come back, 135 go."""
        self.paid()
        self.warned()
        self.months(*PERIOD, OCTOBER)
        half = self.policy.grade_ids.filtered(lambda grade: grade.name == "D")
        self.env.cr.execute(
            "UPDATE cs_appraisal_policy_grade SET coefficient = 0.5 WHERE id = %s",
            [half.id],
        )
        self.env.cr.execute(
            "UPDATE cs_appraisal_result SET grade_id = %s WHERE month = %s"
            " AND employee_id = %s",
            [half.id, JUNE, self.people["agent"].id],
        )
        self.env.invalidate_all()
        for month in (*PERIOD, OCTOBER, NOVEMBER):
            self.book(month)
        kept = sum(item.amount for item in self.items("_WITHHELD"))
        self.assertEqual(kept, -135 - 3 * 270)
        back = sum(item.amount for item in self.items("_RELEASED"))
        self.assertEqual(back, -kept)

    # Appeals

    def test_an_upheld_appeal_gives_it_back(self):
        """June and July are approved; both come back in August, the next open month."""
        self.paid()
        entry = self.warned()
        self.months(JUNE, JULY)
        self.upheld(entry)
        back = self.items("_WITHHELD").filtered("reverses_id")
        self.assertEqual(
            [(item.month, item.for_month, item.amount) for item in back],
            [(AUGUST, JUNE, 270), (AUGUST, JULY, 270)],
        )
        self.book(AUGUST)
        self.assertEqual(self.statement(month=AUGUST).total, 3540)
        self.book(OCTOBER)
        self.assertFalse(self.released(), "nothing is withheld any more")

    def test_an_appeal_after_the_release_changes_no_sum(self):
        """It was paid already: both the withholding and the release are taken back."""
        self.paid()
        entry = self.warned("2025-06-10")
        entry._decision_write({"approved_at": "2025-12-07 02:00"})
        self.months(*PERIOD, OCTOBER)
        self.upheld(entry)
        for suffix in ("_WITHHELD", "_RELEASED"):
            self.assertEqual(sum(self.items(suffix).mapped("amount")), 0)
        self.book(NOVEMBER)
        self.assertEqual(self.statement(month=NOVEMBER).total, 3000)

    def test_another_warning_keeps_it_withheld(self):
        """Of two warnings one falls: what the other withholds stays so."""
        self.paid()
        first = self.warned()
        self.warned("2025-06-12")
        self.months(JUNE)
        self.upheld(first)
        self.assertFalse(self.items("_WITHHELD").reversal_ids)

    # Schemes

    def test_codes_of_its_parts_are_taken(self):
        for code in ("PAY_WITHHELD", "PAY_RELEASED", "PAY_FORFEITED"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.scheme((code, "fixed", {"amount": 1}))

    def test_the_scheme_in_force_cannot_be_changed(self):
        self.paid()
        line = self.env["cs.incentive.scheme.line"].search([("code", "=", "PAY")])
        for role in ("agent", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                line.with_user(self.users[role]).after_period = "forfeit"
