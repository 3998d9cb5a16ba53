"""A month on its way from open to closed (ALL-05)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase

RUNNER = "odoo.addons.cs_base.models.cs_period_runner"


@tagged("cs_base", "cs_base_period")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodFlow(PeriodCase):
    def test_steps_follow_the_registered_types(self):
        self.assertEqual(
            self.period.step_ids.mapped("code"), ["test_check", "test_item"]
        )
        self.assertEqual(self.period.step_ids.mapped("state"), ["ready", "waiting"])
        self.assertEqual(self.period.state, "open")

    def test_whole_month(self):
        self.lock(self.check, "hr")
        self.assertEqual(self.check.state, "locked")
        self.assertEqual(self.check.locked_by_id, self.users["hr"])
        self.assertEqual(self.period.state, "closing")
        self.assertEqual(self.compute.state, "ready")
        self.as_role(self.compute, "payroll").action_start()
        self.assertEqual(self.compute.state, "running")
        self.run_steps()
        self.assertEqual(self.compute.state, "done")
        self.assertEqual((self.compute.done, self.compute.total), (25, 25))
        self.assertEqual(
            sorted(self.outputs().mapped("amount")), [n * 2 for n in range(25)]
        )
        self.lock(self.compute, "payroll")
        self.assertTrue(all(self.items.mapped("locked")))
        self.assertEqual(self.period.progress, 1.0)
        self.as_role(self.period, "gm").action_close()
        self.assertEqual(self.period.state, "closed")
        self.assertEqual(self.period.closed_by_id, self.users["gm"])
        self.assertEqual(
            self.period.event_ids.sorted("id").mapped("kind"),
            ["open", "seal", "lock", "start", "finish", "seal", "lock", "close"],
        )

    def test_computing_again_gives_the_same(self):
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        first = self.outputs().mapped("amount")
        self.as_role(self.compute, "payroll").action_start()
        self.assertEqual((self.compute.done, self.compute.cursor), (0, False))
        self.run_steps()
        self.assertEqual(self.outputs().mapped("amount"), first)
        self.assertEqual((self.compute.done, self.compute.total), (25, 25))

    def test_order(self):
        for action in ("action_start", "action_lock"):
            with self.assertRaisesRegex(UserError, "previous step"):
                getattr(self.as_role(self.compute, "payroll"), action)()
        with self.assertRaisesRegex(UserError, "2 steps are not locked"):
            self.as_role(self.period, "gm").action_close()

    def test_nothing_to_compute(self):
        with self.assertRaisesRegex(UserError, "nothing to compute"):
            self.as_role(self.check, "hr").action_start()

    def test_open_items_hinder_locking(self):
        vals = {"company_id": self.company.id, "date": "2026-10-31"}
        item = self.env["test.cs.check"].create(vals)
        with self.assertRaisesRegex(UserError, "open items"):
            self.as_role(self.check, "hr").action_lock()
        item.date = "2026-11-01"
        self.lock(self.check, "hr")
        self.assertEqual(self.check.state, "locked")

    def test_an_item_opened_between_sealing_and_locking(self):
        self.as_role(self.check, "hr").action_lock()
        self.assertEqual(self.check.state, "locking")
        vals = {"company_id": self.company.id, "date": "2026-10-31"}
        self.env["test.cs.check"].create(vals)
        self.run_steps()
        self.assertEqual(self.check.state, "ready")
        self.assertFalse(self.check.locked_by_id)
        self.assertIn("open items", self.check.error)

    @freeze_time("2026-10-31 15:59:59")
    def test_month_not_over_in_shanghai(self):
        with self.assertRaisesRegex(UserError, "not over"):
            self.as_role(self.check, "hr").action_lock()

    @freeze_time("2026-10-31 16:00:00")
    def test_month_just_over_in_shanghai(self):
        self.as_role(self.check, "hr").action_lock()
        self.assertEqual(self.check.state, "locking")

    def test_facts_of_a_sealed_step_are_final_at_once(self):
        day = date(2026, 10, 15)
        self.assertFalse(self.Period._is_closed(self.company, day, "test_check"))
        self.as_role(self.check, "hr").action_lock()
        self.assertTrue(self.Period._is_closed(self.company, day, "test_check"))
        self.assertFalse(self.Period._is_closed(self.company, day, "test_item"))
        self.assertFalse(self.Period._is_closed(self.company, day))
        with self.assertRaisesRegex(UserError, "October 2026.*November 2026"):
            self.Period._check_open(self.company, day, code="test_check")
        self.assertEqual(
            self.Period._next_open(self.company, day, "test_check"), date(2026, 11, 1)
        )
        self.assertEqual(
            self.Period._next_open(self.company, day, "test_item"), date(2026, 10, 1)
        )

    def test_pause_and_continue(self):
        self.lock(self.check, "hr")
        step = self.as_role(self.compute, "payroll")
        step.action_start()
        step.action_pause()
        self.run_steps()
        self.assertEqual(self.compute.state, "paused")
        self.assertFalse(self.outputs())
        step.action_start()
        self.run_steps()
        self.assertEqual(self.compute.state, "done")
        self.assertEqual(len(self.outputs()), 25)

    def test_pause_taken_back_before_the_runner_saw_it(self):
        self.lock(self.check, "hr")
        step = self.as_role(self.compute, "payroll")
        step.action_start()
        step.action_pause()
        step.action_start()
        self.run_steps()
        self.assertEqual(self.compute.state, "done")

    def test_refused_batch_stops_with_its_reason_and_goes_on_later(self):
        self.items[14].fault = "user"
        self.lock(self.check, "hr")
        step = self.as_role(self.compute, "payroll")
        step.action_start()
        self.run_steps()
        self.assertEqual(self.compute.state, "error")
        self.assertEqual(self.compute.error, f"Item {self.items[14].id} has no amount.")
        self.assertEqual(self.compute.done, 10)
        self.assertEqual(len(self.outputs()), 10)
        with self.assertRaises(UserError):
            step.action_lock()
        self.items[14].fault = False
        step.action_start()
        self.assertFalse(self.compute.error)
        self.run_steps()
        self.assertEqual(self.compute.state, "done")
        self.assertEqual(len(self.outputs()), 25)

    @mute_logger(RUNNER)
    def test_crash_tells_no_details(self):
        self.items[0].fault = "crash"
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        self.assertEqual(self.compute.state, "error")
        self.assertIn("ZeroDivisionError", self.compute.error)
        self.assertNotIn("secret", self.compute.error)

    def test_a_computation_that_does_not_advance_is_stopped(self):
        self.items[0].fault = "stuck"
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        self.items[10].fault = "stuck"
        self.items[0].fault = False
        self.as_role(self.compute, "payroll").action_start()
        self.run_steps()
        self.assertEqual(self.compute.state, "error")
        self.assertIn("does not advance", self.compute.error)
        self.assertEqual(self.compute.done, 10)

    def test_poison_of_one_company_does_not_block_another(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_items(other, 12)
        for role in ("hr", "payroll"):
            self.users[role].company_ids += other
        period = self.Period._open_month(other, date(2026, 10, 1))
        check, compute = period.step_ids
        self.items[0].fault = "user"
        for step in (self.check, check):
            step = step.with_user(self.users["hr"])
            step.with_context(allowed_company_ids=step.company_id.ids).action_lock()
        self.run_steps()
        for step in (self.compute, compute):
            step = step.with_user(self.users["payroll"])
            step.with_context(allowed_company_ids=step.company_id.ids).action_start()
        self.run_steps()
        self.assertEqual((self.compute.state, compute.state), ("error", "done"))
        self.assertEqual(len(self.outputs(period)), 12)

    def test_close_keeps_figures_and_names(self):
        self.close()
        types = self.env["cs.period.step.type"].search([])
        types.name = "Renamed"
        self.assertEqual(self.compute.name, "Test items")
        protocol = self.period.protocol
        check, compute = protocol["steps"]
        self.assertEqual(check["names"]["en_US"], "Test check")
        self.assertEqual((compute["done"], compute["total"]), (25, 25))
        self.assertEqual(compute["facts"]["en_US"], [{"label": "Items", "count": 25}])
        self.assertEqual(compute["locked_by"], "payroll")
        self.assertEqual(protocol["log"][-1]["kind"], "close")

    def test_months_close_in_order(self):
        with freeze_time("2026-12-02 02:00:00"):
            november = self.Period._open_month(self.company, date(2026, 11, 1))
            with self.assertRaisesRegex(UserError, "this step of October 2026 first"):
                self.as_role(november.step_ids[0], "hr").action_lock()
            self.lock_all()
            self.lock_all(november)
            gm = self.as_role(november, "gm")
            with self.assertRaisesRegex(UserError, "Close October 2026 first"):
                gm.action_close()
            self.as_role(self.period, "gm").action_close()
            gm.action_close()
            self.assertEqual(november.state, "closed")

    def test_a_gap_is_not_closed_over(self):
        self.close()
        with freeze_time("2027-01-02 02:00:00"):
            december = self.Period._open_month(self.company, date(2026, 12, 1))
            self.assertEqual(december._earlier_open(), date(2026, 11, 1))

    def test_a_month_without_steps_is_not_closed(self):
        self.env["cs.period.step.type"].search([]).unlink()
        self.assertFalse(self.period.step_ids)
        with self.assertRaisesRegex(UserError, "no step"):
            self.as_role(self.period, "gm").action_close()
