"""Steps of the month close that are shared out (ALL-05)."""

from odoo.addons.cs_queue_job.hooks import uninstall_hook
from odoo.addons.cs_queue_job.models.cs_share import PARAMETER
from odoo.addons.test_cs_base.tests.period_common import PeriodCase
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .share_case import ShareCase


@tagged("cs_queue_job")
@freeze_time("2026-11-06 02:00:00")
class TestShareClose(ShareCase, PeriodCase):
    """25 items in batches of 10: parts of 10, 10 and 5."""

    def start(self):
        self.as_role(self.compute, "payroll").action_start()

    def plan(self):
        """Locked and started; the scheduled action has just cut the step."""
        self.lock(self.check, "hr")
        self.start()
        runner = self.env["cs.period.runner"]
        runner._serve(runner._next_step(), runner._session())

    def parts(self):
        return self.env["cs.period.part"]._of(self.compute)

    def doubled(self):
        return sorted(self.outputs().mapped("amount"))

    def assert_complete(self):
        self.assertEqual(self.compute.state, "done")
        self.assertEqual((self.compute.done, self.compute.total), (25, 25))
        self.assertEqual(self.doubled(), [number * 2 for number in range(25)])
        kinds = self.period.event_ids.mapped("kind")
        self.assertEqual(kinds.count("finish"), 1)

    def test_without_a_job_runner_all_is_as_before(self):
        self.lock(self.check, "hr")
        self.start()
        self.run_steps()
        self.assert_complete()
        self.assertFalse(self.parts() or self.jobs())

    def test_switched_off_all_is_as_before(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, False)
        with self.job_runner():
            self.lock(self.check, "hr")
            self.start()
            self.run_steps()
        self.assert_complete()
        self.assertFalse(self.parts() or self.jobs())

    def test_jobs_do_all(self):
        with self.job_runner():
            self.plan()
        self.assertEqual(self.parts().mapped("size"), [10, 10, 5])
        self.assertEqual(len(self.jobs()), 3)
        for job in self.jobs():
            self.perform(job)
        self.assertEqual(self.compute.state, "running", "the runner settles it")
        self.assertEqual(len(self.outputs()), 25)
        self.run_steps()
        self.assert_complete()
        self.assertTrue(all(self.parts().mapped("worker")))

    def test_when_the_job_runner_dies_the_scheduled_action_does_the_rest(self):
        with self.job_runner():
            self.plan()
        self.perform(self.jobs()[0])
        self.run_steps()
        self.assert_complete()
        self.assertEqual(len(self.jobs("done")), 1)
        self.assertEqual(len(self.jobs("cancelled")), 2)

    def test_what_is_switched_off_meanwhile_is_ended(self):
        with self.job_runner():
            self.plan()
            self.env["ir.config_parameter"].set_param(PARAMETER, False)
            self.run_steps()
        self.assert_complete()

    def test_a_job_twice_or_too_late_does_nothing(self):
        with self.job_runner():
            self.plan()
        first = self.jobs()[0]
        for _time in range(5):
            self.perform(first)
        before = self.outputs()
        self.assertEqual(len(before), 25)
        self.perform(first)
        self.run_steps()
        self.perform(first)
        self.assertEqual(self.outputs(), before, "not one row was made anew")
        self.assert_complete()

    def test_a_job_of_another_run_helps_with_this_one(self):
        with self.job_runner():
            self.plan()
            old = self.jobs()
            self.run_steps()
            self.start()
            runner = self.env["cs.period.runner"]
            runner._serve(runner._next_step(), runner._session())
        self.assertEqual(set(self.parts().mapped("state")), {"todo"})
        self.perform(old[0])
        self.assertEqual(self.parts().mapped("state"), ["done", "todo", "todo"])

    def test_a_fault_stops_the_step_and_is_told_by_the_runner(self):
        with self.job_runner():
            self.plan()
        self.items[3].fault = "user"
        first, second, _third = self.jobs()
        self.perform(first)
        self.perform(second)
        self.assertEqual(self.parts().mapped("state"), ["failed", "todo", "todo"])
        self.assertFalse(self.outputs())
        self.run_steps()
        self.assertEqual(self.compute.state, "error")
        self.assertIn("has no amount", self.compute.error)
        self.items[3].fault = False
        self.start()
        self.run_steps()
        self.assert_complete()

    def test_a_pause_counts_for_jobs(self):
        with self.job_runner():
            self.plan()
        first, second, _third = self.jobs()
        self.perform(first)
        self.as_role(self.compute, "payroll").action_pause()
        self.perform(second)
        self.assertEqual(len(self.outputs()), 10)
        self.run_steps()
        self.assertEqual(self.compute.state, "paused")
        self.start()
        self.run_steps()
        self.assert_complete()

    def test_who_is_at_work_is_waited_for(self):
        """Neither settled, paused nor stopped while a part is held by somebody else."""
        with self.job_runner():
            self.plan()
        for job in self.jobs()[:2]:
            self.perform(job)
        runner = self.env["cs.period.runner"]
        self.assertTrue(runner._next_step())
        parts = type(self.env["cs.period.part"])
        self.patch(parts, "_take", lambda part, step: part.browse())
        self.patch(parts, "_at_work", lambda part, step: True)
        self.assertFalse(runner._next_step())

    def test_parts_stay_as_they_are(self):
        with self.job_runner():
            self.plan()
        part = self.parts()[0]
        for write in (
            lambda: part.write({"state": "done"}),
            part.unlink,
            lambda: part.create({"step_id": self.compute.id, "items": [1], "size": 1}),
        ):
            with self.assertRaises(UserError):
                write()

    def test_uninstalled_in_the_middle_the_step_begins_anew(self):
        with self.job_runner():
            self.plan()
        self.perform(self.jobs()[0])
        uninstall_hook(self.env)
        self.assertFalse(self.jobs() or self.compute.cursor)
        self.assertFalse(self.env["ir.config_parameter"].get_param(PARAMETER))
        self.run_steps()
        self.assert_complete()
