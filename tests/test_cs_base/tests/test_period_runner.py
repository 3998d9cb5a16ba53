"""How steps are run, and what the database itself refuses (ALL-05)."""

from unittest.mock import patch

from psycopg2.errors import CheckViolation, SerializationFailure, UniqueViolation

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase

PERIOD = "odoo.addons.cs_base.models.cs_period"


@tagged("cs_base", "cs_base_period")
@freeze_time("2026-11-06 02:00:00")
class TestPeriodRunner(PeriodCase):
    def start(self):
        self.lock(self.check, "hr")
        self.as_role(self.compute, "payroll").action_start()

    def test_batches_are_as_long_as_registered(self):
        self.start()
        Item, sizes = type(self.env["test.cs.item"]), []
        run = Item._period_run

        def spy(item, period, cursor, limit):
            done, following = run(item, period, cursor, limit)
            sizes.append((limit, done))
            return done, following

        with patch.object(Item, "_period_run", spy):
            self.run_steps()
        self.assertEqual(sizes, [(10, 10), (10, 10), (10, 5)])

    def test_a_month_without_items_is_computed_and_locked(self):
        self.items.unlink()
        self.start()
        self.run_steps()
        self.assertEqual(
            (self.compute.state, self.compute.done, self.compute.total), ("done", 0, 0)
        )

    def test_items_that_come_while_computing_raise_the_total(self):
        self.start()
        with patch.object(
            type(self.env["test.cs.item"]), "_period_total", lambda *args: 12
        ):
            self.run_steps()
        self.assertEqual((self.compute.done, self.compute.total), (25, 25))

    @mute_logger("odoo.sql_db")
    def test_a_collision_is_tried_again_and_is_no_error(self):
        self.start()
        Item, tries = type(self.env["test.cs.item"]), []
        run = Item._period_run

        def collide(item, period, cursor, limit):
            tries.append(cursor)
            if len(tries) == 2:
                raise SerializationFailure()
            return run(item, period, cursor, limit)

        with patch.object(Item, "_period_run", collide):
            self.run_steps()
        self.assertEqual(self.compute.state, "done")
        self.assertEqual(len(tries), 4)
        self.assertEqual(tries[1], tries[2])
        self.assertEqual(len(self.outputs()), 25)
        self.assertNotIn("error", self.period.event_ids.mapped("kind"))

    def test_a_falsy_cursor_is_a_cursor(self):
        """0 is a place to go on from, not the beginning."""
        self.start()
        seen = []

        def run(item, period, cursor, limit):
            seen.append(cursor)
            return 1, {None: 0, 0: ""}.get(cursor)

        with patch.object(type(self.env["test.cs.item"]), "_period_run", run):
            self.run_steps()
        self.assertEqual(seen, [None, 0, ""])
        self.assertEqual(self.compute.state, "done")

    def test_the_reason_is_told_in_the_language_of_who_started(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["payroll"].lang = "zh_CN"
        self.start()
        seen = []

        def run(item, period, cursor, limit):
            seen.append((item.env.lang, item.env.company, item.env.su))
            return 0, None

        with patch.object(type(self.env["test.cs.item"]), "_period_run", run):
            self.run_steps()
        self.assertEqual(seen, [("zh_CN", self.company, True)])

    def test_figures_are_frozen_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.check.type_id.with_context(lang="zh_CN").name = "核对"
        self.lock(self.check, "hr")
        self.assertEqual(
            self.check.snapshot["names"], {"en_US": "Test check", "zh_CN": "核对"}
        )
        self.check.type_id.unlink()
        self.assertEqual(self.check.with_context(lang="zh_CN").name, "核对")
        self.assertEqual(self.check.with_context(lang="en_US").name, "Test check")

    def test_months_of_a_company_with_a_fault_do_not_block_others(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["hr.employee"].create({"name": "First", "company_id": other.id})
        open_due = type(self.Period)._open_due

        def fail(period, company):
            if company != other:
                raise ZeroDivisionError
            return open_due(period, company)

        cron = self.env.ref("cs_base.cs_period_cron_open")
        with (
            patch.object(type(self.Period), "_open_due", fail),
            mute_logger(PERIOD),
            self.enter_registry_test_mode(),
        ):
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.Period.search([("company_id", "=", other.id)]))

    def test_what_the_database_itself_refuses(self):
        period, step = self.period.id, self.compute.id
        insert = "INSERT INTO cs_period (company_id, month, state, turn) VALUES (%s,"
        for error, query, value in (
            (UniqueViolation, f"{insert} '2026-10-01', 'open', 0)", self.company.id),
            (CheckViolation, f"{insert} '2026-09-02', 'open', 0)", self.company.id),
            (CheckViolation, f"{insert} '2026-09-01', 'closed', 0)", self.company.id),
            (CheckViolation, "UPDATE cs_period SET state='closed' WHERE id=%s", period),
            (CheckViolation, "UPDATE cs_period_step SET done=1 WHERE id=%s", step),
            (
                CheckViolation,
                "UPDATE cs_period_step SET state='locked' WHERE id=%s",
                step,
            ),
            (
                CheckViolation,
                "UPDATE cs_period_step SET state='error' WHERE id=%s",
                step,
            ),
            (
                UniqueViolation,
                "UPDATE cs_period_step SET code='test_check' WHERE id=%s",
                step,
            ),
        ):
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, [value])
