from contextlib import contextmanager

from odoo.addons.cs_queue_job.models.cs_share import PARAMETER
from odoo.addons.queue_job.job import Job
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase


class ShareCase(TransactionCase):
    """Sharing is switched on; whether a job runner is connected the test says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(PARAMETER, "True")

    @contextmanager
    def job_runner(self):
        """The lock that a real one holds while it is connected."""
        with db_connect(self.cr.dbname).cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [PG_ADVISORY_LOCK_ID])
            self.assertTrue(cr.fetchone()[0])
            yield

    def jobs(self, state="pending"):
        domain = [("channel", "=", "root.cs"), ("state", "=", state)]
        return self.env["queue.job"].search(domain, order="id")

    def perform(self, job):
        """What a worker does with a job."""
        one = Job.load(self.env, job.uuid)
        one.set_started()
        one.store()
        one.perform()
        one.set_done()
        one.store()
        self.env.flush_all()
        return one
