from odoo.exceptions import AccessError
from odoo.tests import tagged

from .pay_case import JULY, JUNE, PayCase


@tagged("cs_incentive", "cs_incentive_statement")
class TestIncentiveStep(PayCase):
    """Month close: statements are computed in batches, reviewed and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(("POOL", "pool", {"metric_id": "sales_amount", "rate": 1}))
        cls.step = cls.env["cs.incentive.step"]
        cls.period = cls.env["cs.period"]._open_month(cls.company, JUNE)

    def test_batches_give_the_same_as_one_run(self):
        """Whatever is a batch, pools and prizes are those of the whole group."""
        self.figure("sales_amount", "agent", 1001)
        total, cursor, done = self.step._period_total(self.period), None, 0
        while True:
            count, cursor = self.step._period_run(self.period, cursor, 1)
            done += count
            if cursor is None:
                break
        self.assertEqual(done, total)
        pools = [self.amounts(role)["POOL"] for role in ("agent", "agent2")]
        self.assertEqual(sorted(pools), [5.0, 5.01])
        items = self.env["cs.incentive.item"].search([("month", "=", JUNE)])
        self.step._period_run(self.period, None, 1000)
        self.assertEqual(
            self.env["cs.incentive.item"].search([("month", "=", JUNE)]), items
        )

    def test_people_are_computed_in_any_order(self):
        """What several workers do at one time is what one does (ALL-05)."""
        self.figure("sales_amount", "agent", 1001)
        people = self.step._period_items(self.period)
        self.assertEqual(len(people), self.step._period_total(self.period))
        for person in (*reversed(people), people[0]):
            self.step._period_run_items(self.period, [person])
        pools = [self.amounts(role)["POOL"] for role in ("agent", "agent2")]
        self.assertEqual(sorted(pools), [5.0, 5.01])
        items = self.env["cs.incentive.item"].search([("month", "=", JUNE)])
        self.step._period_run(self.period, None, 1000)
        self.assertEqual(
            self.env["cs.incentive.item"].search([("month", "=", JUNE)]), items
        )

    def test_open_until_all_are_approved(self):
        self.figure("sales_amount", "agent", 1000)
        self.step._period_run(self.period, None, 1000)
        self.assertEqual(self.counts(), [2, 0, 0, 0, 0])
        self.statement().with_user(self.users["hr"]).action_review()
        self.assertEqual(self.counts(), [1, 1, 0, 0, 0])
        for role in ("agent", "agent2"):
            if role == "agent2":
                self.statement(role).with_user(self.users["hr"]).action_review()
            self.statement(role).with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.counts(), [0, 0, 0, 0, 0])
        self.assertFalse(self.statement(month=JULY))

    def test_the_only_hr_officer_waits_for_a_second_one(self):
        """INC-30: nobody reviews the own statement; the close says whom it takes."""
        hr = self.people["hr"]
        hr.write({"department_id": self.group_one.id, "job_id": self.job.id})
        self.figure("sales_amount", "agent", 1000)
        self.step._period_run(self.period, None, 1000)
        mine = self.statement("hr")
        self.assertTrue(mine)
        labels = [line["label"] for line in self.step._period_open(self.period)]
        self.assertIn("only HR officer", labels[1])
        self.assertEqual(self.counts()[1], 1)
        with self.assertRaises(AccessError):
            mine.with_user(self.users["hr"]).action_review()
        self._create_role("hr2", "cs_base.group_hr_officer")
        labels = [line["label"] for line in self.step._period_open(self.period)]
        self.assertNotIn("only HR officer", labels[1])
        mine.with_user(self.users["hr2"]).action_review()
        mine.with_user(self.users["gm"]).action_approve()
        self.assertEqual(mine.state, "approved")

    def counts(self):
        return [line["count"] for line in self.step._period_open(self.period)]

    def test_people_are_told_once(self):
        """INC-30: in the own language, without a name of anybody else."""
        self.figure("sales_amount", "agent", 1000)
        self.book()
        self.approve()
        waiting = self.env["cs.incentive.statement"].search([("is_told", "=", False)])
        waiting.filtered("approved_at")._tell()
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.users["agent"].partner_id.ids)], limit=1
        )
        self.assertIn("INC-30", message.subject)
        self.assertTrue(self.statement().sudo().is_told)

    def test_queries_do_not_grow_with_people(self):
        """PERFORMANCE.md: 2 or 12 people, as many queries."""
        self.figure("sales_amount", "agent", 1000)
        self.book()
        before = self.queries()
        for number in range(10):
            self._create_role(f"agent_{number}", "cs_base.group_agent")
        self.book()
        self.assertLessEqual(self.queries(), before)

    def queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        self.book()
        return self.cr.sql_log_count - start
