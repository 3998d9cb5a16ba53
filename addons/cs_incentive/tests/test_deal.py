from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deal_case import JULY, DealCase


@tagged("cs_incentive", "cs_incentive_deal")
class TestDeal(DealCase):
    """Deals are kept, once a kind and number, and count with proof only (INC-06)."""

    def test_the_server_says_who_when_and_whose_company(self):
        deal = self.deal(
            author_id=self.users["gm"].id,
            state="corrected",
            entered_at="2020-01-01",
            company_id=self.env.ref("base.main_company").id,
            counts_on="2020-01-01",
            root_id=1,
        )
        self.assertEqual(deal.author_id, self.users["hr"])
        self.assertEqual(deal.company_id, self.company)
        self.assertEqual(deal.currency_id, self.company.currency_id)
        self.assertEqual(deal.state, "current")
        self.assertEqual(str(deal.counts_on), "2025-06-05")
        self.assertFalse(deal.root_id)
        self.assertGreater(str(deal.entered_at), "2025")

    def test_it_is_kept(self):
        deal = self.deal()
        for record in (
            deal,
            self.refund(deal, "2025-06-07"),
            self.slip(self.unproven(number="8"), "2025-06-07"),
        ):
            for attempt in (
                lambda one=record: one.write({"number": "1"}),
                record.unlink,
                record.copy,
                lambda one=record: one.with_context(force=True).write({"date": False}),
            ):
                with self.subTest(record._name), self.assertRaises(UserError):
                    attempt()

    def test_what_is_no_deal(self):
        group = self.group_one.id
        for vals in (
            {"kind": "gift"},
            {"kind": None},
            {"number": " "},
            {"number": 7},
            {"number": "x" * 201},
            {"amount": 0},
            {"amount": 0.001},
            {"amount": -1},
            {"amount": False},
            {"amount": True},
            {"amount": "many"},
            {"amount": float("nan")},
            {"amount": float("inf")},
            {"amount": 1e11},
            {"origin": ""},
            {"date": "soon"},
            {"date": "2999-01-01"},
            {"slip_date": "2999-01-01"},
            {"slip_number": False},
            {"slip_date": False},
            {"employee_id": False},
            {"employee_id": 10**9},
            {"department_id": group},
            {"kind": "public"},
            {"kind": "public", "employee_id": False},
            {"kind": "public", "department_id": group},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.deal(**vals)
        self.assertTrue(self.deal(amount=0.01, number="x" * 200))

    def test_007_is_not_7(self):
        self.assertTrue(self.deal(number="007") + self.deal(number="7"))
        deal = self.deal(number="=1+1", customer="<script>\0\u202e@x")
        self.assertEqual(deal.number, "=1+1")
        self.assertEqual(deal.customer, "<script>@x")

    def test_once_a_kind_and_number(self):
        self.deal()
        for person in ("agent", "agent2"):
            with self.subTest(person), self.assertRaises(UserError):
                self.deal(person)
        self.assertTrue(self.deal(kind="design"))
        twice = self.deal_vals(number="8")
        with self.assertRaises(UserError):
            self.env["cs.incentive.deal"].with_user(self.users["hr"]).create(
                [twice, dict(twice)]
            )

    def test_the_database_refuses_what_came_at_one_moment(self):
        deal = self.deal()
        slip = self.slip(self.unproven(number="8"), "2025-06-07")
        refund = self.refund(deal, "2025-06-07")
        for record in (deal, slip, refund):
            names = [
                name
                for name, field in record._fields.items()
                if field.store and field.column_type and name != "id"
            ]
            columns = ", ".join(f'"{name}"' for name in names)
            self.refused(
                UniqueViolation,
                f"INSERT INTO {record._table} ({columns}) SELECT {columns}"
                f" FROM {record._table} WHERE id = %s",
                record,
            )

    def test_the_database_refuses_what_is_none(self):
        deal = self.deal()
        slip = self.slip(self.unproven(number="8"), "2025-06-07")
        refund = self.refund(deal, "2025-06-07")
        for record, change in (
            (deal, "amount = 0"),
            (deal, "employee_id = NULL"),
            (deal, "kind = 'public'"),
            (deal, "reason = 'x'"),
            (slip, "is_signed = FALSE"),
            (refund, "amount = 0"),
        ):
            with self.subTest(change):
                self.refused(
                    CheckViolation,
                    f"UPDATE {record._table} SET {change} WHERE id = %s",
                    record,
                )

    def refused(self, error, statement, record):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement, [record.id])

    # Proof

    def test_a_slip_is_signed_and_has_number_and_day(self):
        """HD-22: signed by both managers, or there is no valid slip."""
        self.assertEqual(str(self.deal().counts_on), "2025-06-05")
        later = self.deal(number="8", slip_date="2025-07-01")
        self.assertEqual(str(later.counts_on), "2025-07-01")
        earlier = self.deal(number="9", slip_date="2025-05-31")
        self.assertEqual(str(earlier.counts_on), "2025-06-05")
        unsigned = self.deal(number="10", is_slip_signed=False)
        self.assertFalse(unsigned.counts_on)
        self.assertFalse(self.unproven(number="11").counts_on)

    def test_a_slip_that_comes_later(self):
        deal = self.unproven()
        with self.assertRaises(UserError):
            self.slip(deal, "2025-07-02", is_signed=False)
        with self.assertRaises(UserError):
            self.slip(deal, "2999-07-02")
        with self.assertRaises(UserError):
            self.slip(deal, "2025-07-02", number=" ")
        slip = self.slip(deal, "2025-07-02")
        self.assertEqual(str(deal.counts_on), "2025-07-02")
        self.assertEqual(slip.employee_id, self.people["agent"])
        with self.assertRaises(UserError):
            self.slip(deal, "2025-07-03", number="CD-10")
        with self.assertRaises(UserError):
            self.slip(self.deal(number="8"), "2025-07-03")

    def test_a_closed_month_takes_no_deal(self):
        """ALL-05: the next open month is named."""
        self.close()
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.deal()
        self.assertTrue(self.deal(date="2025-07-01"))

    def test_a_slip_after_the_close_counts_in_its_own_month(self):
        deal = self.unproven()
        self.close()
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.slip(deal, "2025-06-30")
        self.slip(deal, "2025-07-01")
        self.assertEqual(self.measured("sales"), 0)
        self.assertEqual(self.measured("unproven"), 1)
        self.assertEqual(self.measured("sales", span=JULY), 1000)
        self.assertEqual(self.measured("unproven", span=JULY), 0)

    # Corrections

    def test_a_correction_is_a_new_deal(self):
        deal = self.deal()
        correction = self.corrected(deal, amount=900)
        self.assertEqual(deal.state, "corrected")
        self.assertEqual(deal.amount, 1000)
        self.assertEqual(deal.correction_ids, correction)
        self.assertEqual(correction.root_id, deal)
        self.assertEqual(self.measured("sales"), 900)
        again = self.corrected(correction, amount=950)
        self.assertEqual(again.root_id, deal)
        self.assertEqual(self.measured("sales"), 950)

    def test_a_correction_says_why_and_comes_once(self):
        deal = self.deal()
        with self.assertRaises(UserError):
            self.corrected(deal, reason=" ")
        self.corrected(deal)
        with self.assertRaises(UserError):
            self.corrected(deal)

    def test_a_correction_stays_with_its_deal(self):
        deal = self.deal()
        correction = self.corrected(deal, number="999", kind="design")
        self.assertEqual((correction.number, correction.kind), ("007", "sale"))

    def test_a_correction_to_0_takes_the_deal_away(self):
        deal = self.deal(kind="design")
        refund = self.refund(self.deal(), "2025-06-07")
        with self.assertRaises(UserError):
            self.corrected(refund.deal_id, amount=99.99)
        with self.assertRaises(UserError):
            self.corrected(deal, amount=False)
        gone = self.corrected(deal, amount=0)
        self.assertFalse(gone.counts_on)
        self.assertEqual(self.measured("design_contracts"), 0)
        self.assertEqual(self.measured("unproven"), 0)
        for attempt in (self.slip, self.refund):
            with self.assertRaises(UserError):
                attempt(gone, "2025-06-07")

    def test_slips_and_refunds_follow_the_correction(self):
        deal = self.unproven()
        slip = self.slip(deal, "2025-06-10")
        refund = self.refund(deal, "2025-06-12")
        correction = self.corrected(deal, employee_id=self.people["agent2"].id)
        self.assertEqual(str(correction.counts_on), "2025-06-10")
        self.assertEqual(refund.employee_id, self.people["agent2"])
        self.assertEqual(slip.employee_id, self.people["agent2"])
        self.assertEqual(self.measured("refunds", "agent2"), 100)
        self.assertEqual(self.measured("refunds"), 0)
        self.assertEqual(correction.refund_ids, refund)
        self.assertEqual(correction.refunded, 100)
        self.assertEqual(correction.late_slip_ids, slip)
        second = self.refund(correction, "2025-06-13", number="R2")
        self.assertEqual(second.deal_id, deal)

    def test_what_counted_in_a_closed_month_is_corrected_no_more(self):
        deal, waiting = self.deal(), self.unproven(number="8")
        self.close()
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.corrected(deal, amount=900)
        with self.assertRaisesRegex(UserError, "July 2025"):
            self.corrected(
                waiting, slip_number="1", slip_date="2025-06-30", is_slip_signed=True
            )
        correction = self.corrected(waiting, amount=900)
        self.slip(correction, "2025-07-02")
        self.assertEqual(self.measured("sales", span=JULY), 900)

    def test_the_person_must_be_of_the_deals_company(self):
        deal = self.deal()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": other.id}
        )
        self.users["hr"].company_ids += other
        companies = (self.company + other).ids
        with self.assertRaises(UserError):
            self.corrected(
                deal.with_context(allowed_company_ids=companies),
                employee_id=stranger.id,
            )

    def test_a_refusal_names_nobody_whom_the_reader_cannot_know(self):
        """TRUST.md: an id is guessed, and tells no name."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        secret = self.env["hr.employee"].create(
            {"name": "Secret", "company_id": other.id}
        )
        unit = self.env["hr.department"].create(
            {"name": "Secret unit", "company_id": other.id}
        )
        public = {"kind": "public", "employee_id": False, "department_id": unit.id}
        for vals in ({"employee_id": secret.id}, public):
            refused = self.assertRaisesRegex(UserError, "deals of nobody")
            with self.subTest(vals=vals), refused:
                self.deal(role="supervisor", **vals)
