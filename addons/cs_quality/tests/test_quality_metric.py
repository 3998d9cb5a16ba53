from datetime import date

from odoo.addons.cs_appraisal.tests.metric_case import of
from odoo.tests import tagged

from .quality_case import AFTER, QualityCase

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)


@tagged("cs_quality", "cs_quality_metric")
class TestQualityMetric(QualityCase):
    """What reviews say (HD-32) in the appraisal (APP-03) and month close (ALL-05)."""

    def measured(self, code, first=FIRST, last=LAST, role="agent"):
        metric = self.env.ref(f"cs_quality.metric_{code}")
        person = self.people[role]
        found = metric._measure(metric, self.company, person, first, last)
        return found[metric.id, person.id]

    def test_service_attitude(self):
        """APP-03: the average of what counts; with nothing it does not apply."""
        self.assertEqual(self.measured("qa_score"), of(0, 0))
        self.assertEqual(self.measured("qa_knock_outs"), of(0))
        self.closed("2025-06-05 10:00")
        self.closed("2025-06-06 10:00")
        one, other = self.draw().review_ids
        self.finish(one, "pass", "pass", "3")
        self.assertEqual(self.measured("qa_score"), of(84))
        self.finish(other, "pass", "fail", "5")
        self.assertEqual(self.measured("qa_score"), of(84, 2))
        self.assertEqual(self.measured("qa_passed"), of(1, 2))
        self.assertEqual(self.measured("qa_knock_outs"), of(1))
        self.assertEqual(self.measured("qa_score", role="agent2"), of(0, 0))

    def test_by_the_day_the_ticket_was_closed(self):
        day = date(2025, 6, 5)
        self.finish(self.review(), "pass", "pass", "5")
        for first, last, found in (
            (day, day, of(100)),
            (day, LAST, of(100)),
            (FIRST, date(2025, 6, 4), of(0, 0)),
            (date(2025, 6, 6), LAST, of(0, 0)),
        ):
            self.assertEqual(self.measured("qa_score", first, last), found)

    def test_second_and_void_ones_do_not_count(self):
        self.card._decision_write({"double_percent": 100})
        reviews = self.review()
        second = reviews.filtered("pair_id")
        self.finish(second, "fail", "pass", "5")
        self.assertEqual(self.measured("qa_score"), of(0, 0))
        self.finish(reviews - second, "pass", "pass", "5")
        self.assertEqual(self.measured("qa_score"), of(100))
        (reviews - second)._appeal_accepted(None)
        self.assertEqual(self.measured("qa_score"), of(0, 0))

    def test_the_records_behind_it(self):
        review = self.finish(self.review(), "pass", "pass", "5")
        metric = self.env.ref("cs_quality.metric_qa_score")
        action = metric._records(self.people["agent"], FIRST, LAST)
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), review)
        outs = self.env.ref("cs_quality.metric_qa_knock_outs")
        action = outs._records(self.people["agent"], FIRST, LAST)
        self.assertFalse(self.env[action["res_model"]].search(action["domain"]))

    def test_one_query_however_many_people(self):
        metrics = self.env["cs.metric"].search([("source", "=", "cs.metric.quality")])
        people = self.people["agent"] | self.people["agent2"]
        counts = []
        for some in (people[:1], people):
            metrics._measure(metrics, self.company, some, FIRST, LAST)  # warm
            before = self.env.cr.sql_log_count
            metrics._measure(metrics, self.company, some, FIRST, LAST)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])

    def test_the_month_waits_for_open_reviews(self):
        """ALL-05: open ones hinder; figures are shown; afterwards nothing is judged."""
        self.closed("2025-06-05 10:00")
        self.closed("2025-06-06 10:00")
        one, other = self.draw().review_ids
        with self.at(AFTER):
            period = self.env["cs.period"]._open_month(self.company, FIRST)
        step = self.env["cs.quality.step"]
        [item] = step._period_open(period)
        self.assertEqual(item["count"], 2)
        self.assertEqual(sum(item["counts"].values()), 2)
        self.finish(one, "pass", "pass", "5")
        self.assertEqual(step._period_open(period)[0]["count"], 1)
        facts = [fact["count"] for fact in step._period_facts(period)]
        self.assertEqual(facts, [1, "100.00", 0])
        mine = self.mark(other, "pass", "pass", "5")
        quality = period.step_ids.filtered(lambda one: one.code == "quality")
        quality._set({"state": "locking", "locked_by_id": self.users["supervisor"].id})
        with self.at(AFTER), self.assertRaisesRegex(Exception, "June|closed|locked"):
            mine.action_finish()

    def test_what_waits_for_the_reviewer(self):
        review = self.review()
        user = review.reviewer_id.user_id
        page = self.env["cs.waiting"].with_user(user)
        page = page.with_context(allowed_company_ids=self.company.ids)
        kind = next(one for one in page._kinds() if one.code == "quality_review")
        self.assertEqual(page.env[kind.model].search(kind.domain), review)
        agent = page.with_user(self.users["agent"])
        codes = [one.code for one in agent._kinds()]
        self.assertNotIn("quality_review", codes)
