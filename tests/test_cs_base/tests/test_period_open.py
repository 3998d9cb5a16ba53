"""Which months appear, and with which steps (ALL-05)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .period_common import PeriodCase


@tagged("cs_base", "cs_base_period")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodOpen(PeriodCase):
    def months(self, company=None):
        periods = self.Period.search(
            [("company_id", "=", (company or self.company).id)], order="month"
        )
        return periods.mapped("month")

    def run_daily(self):
        cron = self.env.ref("cs_base.cs_period_cron_open")
        with self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_previous_month_appears_on_the_first_once(self):
        october = date(2026, 10, 1)
        # 23:59 and 00:00 in Shanghai
        with freeze_time("2026-11-30 15:59:00"):
            self.run_daily()
            self.assertEqual(self.months(), [october])
        with freeze_time("2026-11-30 16:00:00"):
            self.run_daily()
            self.run_daily()
            self.assertEqual(self.months(), [october, date(2026, 11, 1)])

    def test_months_missed_by_a_stopped_server_appear_all(self):
        with freeze_time("2027-02-10 02:00:00"):
            self.run_daily()
        self.assertEqual(
            self.months(),
            [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)],
        )

    def test_new_company_begins_with_the_previous_month(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.run_daily()
        self.assertEqual(self.months(other), [])
        self.env["hr.employee"].create({"name": "First", "company_id": other.id})
        self.run_daily()
        self.assertEqual(self.months(other), [date(2026, 10, 1)])

    def test_without_steps_nothing_appears(self):
        self.env["cs.period.step.type"].search([]).unlink()
        with freeze_time("2026-12-06 02:00:00"):
            self.run_daily()
            self.assertEqual(self.months(), [date(2026, 10, 1)])
            with self.assertRaisesRegex(UserError, "No step is registered"):
                self.as_role(self.Period, "gm").action_open_month("2026-11-01")

    def test_planned_hand_over_in_local_time(self):
        self.assertEqual(str(self.period.handover_at), "2026-11-10 10:00:00")
        self.company.cs_handover_day = 28
        november = self.Period._open_month(self.company, date(2026, 11, 17))
        self.assertEqual(str(november.handover_at), "2026-12-28 10:00:00")

    def test_opening_twice_gives_the_same(self):
        Period = self.as_role(self.Period, "hr")
        self.assertEqual(Period.action_open_month("2026-10-01"), self.period.id)
        self.assertEqual(Period.action_open_month("2026-10-31"), self.period.id)

    def test_months_that_are_not_opened(self):
        Period = self.as_role(self.Period, "hr")
        for month, reason in (
            ("2026-12-01", "not begun"),
            ("2026-09-01", "starts with October 2026"),
            ("next week", "Choose a month"),
            (False, "Choose a month"),
            ([1], "Choose a month"),
        ):
            with self.assertRaisesRegex(UserError, reason):
                Period.action_open_month(month)

    def test_an_addon_joins_and_leaves_an_open_month(self):
        self.lock(self.check, "hr")
        early = self._register("early", 1)
        late = self._register("late", 99)
        self.assertEqual(
            self.period.step_ids.mapped("code"),
            ["test_check", "early", "test_item", "late"],
        )
        self.assertEqual(
            self.period.step_ids.mapped("state"),
            ["locked", "ready", "waiting", "waiting"],
        )
        (early | late).unlink()
        self.assertEqual(
            self.period.step_ids.mapped("code"), ["test_check", "test_item"]
        )
        self.assertEqual(self.compute.state, "ready")
        removed = self.period.event_ids.filtered(lambda e: e.kind == "remove")
        self.assertEqual(
            sorted(removed.mapped("text")),
            ["early removed with its addon", "late removed with its addon"],
        )

    def test_an_addon_leaves_a_step_that_is_at_work(self):
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()
        self.compute.type_id.unlink()
        self.assertEqual(self.period.step_ids, self.check)
        self.run_steps()
        self.as_role(self.period, "gm").action_close()
        self.assertEqual(self.period.state, "closed")

    def test_locked_and_closed_steps_outlive_their_addon(self):
        self.close()
        self.env["cs.period.step.type"].search([]).unlink()
        self.assertEqual(
            self.period.step_ids.mapped("name"), ["Test check", "Test items"]
        )
        self.assertEqual(self.compute.snapshot["facts"]["en_US"][0]["count"], 25)

    def test_an_addon_that_is_broken_says_so_at_its_step(self):
        self.check.type_id.res_model = "no.such.model"
        with self.assertRaisesRegex(UserError, "not available"):
            self.as_role(self.check, "hr").action_lock()

    def test_responsible_person_is_kept_for_the_next_month(self):
        step = self.as_role(self.check, "hr")
        step.action_assign(self.users["hr"].id)
        with self.assertRaisesRegex(UserError, "HR officer"):
            step.action_assign(self.users["agent"].id)
        november = self.Period._open_month(self.company, date(2026, 11, 1))
        self.assertEqual(november.step_ids[0].user_id, self.users["hr"])
        self.assertFalse(november.step_ids[1].user_id)

    def _register(self, name, sequence):
        return self.env["cs.period.step.type"].create(
            {
                "code": name,
                "name": name,
                "sequence": sequence,
                "res_model": "test.cs.check",
                "group_id": self.env.ref("cs_base.group_hr_officer").id,
                "computes": False,
            }
        )
