"""Scheduled jobs: what fails or is not begun is seen by somebody (TRUST, crons)."""

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

FAILS = "raise UserError('The till\\0 is\\nempty')"


@tagged("post_install", "-at_install", "cs_base", "cs_base_job")
class TestJob(CsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env["ir.cron"].create(
            {
                "name": "Count the till",
                "model_id": cls.env.ref("base.model_res_partner").id,
                "state": "code",
                "code": FAILS,
                "interval_number": 1,
                "interval_type": "days",
                "user_id": cls.env.ref("base.user_root").id,
            }
        )

    def run_it(self, code):
        self.cron.code = code
        self.env.flush_all()
        with (
            self.enter_registry_test_mode(),
            mute_logger("odoo.addons.base.models.ir_cron"),
        ):
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def seen(self, role="admin"):
        jobs = self.env["cs.job"].with_user(self.users[role])
        return jobs.search([("cron_id", "=", self.cron.id)])

    def due_ago(self, text):
        self.env.cr.execute(
            "UPDATE ir_cron SET nextcall = (now() AT TIME ZONE 'UTC') - %s::interval"
            " WHERE id = %s",
            [text, self.cron.id],
        )
        self.env.invalidate_all()
        return self.seen().state

    def test_failures_are_counted_with_what_they_say(self):
        self.assertEqual(self.seen().state, "new")
        self.run_it(FAILS)
        self.run_it(FAILS)
        job = self.seen()
        self.assertEqual((job.state, job.failures), ("failed", 2))
        self.assertEqual(job.error, "UserError: The till is empty")
        self.assertEqual(job.name, "Count the till")
        self.assertTrue(job.failed_at)
        self.assertFalse(job.succeeded_at)
        self.run_it("records = 1")
        job = self.seen()
        self.assertEqual((job.state, job.failures, job.error), ("well", 0, False))
        self.assertTrue(job.succeeded_at)
        self.assertTrue(job.failed_at, "when it failed is still to be seen")

    def test_a_long_error_is_cut(self):
        self.run_it("raise UserError('x' * 5000)")
        self.assertEqual(len(self.seen().error), 500)

    def test_an_hour_late_is_in_time(self):
        """The hour itself is no trouble, the second after it is."""
        self.assertEqual(self.due_ago("1 hour"), "new")
        self.assertEqual(self.due_ago("1 hour 1 second"), "late")

    def test_switched_off_after_failing_it_stays_in_sight(self):
        self.cron.active = False
        self.env.flush_all()
        self.assertFalse(self.seen())
        self.cron.active = True
        self.run_it(FAILS)
        self.cron.active = False
        self.env.flush_all()
        self.assertEqual((self.seen().state, self.seen().is_active), ("failed", False))

    def test_what_cannot_be_kept_stops_nobody(self):
        runs = self.env["cs.job.run"]
        with mute_logger("odoo.sql_db"):
            runs._succeeded(self.env["ir.cron"].browse(2_000_000_000))
        self.assertFalse(runs.search([("cron_id", "=", 2_000_000_000)]))

    def test_it_waits_for_the_administrator_and_hr(self):
        self.run_it(FAILS)
        for role in ("admin", "hr"):
            page = self.env["cs.waiting"].with_user(self.users[role])
            self.assertIn("job_trouble", self.codes(page), role)
            action = page.get_action("job_trouble")
            found = page.env["cs.job"].search(action["domain"])
            self.assertIn(self.cron, found.sudo().cron_id)
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            page = self.env["cs.waiting"].with_user(self.users[role])
            self.assertNotIn("job_trouble", self.codes(page), role)

    def codes(self, page):
        return [row["code"] for one in page.load()["sections"] for row in one["rows"]]

    def test_who_reads_what(self):
        self.run_it(FAILS)
        self.assertEqual(self.seen("hr").state, "failed")
        with self.assertRaises(AccessError):
            self.seen("hr").read(["error"])
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.assertRaises(AccessError):
                self.seen(role)
        job = self.seen("admin")
        for call in (
            lambda: job.write({"error": "x"}),
            job.unlink,
            lambda: job.create({}),
            lambda: job.env["cs.job.run"].search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_once_a_job(self):
        """The database keeps one row of an action."""
        self.run_it(FAILS)
        query = "INSERT INTO cs_job_run (cron_id, failures) VALUES (%s, 0)"
        with (
            self.assertRaisesRegex(UniqueViolation, "cs_job_run_cron_uniq"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query, [self.cron.id])
