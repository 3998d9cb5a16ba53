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

    def test_the_guided_tour_in_english_and_chinese(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            self.users["hr"].lang = lang
            self.start_tour("/odoo/waiting", "cs_guided_hr", login="cs_hr")
        self.assertEqual(self.period.locked_count, 0, "it shows and does nothing")

    def test_no_stock_tour_follows_unasked(self):
        hr = self.users["hr"]
        hr.tour_enabled = True
        tours = self.env["web_tour.tour"].with_user(hr)
        tours.sudo().create({"name": "stock_tour"})
        self.assertFalse(tours.consume("cs_guided_hr"))
        self.assertFalse(hr.tour_enabled)
