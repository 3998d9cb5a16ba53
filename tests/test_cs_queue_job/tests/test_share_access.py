"""Who sees jobs, and the switch (TRUST.md)."""

from odoo.addons.test_cs_base.tests.period_common import PeriodCase
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .share_case import ShareCase


@tagged("cs_queue_job")
@freeze_time("2026-11-06 02:00:00")
class TestShareAccess(ShareCase, PeriodCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        step = cls.compute.with_context(lang="en_US")
        cls.env["cs.period.part"]._plan(step, cls.items.ids)
        cls.part = cls.env["cs.period.part"]._of(step)[0]
        domain = [("uuid", "=", cls.part.job_uuid)]
        cls.job = cls.env["queue.job"].search(domain)

    def test_no_role_reads_jobs_or_parts(self):
        for role, user in self.users.items():
            for record in (self.job, self.part):
                with self.subTest(role=role, model=record._name):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read()
                    with self.assertRaises(AccessError):
                        record.with_user(user).search([])

    def test_a_job_names_a_step_and_no_person(self):
        self.assertEqual(self.job.records, self.compute)
        self.assertEqual((self.job.args, self.job.kwargs), ([], {}))
        self.assertEqual(self.job.company_id, self.company)
        self.assertIn("Test items", self.job.name)

    def test_whoever_sees_jobs_sees_those_of_their_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.env["res.users"].create(
            {
                "name": "Jobs",
                "login": "jobs",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
                "group_ids": [
                    (4, self.env.ref("queue_job.group_queue_job_manager").id),
                ],
            }
        )
        context = {"allowed_company_ids": other.ids}
        jobs = self.env["queue.job"].with_user(user).with_context(context)
        self.assertFalse(jobs.search([]) & self.job)
        with self.assertRaises(AccessError):
            self.env["cs.period.part"].with_user(user).search([])

    def test_the_settings_say_whether_a_job_runner_is_connected(self):
        settings = self.env["res.config.settings"]
        self.assertFalse(settings.create({}).cs_has_job_runner)
        with self.job_runner():
            self.assertTrue(settings.create({}).cs_has_job_runner)
            self.assertTrue(self.env["cs.share"]._is_on())
        self.assertFalse(self.env["cs.share"]._is_on())

    def test_the_switch(self):
        settings = self.env["res.config.settings"]
        self.assertTrue(settings.create({}).cs_share_work)
        settings.create({"cs_share_work": False}).execute()
        with self.job_runner():
            self.assertFalse(self.env["cs.share"]._is_on())
