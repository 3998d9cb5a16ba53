"""Records of cs.background.mixin that are shared out."""

from odoo.tests import tagged
from odoo.tools import SQL

from .share_case import ShareCase


@tagged("cs_queue_job")
class TestShareBackground(ShareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Long = cls.env["test.cs.long"]
        cls.first, cls.second = cls.Long.create([{"total": 30}, {"total": 20}])

    def perform(self, job):
        with self.enter_registry_test_mode():
            super().perform(job)
        self.env.invalidate_all()

    def run_cron(self, **context):
        """On a cursor that may commit."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.Long.with_env(self.env(cr=cr)).with_context(**context)._cron_run()
        self.env.invalidate_all()

    def test_a_job_does_what_the_scheduled_action_does(self):
        with self.job_runner():
            self.Long._background_wake()
        job = self.jobs()
        self.assertEqual((job.args, job.name), (["test.cs.long"], "Test: long work"))
        self.perform(job)
        self.assertEqual((self.first | self.second).mapped("state"), ["done"] * 2)
        self.assertEqual(self.first.log, "0 10 20 ")
        self.perform(job)
        self.assertEqual(self.first.log, "0 10 20 ")

    def test_each_one_that_comes_asks_for_a_worker(self):
        with self.job_runner():
            self.Long._background_wake()
            self.Long._background_wake()
        self.assertEqual(len(self.jobs()), 2)

    def test_without_a_job_runner_only_the_scheduled_action_is_woken(self):
        self.Long._background_wake()
        self.assertFalse(self.jobs())
        cron = self.env.ref("test_cs_queue_job.long_cron")
        domain = [("cron_id", "=", cron.id)]
        self.assertTrue(self.env["ir.cron.trigger"].search(domain))

    def test_when_its_turn_is_over_a_job_asks_for_the_next(self):
        with self.job_runner():
            self.run_cron(cs_share_turn=1e-9)
        self.assertEqual((self.first.state, self.first.done), ("queued", 10))
        self.assertEqual(len(self.jobs()), 1)
        self.perform(self.jobs())
        self.assertEqual(self.first.log, "0 10 20 ")

    def test_what_somebody_else_went_on_with_is_read_anew(self):
        """Between two batches another worker has taken the next one and let it go."""
        commit, number = type(self.Long)._background_commit, self.first.id

        def interfere(records, done):
            left = commit(records, done)
            records.env.cr.execute(
                SQL(
                    "UPDATE test_cs_long SET done = 20, log = log || 'other '"
                    " WHERE id = %s AND done = 10 AND log NOT LIKE '%%other%%'",
                    number,
                )
            )
            return left

        self.patch(type(self.Long), "_background_commit", interfere)
        self.run_cron()
        self.assertEqual(self.first.log, "0 other 20 ")
        self.assertEqual(self.first.state, "done")
