"""A month closed in the browser, each role at its part (ALL-05)."""

from odoo.tests import HttpCase, freeze_time, tagged

from .period_common import PeriodCase


@tagged("cs_base", "cs_base_period", "post_install", "-at_install")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodTour(PeriodCase, HttpCase):
    def tour(self, name, role):
        tour = f"cs_month_close_{name}"
        self.start_tour("/odoo/month-close", tour, login=f"cs_{role}")
        self.run_steps()

    def test_month_closed_by_its_roles(self):
        self.tour("check", "hr")
        self.assertEqual(self.check.state, "locked")
        self.tour("compute", "payroll")
        self.assertEqual(self.compute.state, "done")
        self.tour("lock", "payroll")
        self.assertEqual(self.compute.locked_by_id, self.users["payroll"])
        self.tour("close", "gm")
        self.assertEqual(self.period.state, "closed")
        self.assertEqual(self.period.closed_by_id, self.users["gm"])
        november = self.Period.search(
            [("company_id", "=", self.company.id), ("month", "=", "2026-11-01")]
        )
        self.assertEqual(november.state, "open")
