from odoo.addons.cs_incentive.tests.course_fee_case import CourseFeeCase
from odoo.tests import tagged

from .payroll_case import PayrollMonthCase


@tagged("cs_payroll", "cs_payroll_slip")
class TestCourseFeeSlip(PayrollMonthCase, CourseFeeCase):
    """APP-11: a course fee taken by the last statement reaches the slip (INC-31)."""

    def test_the_slip_takes_what_the_statement_takes(self):
        self.scheme(("BASE", "fixed", {"amount": 5000}))
        self.take(self.fee_of(1200))
        self.book()
        statement = self.approve()
        slip = self.slip()
        slip.compute_sheet()
        lines = {line.code: line.total for line in slip.line_ids}
        self.assertEqual(lines["COURSE_FEE"], -1200)
        self.assertEqual(lines["CARRIED_OUT"], 200)
        self.assertEqual((lines["NET"], statement.total), (4000, 4000))
