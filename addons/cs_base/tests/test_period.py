"""What ledgers ask a month (ALL-05): closed, open, where does an adjustment go."""

from datetime import date, datetime, timedelta

from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CsCase
from .period_common import close_month


@tagged("cs_base", "cs_base_period")
class TestPeriodAsked(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Period = cls.env["cs.period"]

    def test_without_any_period_everything_is_open(self):
        self.assertFalse(self.Period._is_closed(self.company, date(2026, 10, 31)))
        self.Period._check_open(self.company, date(2020, 1, 1), date(2030, 1, 1))
        self.assertEqual(
            self.Period._next_open(self.company, date(2026, 10, 31)), date(2026, 10, 1)
        )

    def test_closed_month_and_its_neighbours(self):
        close_month(self.env, self.company, "2026-10-01")
        closed = [date(2020, 2, 1), date(2026, 10, 1), date(2026, 10, 31)]
        for day in closed:
            self.assertTrue(self.Period._is_closed(self.company, day), day)
        self.assertFalse(self.Period._is_closed(self.company, date(2026, 11, 1)))

    def test_other_company_is_not_concerned(self):
        close_month(self.env, self.company, "2026-10-01")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.Period._is_closed(other, date(2026, 10, 1)))

    def test_check_open_names_the_month_and_the_next_open_one(self):
        close_month(self.env, self.company, "2026-09-01")
        close_month(self.env, self.company, "2026-10-01")
        self.Period._check_open(self.company, date(2026, 11, 1))
        with self.assertRaisesRegex(UserError, "September 2026.*November 2026"):
            self.Period._check_open(self.company, date(2026, 9, 30))

    def test_check_open_of_a_range(self):
        close_month(self.env, self.company, "2026-10-01")
        self.Period._check_open(self.company, date(2026, 11, 1), date(2026, 12, 31))
        with self.assertRaisesRegex(UserError, "October 2026"):
            self.Period._check_open(
                self.company, date(2026, 10, 31), date(2026, 12, 31)
            )

    def test_closed_months_of_a_range(self):
        close_month(self.env, self.company, "2026-10-01")
        self.assertEqual(
            self.Period._closed_months(
                self.company, date(2026, 9, 15), date(2026, 11, 2)
            ),
            {date(2026, 9, 1), date(2026, 10, 1)},
        )

    def test_next_open_skips_closed_months(self):
        close_month(self.env, self.company, "2026-11-01")
        close_month(self.env, self.company, "2026-12-01")
        Period = self.Period
        self.assertEqual(
            Period._next_open(self.company, date(2026, 11, 30)), date(2027, 1, 1)
        )
        self.assertEqual(
            Period._next_open(self.company, date(2027, 3, 9)), date(2027, 3, 1)
        )

    def test_one_query_however_long_the_range(self):
        close_month(self.env, self.company, "2026-10-01")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Period._closed_months(
                self.company, date(2000, 1, 1), date(2099, 12, 31)
            )

    def test_months_and_days_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese, day = self.env(context={"lang": "zh_CN"}), date(2026, 10, 9)
        moment = datetime(2026, 11, 10, 10, 0)
        zone = self.company._cs_zone()
        self.assertEqual(words.month_name(chinese, day), "2026年10月")
        self.assertEqual(words.month_short(chinese, day), "10月")
        self.assertEqual(words.moment_name(chinese, moment, zone), "11月10日 18:00")
        self.assertEqual(words.month_name(self.env, day), "October 2026")
        self.assertEqual(words.moment_name(self.env, moment, zone), "Nov 10 18:00")

    def test_a_deadline_at_midnight_ends_its_day(self):
        zone = self.company._cs_zone()
        midnight = datetime(2026, 11, 10, 16, 0)
        self.assertEqual(words.moment_name(self.env, midnight, zone), "Nov 10 24:00")
        before = midnight - timedelta(minutes=1)
        self.assertEqual(words.moment_name(self.env, before, zone), "Nov 10 23:59")
