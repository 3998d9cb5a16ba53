"""Trying a policy on past months (ALL-03)."""

import base64
from datetime import date
from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from ..wizard import cs_attendance_trial
from .sheet_case import SheetCase, SheetRpcCase

WHY = (
    '{"v":1,"verdict":"","reasons":[{"rule":"ATT-04","key":"test.why","facts":[],'
    '"params":[],"values":[]}]}'
)


class TrialCase(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_month("agent", {3: "late", 4: "absent"})
        cls.make_month("agent2", {5: "late"})
        cls.make_month("payroll", {6: "late"})
        cls.policy = (
            cls.env["cs.attendance.policy"]
            .with_user(cls.users["hr"])
            .create(
                {
                    "name": "Stricter",
                    "company_id": cls.company.id,
                    "date_from": "2027-01-01",
                    "unexcused_short": "absent",
                }
            )
        )
        cls.strict = {
            (cls.people[role].id, date(2026, 10, day)): cls.verdict_of("absent", WHY)
            for role, day in (("agent", 3), ("agent2", 5), ("payroll", 6))
        }

    @classmethod
    def verdict_of(cls, *args):
        return cls.verdict(cls, *args)

    def trial(self, role="hr", **vals):
        return (
            self.env["cs.attendance.trial"]
            .with_user(self.users[role])
            .create(
                {
                    "policy_id": self.policy.id,
                    "month_from": "2026-10-01",
                    "month_to": "2026-10-31",
                    **vals,
                }
            )
        )

    def try_it(self, trial):
        with self.as_recorded(self.strict):
            trial.action_try()
        return trial


@tagged("cs_attendance", "cs_attendance_trial")
@freeze_time("2026-11-06 02:00:00")
class TestTrial(TrialCase):
    def test_who_and_what_would_change(self):
        trial = self.try_it(self.trial())
        self.assertEqual((trial.person_count, trial.changed_people), (3, 3))
        self.assertEqual((trial.day_count, trial.changed_days), (60, 3))
        line = trial.line_ids.filtered(
            lambda line: line.employee_id == self.people["agent"]
        )
        self.assertEqual((line.verdict_before, line.verdict_after), ("late", "absent"))
        self.assertEqual((line.absent_before, line.absent_after), (0, 1))
        self.assertEqual((line.minutes_before, line.minutes_after), (10, 0))
        self.assertEqual(line.day_id.verdict, "late")
        reasons = line.get_explanation()["reasons"]
        self.assertEqual(reasons[0]["rule"]["code"], "ATT-04")
        rows = {row["label"]: row for row in trial._total_rows()}
        self.assertEqual(rows["Days Absent"]["before"], 1)
        self.assertEqual(rows["Days Absent"]["after"], 4)
        self.assertEqual(rows["Days: Late"]["difference"], -3)
        self.assertIn("Days Absent", trial.summary)

    def test_the_judge_is_asked_as_if_the_policy_ruled(self):
        asked = []

        def evaluate(days, employees, first, last, drafts=None, drafts_from=None):
            asked.append((first, last, drafts, drafts_from))
            return {}

        Day = type(self.env["cs.attendance.day"])
        with patch.object(Day, "_evaluate", evaluate):
            self.trial(month_from="2026-09-10", month_to="2026-10-02").action_try()
        self.assertEqual(
            asked,
            [(date(2026, 9, 1), date(2026, 10, 31), self.policy, date(2026, 9, 1))],
        )

    def test_nothing_is_written(self):
        """Every table of ours but those of the trial holds the same as before."""

        def content():
            self.env.flush_all()
            tables = [
                model._table
                for model in self.env.values()
                if model._name.startswith("cs.")
                and not model._abstract
                and model._auto
                and not model._name.startswith("cs.attendance.trial")
            ]
            return {
                table: self.env.execute_query(
                    SQL(
                        "SELECT count(*), md5(string_agg(t::text, '' ORDER BY t.id))"
                        " FROM %s t",
                        SQL.identifier(table),
                    )
                )
                for table in tables
            }

        self.build("agent", "agent2")
        trial = self.trial()
        before = content()
        self.assertIn("cs_attendance_day", before)
        self.try_it(trial)
        self.try_it(trial)
        self.assertEqual(content(), before)

    def test_closed_months_too(self):
        sheets = self.build("agent", "agent2", "payroll")
        self.approve(*sheets)
        self.hand_over()
        self.assertEqual(self.try_it(self.trial()).changed_days, 3)

    def test_trying_again_replaces(self):
        trial = self.trial()
        self.try_it(trial)
        self.assertEqual(len(self.try_it(trial).line_ids), 3)

    def test_too_many(self):
        with (
            patch.object(cs_attendance_trial, "LIMIT", 2),
            self.assertRaisesRegex(UserError, "too many"),
        ):
            self.try_it(self.trial())
        with patch.object(cs_attendance_trial, "LIMIT", 3):
            self.try_it(self.trial())

    def test_bad_input(self):
        with self.assertRaisesRegex(UserError, "after the last"):
            self.trial(month_from="2026-11-01").action_try()
        with self.assertRaisesRegex(UserError, "Nobody"):
            self.trial(month_from="2026-01-01", month_to="2026-01-01").action_try()
        with self.assertRaisesRegex(UserError, "try the policy first"):
            self.trial().action_export()

    def test_a_department(self):
        trial = self.try_it(self.trial(department_id=self.group_one.id))
        self.assertEqual(trial.changed_people, 2)

    def test_workbook(self):
        trial = self.try_it(self.trial())
        number = int(trial.action_export()["url"].split("/")[4])
        download = self.env["cs.sheet.download"].with_user(self.users["hr"])
        content = base64.b64decode(download.browse(number).content)
        book = load_workbook(BytesIO(content))
        self.assertEqual(book.sheetnames, ["Totals", "Days that change"])
        rows = list(book["Days that change"].iter_rows(values_only=True))
        self.assertEqual(len(rows), 4)

    def test_only_people_whose_days_one_reads(self):
        trial = self.try_it(self.trial("leader"))
        self.assertEqual(
            trial.line_ids.employee_id, self.people["agent"] | self.people["agent2"]
        )

    def test_results_are_not_written_from_outside(self):
        trial = self.try_it(self.trial())
        trial.write({"changed_days": 0, "totals": {}, "state": "draft"})
        self.assertEqual((trial.changed_days, trial.state), (3, "done"))


@tagged("cs_attendance", "cs_attendance_trial")
@freeze_time("2026-11-06 02:00:00")
class TestTrialOfMany(TrialCase):
    """What takes longer than a request goes on in the background."""

    def setUp(self):
        super().setUp()
        for name, value in (("AT_ONCE", 1), ("_PEOPLE", 1)):
            self.startPatcher(patch.object(cs_attendance_trial, name, value))

    def run_cron(self):
        cron = self.env.ref("cs_attendance.cs_attendance_trial_cron")
        with self.enter_registry_test_mode(), self.as_recorded(self.strict):
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_the_same_result(self):
        trial = self.try_it(self.trial())
        self.assertEqual((trial.state, trial.person_count), ("running", 0))
        self.run_cron()
        self.assertEqual((trial.state, trial.progress), ("done", 100))
        self.assertEqual((trial.person_count, trial.changed_people), (3, 3))
        self.assertEqual((trial.day_count, trial.changed_days), (60, 3))
        self.assertEqual(len(trial.line_ids), 3)
        rows = {row["label"]: row for row in trial._total_rows()}
        self.assertEqual(rows["Days Absent"]["difference"], 3)

    def test_only_people_whose_days_one_reads(self):
        trial = self.try_it(self.trial("leader"))
        self.run_cron()
        self.assertEqual(
            trial.line_ids.employee_id, self.people["agent"] | self.people["agent2"]
        )

    def test_stopped(self):
        trial = self.try_it(self.trial())
        with self.assertRaisesRegex(UserError, "running already"):
            self.try_it(trial)
        with self.assertRaisesRegex(UserError, "Stop the trial"):
            trial.month_from = "2026-09-01"
        trial.action_stop()
        self.run_cron()
        self.assertEqual((trial.state, trial.person_count), ("draft", 0))
        trial.month_from = "2026-09-01"

    def test_a_fault_holds_up_no_other(self):
        broken, sound = self.trial(), self.trial("leader")
        for trial in (broken, sound):
            self.try_it(trial)
        judge = type(broken)._try_batch

        def fail(trial, *args):
            if trial.id == broken.id:
                raise ValueError("no")
            return judge(trial, *args)

        name = "odoo.addons.cs_base.models.cs_background_mixin"
        with patch.object(type(broken), "_try_batch", fail), mute_logger(name):
            self.run_cron()
        self.assertEqual((broken.state, sound.state), ("failed", "done"))
        self.assertIn("ValueError", broken.error)
        self.assertNotIn("no", broken.line_ids.mapped("display_name"))

    def test_more_than_can_be_listed(self):
        self.startPatcher(patch.object(cs_attendance_trial, "KEPT", 2))
        trial = self.try_it(self.trial())
        self.run_cron()
        self.assertEqual((trial.changed_days, trial.kept_count), (3, 2))
        self.assertEqual(len(trial.line_ids), 2)


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_trial_access")
@freeze_time("2026-11-06 02:00:00")
class TestTrialAccess(TrialCase, SheetRpcCase):
    def test_who_may_read_the_draft_tries_it(self):
        model = "cs.attendance.trial"
        vals = {"policy_id": self.policy.id}
        for role in ("agent", "admin"):
            self.refused(role, model, "create", vals)
        for role in ("leader", "supervisor", "hr", "payroll", "gm"):
            self.assertTrue(self.rpc(role, model, "create", vals), role)
        trial = self.trial("hr")
        for role in ("leader", "gm"):
            self.refused(role, model, "action_try", trial.ids)
            self.refused(role, model, "read", trial.ids, ["totals"])

    def test_not_a_policy_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        policy = self.env["cs.attendance.policy"].create(
            {"name": "Theirs", "company_id": other.id, "date_from": "2027-01-01"}
        )
        with self.assertRaises(AccessError):
            self.trial("gm", policy_id=policy.id)
