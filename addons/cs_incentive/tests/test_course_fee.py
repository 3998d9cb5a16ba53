from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .course_fee_case import CourseFeeCase
from .pay_case import JULY, JUNE
from .withheld_case import AUGUST, WithheldCase


@tagged("cs_incentive", "cs_incentive_statement")
class TestCourseFee(CourseFeeCase, WithheldCase):
    """APP-11: the course fee of who leaves is taken from the last pay, once, within
    the limit of fines: 20 % of 5 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme(("BASE", "fixed", {"amount": 5000}))
        cls.owed = cls.fee_of(1200)

    def approved_month(self, month=JUNE):
        self.book(month)
        self.approve(month=month)
        self.owed.invalidate_recordset()

    def fee_line(self):
        return self.statement().line_ids.filtered(lambda one: one.code == "COURSE_FEE")

    # Taken, within the limit

    def test_nothing_is_taken_unasked(self):
        self.book()
        self.assertEqual(self.amounts(), {"BASE": 5000})

    def test_within_the_limit_and_the_rest_is_open(self):
        self.take()
        self.approved_month()
        self.assertEqual(
            self.amounts(), {"BASE": 5000, "COURSE_FEE": -1200, "CARRIED_OUT": 200}
        )
        self.assertEqual(self.statement().total, 4000)
        self.assertEqual(
            (self.owed.state, self.owed.taken, self.owed.balance), ("open", 1000, 200)
        )
        with self.assertRaisesRegex(UserError, "once"):
            self.take()
        hr = self.owed.with_user(self.users["hr"])
        hr._settle("Paid in cash")
        self.assertEqual((self.owed.state, self.owed.balance), ("settled", 0))
        self.leave(False)
        self.assertEqual(self.owed.state, "settled", "also if the person comes back")
        self.book(JULY)
        self.assertEqual(self.amounts(month=JULY), {"BASE": 5000}, "not taken again")

    def test_exactly_the_limit_is_settled(self):
        owed = self.fee_of(1000, "agent2")
        self.take(owed)
        self.book()
        self.approve("agent2")
        owed.invalidate_recordset()
        self.assertEqual(self.amounts("agent2"), {"BASE": 5000, "COURSE_FEE": -1000})
        self.assertEqual((owed.state, owed.taken, owed.balance), ("settled", 1000, 0))
        self.assertEqual(owed.settled_by_id, self.users["gm"])
        self.assertIn("June 2025", owed.note)

    def test_a_computed_statement_takes_it_at_once(self):
        self.book()
        hr = self.owed.with_user(self.users["hr"])
        hr.action_take_from_pay()
        self.assertEqual(self.statement().total, 4000)
        hr.action_leave_out_of_pay()
        self.assertEqual(self.statement().total, 5000)
        self.assertEqual((self.owed.state, self.owed.pay_month), ("open", False))
        hr.action_take_from_pay()
        self.assertEqual(self.statement().total, 4000)
        self.book()
        self.assertEqual(self.fee_line().version, 3)

    def test_a_fine_is_served_within_the_same_limit(self):
        self.decided(self.entry("DEBT", "2025-06-10", 300))
        self.take()
        self.approved_month()
        self.assertEqual(self.statement().total, 4000)
        self.owed.invalidate_recordset()
        self.assertEqual(self.owed.taken, 700)

    # Never a closed month, never twice

    def test_an_approved_statement_takes_nothing_more(self):
        self.approved_month()
        with self.assertRaisesRegex(UserError, "approved"):
            self.take()
        self.assertEqual((self.owed.state, self.owed.balance), ("open", 1200))

    def test_computing_again_takes_it_once(self):
        self.take()
        self.book()
        self.approve()
        for _again in range(2):
            self.book()
        items = self.env["cs.incentive.item"].search([("code", "=", "COURSE_FEE")])
        self.assertEqual(len(items), 1)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_one(self):
        self.take()
        self.book()
        line = self.fee_line()
        for version, error in ((1, UniqueViolation), (2, CheckViolation)):
            with (
                self.subTest(version),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    """INSERT INTO cs_incentive_item
                              (company_id, employee_id, statement_id, month, for_month,
                               section, code, name, rule, key, version, res_model,
                               res_id, amount, points, booked_at)
                       SELECT company_id, employee_id, statement_id, month, for_month,
                              section, code, name, rule, key, %s, res_model, res_id,
                              amount, points, booked_at
                         FROM cs_incentive_item WHERE id = %s""",
                    [version, line.id],
                )

    # The day of leaving changes

    def test_another_month_before_the_approval(self):
        self.take()
        self.book()
        self.leave("2025-07-31")
        self.assertEqual((self.owed.state, self.owed.pay_month), ("open", False))
        self.assertEqual(self.statement().total, 5000)
        self.take()
        self.book(JULY)
        self.assertEqual(self.statement(month=JULY).total, 4000)

    def test_another_day_of_the_month(self):
        self.take()
        self.book()
        self.leave("2025-06-29")
        self.assertEqual(self.owed.state, "pay")
        [reason] = self.fee_line()._get_explanation().reasons
        told = {param.name: param.value for param in reason.values}
        self.assertEqual(str(told["leaving"]), "2025-06-29")
        self.assertEqual(self.statement().total, 4000)

    def test_nobody_leaves_any_more(self):
        """June is approved: July gives back what June took, no more."""
        self.take()
        self.approved_month()
        self.leave(False)
        self.assertEqual((self.owed.state, self.owed.pay_month), ("void", False))
        self.book(JULY)
        self.assertEqual(self.statement().total, 4000)
        self.assertEqual(self.statement(month=JULY).total, 6000)
        self.leave("2025-08-31")
        self.take()
        self.book(AUGUST)
        self.assertEqual(self.statement(month=AUGUST).total, 4000)

    def test_back_after_a_gap(self):
        """Who comes back later had left: what was taken stays taken."""
        self.take()
        self.approved_month()
        close_month(self.env, self.company, JULY)
        self.leave(False)
        self.assertEqual((self.owed.state, self.owed.pay_month), ("open", JUNE))
        self.assertEqual(self.owed.taken, 1000)

    def test_who_stays_longer_pays_on(self):
        self.take()
        self.approved_month()
        self.leave("2025-07-31")
        self.assertEqual((self.owed.state, self.owed.pay_month), ("open", JUNE))
        self.approved_month(JULY)
        self.assertEqual(self.amounts(month=JULY), {"BASE": 5000, "CARRIED_IN": -200})
        self.assertEqual((self.owed.state, self.owed.taken), ("settled", 1200))

    # Who may, and why

    def test_only_hr_and_not_the_own_one(self):
        for role in ("agent", "leader", "supervisor", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.take(by=role)
        with self.assertRaises(AccessError):
            self.fee_of(1000, "hr").with_user(self.users["hr"]).action_take_from_pay()
        for vals in ({"state": "pay"}, {"pay_month": JUNE}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.owed.with_user(self.users["hr"]).write(vals)

    def test_it_says_why_and_can_be_appealed(self):
        self.take()
        self.approved_month()
        line = self.fee_line().with_user(self.users["agent"])
        self.assertEqual(
            (line.label, line.rule), ("Course fee paid back: Level 3", "APP-11")
        )
        told = str(line.get_explanation())
        for part in ("APP-11", "2029", "1,200.00"):
            self.assertIn(part, told)
        self.assertTrue(line.action_appeal())
        page = self.env["cs.incentive.page"].with_user(self.users["agent"])
        self.assertIn("course fees", str(page._compose(line.statement_id)))
