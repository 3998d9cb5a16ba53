from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .metric_case import FIRST, LAST, MetricCase, of


@tagged("cs_appraisal", "cs_metric")
class TestMetric(MetricCase):
    """What each metric counts, and in which days (APP-03, APP-09)."""

    def test_days_are_local_and_both_included(self):
        self.closed("2025-06-01 00:00:00", received="2025-05-30 09:00")
        self.closed("2025-06-30 23:59:59")
        for outside in ("2025-05-31 23:59:59", "2025-07-01 00:00:00"):
            self.closed(outside, received="2025-05-30 09:00")
        self.assertEqual(self.measured("tickets_handled"), of(2))

    def metrics(self):
        """All but those of reviews, which stand on this addon and have own tests."""
        return self.env["cs.metric"].search([("source", "!=", "cs.metric.quality")])

    def test_nothing(self):
        """Counts of nothing are 0; shares and averages of nothing do not apply; what
        nobody entered is not known."""
        metrics = self.metrics()
        found = metrics._measure(metrics, self.company, self.agent, FIRST, LAST)
        averages = ("closed_in_limit", "first_reply_minutes", "satisfaction")
        averages += ("phone_in_time",)
        for metric in metrics:
            with self.subTest(metric.code):
                measure = found[metric.id, self.agent.id]
                if not metric.source:
                    self.assertIsNone(measure)
                elif metric.code in (*averages, "satisfaction_coverage"):
                    self.assertEqual(measure, of(0, 0))
                    self.assertIsNone(measure.value)
                else:
                    self.assertEqual(measure, of(0))

    def test_a_ticket_counts_for_who_answers_for_it(self):
        """HD-02: a helper works on it, the owner is credited."""
        ticket = self.ticket(cs_kind="inquiry")
        self.move(ticket, "2025-06-05 10:00", user_id=self.users["agent2"].id)
        self.move(ticket, "2025-06-05 11:00", stage_id=self.done.id)
        self.assertEqual(self.measured("tickets_handled"), of(1))
        self.assertEqual(self.measured("tickets_handled", self.agent2), of(0))

    def test_inquiries_and_duplicates(self):
        first = self.closed("2025-06-05 10:00")
        self.closed("2025-06-05 10:00", cs_kind="complaint")
        self.closed("2025-06-05 10:00", duplicate_id=first.id)
        self.assertEqual(self.measured("tickets_handled"), of(2))
        self.assertEqual(self.measured("inquiries_handled"), of(1))

    def test_another_company_does_not_count(self):
        self.closed("2025-06-05 10:00")
        self.env.cr.execute("UPDATE helpdesk_ticket SET company_id = 1")
        self.assertEqual(self.measured("tickets_handled"), of(0))

    def test_closed_in_limit(self):
        """Due at noon, say: that second is in the limit, the next one is late."""
        late = self.ticket(cs_kind="complaint")
        due = late.cs_due_at + timedelta(hours=8)
        for moment in (due, due + timedelta(seconds=1)):
            ticket = self.ticket(cs_kind="complaint")
            self.move(ticket, str(moment), stage_id=self.done.id)
        self.closed("2025-06-05 10:00").cs_limit_ids.sudo()._kept_unlink()
        last = date(2025, 12, 31)
        self.assertEqual(self.measured("closed_in_limit", last=last), of(1, 2))

    def test_first_reply_is_the_median(self):
        for minutes in (10, 21, 90):
            ticket = self.ticket(cs_kind="inquiry", user_id=self.users["agent"].id)
            with self.at(f"2025-06-05 {9 + minutes // 60:02}:{minutes % 60:02}"):
                ticket._cs_replied()
                ticket.flush_recordset()
        self.assertEqual(self.measured("first_reply_minutes"), of("21.00"))

    def test_first_reply_of_two_lies_between(self):
        for seconds in (60, 90):
            ticket = self.ticket(cs_kind="inquiry")
            with self.at(f"2025-06-05 09:01:{seconds - 60:02}"):
                ticket._cs_replied()
                ticket.flush_recordset()
        self.assertEqual(self.measured("first_reply_minutes"), of("1.25"))

    def test_satisfaction_and_who_was_heard(self):
        """HD-07: one rating a service, by mail or by callback."""
        for rate in (5, 3, 1, None):
            ticket = self.closed("2025-06-05 10:00")
            if rate:
                self.env["rating.rating"]._cs_rate(ticket, rate, False)
        self.assertEqual(self.measured("satisfaction").value, 3)
        self.assertEqual(self.measured("satisfaction_coverage"), of(3, 4))

    def test_two_people_share_a_complaint(self):
        """HD-04: each has the own share of it; counted when it was received."""
        shares = (self.agent, 50), (self.agent2, 50)
        named = [(self.group_one, person, share) for person, share in shares]
        self.received("2025-06-30 23:59:59", *named)
        self.received("2025-07-01 00:00:00", *named)
        self.received("2025-06-05 09:00", (self.group_one, self.agent, 100))
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET cs_class = 'severe' WHERE create_date < %s",
            ["2025-06-06"],
        )
        self.env.invalidate_all()
        self.assertEqual(self.measured("complaints"), of("1.5000"))
        self.assertEqual(self.measured("complaints_severe"), of("1.0000"))
        self.assertEqual(self.measured("complaints_general"), of("0.5000"))
        self.assertEqual(self.measured("complaints_repeat"), of(0))
        self.assertEqual(self.measured("complaints", self.agent2), of("0.5000"))

    def test_attendance(self):
        """APP-09: the verdicts of the period's days, and no others."""
        self.day("2025-05-31", late_count=1, late_minutes=9)
        self.day("2025-06-01", late_count=1, early_count=1, late_minutes=12)
        self.day("2025-06-30", late_count=1, late_minutes=3, absent_days=0.5)
        self.day("2025-06-10", missed_count=2, present_days=1)
        self.day("2025-07-01", absent_days=1)
        expected = {
            "late_count": 2,
            "early_count": 1,
            "late_minutes": 15,
            "missed_punches": 2,
            "absent_days": "0.5",
            "days_present": 1,
        }
        for code, number in expected.items():
            with self.subTest(code):
                self.assertEqual(self.measured(code), of(number))

    def day(self, day, **counts):
        return self.env["cs.attendance.day"]._kept_create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": day,
                "month": f"{day[:7]}-01",
                "verdict": "ok",
                "kind": "work",
                **counts,
            }
        )

    def test_queries_do_not_grow_with_people(self):
        people = self.env["hr.employee"].create(
            [{"name": f"P{n}", "company_id": self.company.id} for n in range(20)]
        )
        own = (False, "cs.metric.helpdesk", "cs.metric.attendance")
        metrics = self.env["cs.metric"].search([("source", "in", own)])
        counts = [self.queries(metrics, some) for some in (people[:1], people)]
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 6)

    def queries(self, metrics, people):
        metrics._measure(metrics, self.company, people, FIRST, LAST)  # warm
        before = self.env.cr.sql_log_count
        metrics._measure(metrics, self.company, people, FIRST, LAST)
        return self.env.cr.sql_log_count - before

    def test_records_behind_a_figure(self):
        """As many as were counted, for who may read them."""
        self.closed("2025-06-30 23:59:59")
        self.closed("2025-07-01 00:00:00")
        self.received("2025-06-05 09:00", (self.group_one, self.agent, 100))
        self.day("2025-06-10", late_count=1)
        self.figure()
        for code in ("tickets_handled", "inquiries_handled", "complaints", "deals"):
            with self.subTest(code):
                self.assertEqual(len(self.records(code)), 1)
        self.assertEqual(len(self.records("late_count")), 1)
        self.assertFalse(self.records("absent_days"))

    def test_the_named_person_does_not_open_the_complaint(self):
        self.received("2025-06-05 09:00", (self.group_one, self.agent, 100))
        self.assertFalse(self.records("complaints", "agent"))

    def records(self, code, role="gm"):
        metric = self.env.ref(f"cs_appraisal.metric_{code}")
        action = metric.with_user(self.users[role])._records(self.agent, FIRST, LAST)
        model = self.env[action["res_model"]].with_user(self.users[role])
        return model.with_context(action.get("context", {})).search(action["domain"])

    def test_every_source_answers_for_all_its_metrics(self):
        """A metric whose source does not know it would be “not known” for ever."""
        for source, metrics in (
            self.env["cs.metric"].search([]).grouped("source").items()
        ):
            if not source:
                continue
            found = self.env[source]._metric_measure(
                set(metrics.mapped("code")), self.company, self.agent, FIRST, LAST
            )
            self.assertLessEqual(set(metrics.mapped("code")), found.keys())

    def test_metrics_say_what_they_count(self):
        for metric in self.env["cs.metric"].search([]):
            self.assertTrue(metric.description, metric.code)

    def test_nobody_says_what_is_computed(self):
        handled = self.env.ref("cs_appraisal.metric_tickets_handled")
        for role in ("hr", "gm", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                handled.with_user(self.users[role]).name = "Everything"
        with self.assertRaises(AccessError):
            self.deals.with_user(self.users["hr"]).source = "cs.metric.helpdesk"

    def test_hr_officers_add_metrics(self):
        Metric = self.env["cs.metric"].with_user(self.users["hr"])
        metric = Metric.create({"code": "calls", "name": "Calls", "unit": "count"})
        metric.unit = "ratio"
        self.figure(metric=metric, denominator=20)
        with self.assertRaises(UserError):
            metric.unit = "count"
        metric.name = "Calls taken"

    def test_query_of_the_same_for_the_eye(self):
        """Tickets handled against the plainest SQL of it."""
        for _n in range(3):
            self.closed("2025-06-05 10:00")
        [[plain]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM helpdesk_ticket WHERE cs_owner_id = %s"
                " AND closed_date IS NOT NULL",
                self.users["agent"].id,
            )
        )
        self.assertEqual(self.measured("tickets_handled"), of(plain))
