from datetime import date

from odoo.addons.cs_helpdesk.tests.phone_case import PhoneCase
from odoo.tests import tagged

from .metric_case import FIRST, LAST, of


@tagged("cs_appraisal", "cs_metric_phone")
class TestMetricPhone(PhoneCase):
    """HD-03, APP-03: the telephone answered in time, and missed, by its log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.people["agent"]
        cls.metrics = cls.env["cs.metric"].search([("source", "=", "cs.metric.phone")])

    def measured(self, people, first=FIRST, last=LAST):
        found = self.metrics._measure(self.metrics, self.company, people, first, last)
        codes = {metric.id: metric.code for metric in self.metrics}
        return {
            (codes[metric], person): measure
            for (metric, person), measure in found.items()
        }

    def fill(self):
        self.imported(
            "1,2025-06-01 00:00:00,,801,已接,3,,60",
            "2,2025-06-09 09:01:00,,801,已接,4,,60",
            "3,2025-06-09 09:02:00,,801,未接,,,",
            "4,2025-06-09 09:03:00,,801,客户挂断,3,,",
            "5,2025-06-09 09:04:00,,801,客户挂断,4,,",
            "6,2025-05-31 23:59:59,,801,未接,,,",
            "7,2025-06-09 09:05:00,,802,已接,1,,60",
        )

    def test_what_counts_in_which_days(self):
        self.fill()
        people = self.agent | self.people["agent2"] | self.people["fitter"]
        found = self.measured(people)
        one, two, three = people.ids
        self.assertEqual(found["phone_in_time", one], of(1, 4))
        self.assertEqual(found["phone_missed", one], of(2))
        self.assertEqual(found["phone_in_time", two], of(1, 1))
        self.assertEqual(found["phone_missed", two], of(0))
        self.assertEqual(found["phone_in_time", three], of(0, 0))
        self.assertIsNone(found["phone_in_time", three].value)
        may = self.measured(self.agent, date(2025, 5, 1), date(2025, 5, 31))
        self.assertEqual(may["phone_in_time", one], of(0, 1))

    def test_the_records_are_those_that_were_counted(self):
        self.fill()
        for metric in self.metrics:
            for role in ("agent", "leader", "gm"):
                one = metric.with_user(self.users[role])
                action = one._records(self.agent, FIRST, LAST)
                calls = self.env[action["res_model"]].with_user(self.users[role])
                count = {"phone_in_time": 4, "phone_missed": 2}[metric.code]
                with self.subTest(role=role, code=metric.code):
                    self.assertEqual(calls.search_count(action["domain"]), count)

    def test_one_query_for_everybody(self):
        def queries(people):
            self.env.flush_all()
            Source = self.env["cs.metric.phone"]
            before = self.env.cr.sql_log_count
            codes = set(self.metrics.mapped("code"))
            Source._metric_measure(codes, self.company, people, FIRST, LAST)
            return self.env.cr.sql_log_count - before

        self.fill()
        queries(self.agent)  # what is loaded once
        everybody = self.env["hr.employee"].union(*self.people.values())
        self.assertEqual((queries(self.agent), queries(everybody)), (1, 1))
