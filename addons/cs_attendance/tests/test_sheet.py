"""Month sheets: figures, confirmation, approval, hand-over (ATT-08, ATT-16)."""

from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .sheet_case import SheetCase

#: the working days in November 2026 after Friday the 6th: 9th, 10th, 11th
DEADLINE = datetime(2026, 11, 11, 9, 0)  # 17:00 in Shanghai


@tagged("cs_attendance", "cs_attendance_sheet")
@freeze_time("2026-11-06 02:00:00")
class TestSheet(SheetCase):
    def test_figures_are_the_sums_of_the_days(self):
        self.make_month("agent", {2: "late", 3: "early", 4: "late_early", 5: "absent"})
        self.make_day("agent", 21, "rest")
        self.make_day("agent", 22, "holiday")
        self.make_day("agent", 23, "out")
        self.make_day("agent", 24, "exempt")
        self.make_day("agent", 25, "fixed")
        self.make_day("agent", 26, "missed")
        [sheet] = self.build("agent")
        self.assertEqual(sheet.due_days, 23)
        self.assertEqual(sheet.present_days, 21)
        self.assertEqual((sheet.late_count, sheet.late_minutes), (2, 30))
        self.assertEqual((sheet.early_count, sheet.early_minutes), (2, 27))
        self.assertEqual((sheet.missed_count, sheet.forgiven_count), (1, 1))
        self.assertEqual((sheet.absent_days, sheet.out_days), (1, 1))
        self.assertEqual((sheet.rest_days, sheet.holiday_days), (1, 1))
        self.assertEqual((sheet.exempt_days, sheet.unconfirmed_days), (1, 1))
        self.assertEqual(sheet.worked_minutes, 16 * 480)
        self.assertTrue(sheet.has_exception)
        self.assertEqual(sheet.department_id, self.group_one)

    def test_leave_by_type(self):
        types = self.env["hr.leave.type"].create(
            [{"name": "Sick"}, {"name": "Personal"}]
        )
        for number, kind, days in ((1, 0, 1), (2, 0, 0.5), (3, 1, 0.5)):
            self.make_day(
                "agent",
                number,
                "leave",
                leave_type_id=types[kind].id,
                leave_days=days,
                unpaid_days=days if kind else 0,
            )
        [sheet] = self.build("agent")
        self.assertEqual(
            sheet.leave_by_type, {str(types[0].id): 1.5, str(types[1].id): 0.5}
        )
        self.assertEqual((sheet.leave_days, sheet.unpaid_days), (2, 0.5))
        self.assertIn("Sick 1.5", sheet.leave_text)

    def test_tenths_add_up_exactly(self):
        for number in range(1, 11):
            self.make_day("agent", number, "ok", present_days=0.1)
        [sheet] = self.build("agent")
        self.assertEqual(sheet.present_days, 1.0)
        self.assertFalse(self.Builder._outdated(self.company, self.month))

    def test_full_attendance_clean(self):
        """ATT-16: nothing late, early, missing, absent or unpaid."""
        self.make_month("agent")
        self.make_month("agent2", {9: "late"})
        mine, other = self.build("agent", "agent2")
        self.assertTrue(mine.is_full_attendance)
        self.assertFalse(mine.full_reason)
        self.assertFalse(other.is_full_attendance)
        self.assertEqual(other.full_reason, "late")

    def _count_policy(self):
        policy = self.env["cs.attendance.policy"].create(
            {
                "name": "Points",
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "full_attendance_rule": "count",
            }
        )
        policy._decision_write({"state": "approved"})
        return policy

    def test_full_attendance_count_three_and_four(self):
        """ATT-16, template "points": three times keeps it, four times loses it."""
        policy = self._count_policy()
        self.make_month("agent", {1: "late", 2: "early", 3: "late"})
        self.make_month("agent2", {1: "late", 2: "late_early", 3: "late"})
        three, four = self.build("agent", "agent2")
        self.assertTrue(three.is_full_attendance)
        self.assertEqual(three.policy_id, policy)
        self.assertEqual(four.full_reason, "count")

    def test_computing_twice_changes_nothing(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        stamps = sheet.read(["computed_at", "write_date", "known_at"])
        with freeze_time("2026-11-07 02:00:00"):
            changed = self.Builder._build(self.people["agent"], self.month)
        self.assertEqual(changed, 0)
        self.env.invalidate_all()
        self.assertEqual(sheet.read(["computed_at", "write_date", "known_at"]), stamps)

    def test_queries_do_not_grow_with_people(self):
        people = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "company_id": self.company.id,
                    "department_id": self.group_one.id,
                }
                for number in range(60)
            ]
        )
        for person in people:
            for number in range(1, 4):
                self.make_day(person, number, "late" if number == 2 else "ok")
        counts = []
        for some in (people[:5], people[5:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Builder._build(some, self.month)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLess(counts[1], 60)

    def test_the_month_has_to_be_over(self):
        with freeze_time("2026-10-31 15:59:59"):  # 23:59:59 in Shanghai
            self.make_month("agent")
            [sheet] = self.build("agent")
            self.assertFalse(sheet.known_at)
            with self.assertRaisesRegex(UserError, "once the month is over"):
                sheet.with_user(self.users["agent"]).action_confirm()
        with freeze_time("2026-10-31 16:00:00"):
            self.build("agent")
            self.assertTrue(sheet.known_at)
            sheet.with_user(self.users["agent"]).action_confirm()
        self.assertEqual(sheet.state, "confirmed")

    def test_deadline_is_the_end_of_the_third_working_day(self):
        self.make_month("agent")
        [sheet] = self.build("agent")
        self.assertEqual(sheet.confirm_deadline, DEADLINE)

    def test_confirmed_silently_after_the_deadline(self):
        """ATT-08: silently after 3 working days, and it says so."""
        self.make_month("agent")
        [sheet] = self.build("agent")
        with freeze_time("2026-11-11 08:59:59"):
            self.run_cron("cs_attendance_cron_sheet_confirm")
            self.assertEqual(sheet.state, "computed")
        with freeze_time("2026-11-11 09:00:00"):
            self.run_cron("cs_attendance_cron_sheet_confirm")
        self.assertEqual(sheet.state, "confirmed")
        self.assertTrue(sheet.is_silent)
        self.assertFalse(sheet.confirmed_by_id)
        history = dict(
            (line["text"], line["moment"])
            for line in sheet.get_explanation()["history"]
        )
        self.assertIn("Confirmed silently: no objection in time", history)

    def test_not_silently_while_something_waits(self):
        self.make_day("agent", 5, "ok", is_pending=True)
        [sheet] = self.build("agent")
        with freeze_time("2026-11-12 09:00:00"):
            self.run_cron("cs_attendance_cron_sheet_confirm")
        self.assertEqual(sheet.state, "computed")

    def _object(self, sheet):
        sheet = sheet.with_user(self.users["agent"])
        action = sheet.action_appeal()
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .with_context(**action["context"])
            .create({"claim": "I was not late on the 3rd."})
        )
        appeal.action_submit()
        return appeal.sudo()

    def test_an_objection_stops_confirmation_and_approval(self):
        """ALL-02: the person objects instead of confirming."""
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self._object(sheet)
        with freeze_time("2026-11-12 09:00:00"):
            self.run_cron("cs_attendance_cron_sheet_confirm")
        self.assertEqual(sheet.state, "computed")
        self.assertFalse(sheet.with_user(self.users["agent"]).can_confirm)
        with self.assertRaisesRegex(UserError, "objected"):
            sheet.with_user(self.users["agent"]).action_confirm()
        with self.assertRaisesRegex(UserError, "objection"):
            sheet.with_user(self.users["hr"]).action_approve()

    def test_an_accepted_objection_asks_the_person_again(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        appeal = self._object(sheet)
        day = sheet.day_ids.filtered(lambda day: day.verdict == "late")

        def judge(days, employees, first, last):
            self.change_day(day, "ok")
            return 1

        with patch.object(type(day), "_judge", judge):
            appeal.with_user(self.users["hr"]).action_approve("Terminal was wrong.")
        self.assertEqual((sheet.state, sheet.late_count), ("computed", 0))
        self.assertTrue(sheet.is_full_attendance)
        self.assertTrue(sheet.with_user(self.users["agent"]).can_confirm)

    def test_confirmed_falls_back_when_figures_change(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        sheet.with_user(self.users["agent"]).action_confirm()
        day = sheet.day_ids.filtered(lambda day: day.verdict == "late")
        self.change_day(day, "ok")
        self.assertEqual(
            self.Builder._outdated(self.company, self.month), self.people["agent"].ids
        )
        with freeze_time("2026-11-09 02:00:00"):
            self.build("agent")
        self.assertEqual((sheet.state, sheet.late_count), ("computed", 0))
        self.assertFalse(sheet.confirmed_at or sheet.confirmed_by_id)
        self.assertGreater(sheet.confirm_deadline, DEADLINE)
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.users["agent"].partner_id.ids)],
            order="id desc",
            limit=1,
        )
        self.assertIn("computed again", notice.body)

    def test_a_new_department_alone_keeps_the_confirmation(self):
        self.make_month("agent")
        [sheet] = self.build("agent")
        sheet.with_user(self.users["agent"]).action_confirm()
        self.env.cr.execute(
            "UPDATE cs_attendance_day SET department_id = %s WHERE employee_id = %s",
            [self.department.id, self.people["agent"].id],
        )
        self.build("agent")
        self.assertEqual(sheet.department_id, self.department)
        self.assertEqual(sheet.state, "confirmed")

    def test_an_approved_sheet_keeps_its_figures(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        day = sheet.day_ids.filtered(lambda day: day.verdict == "late")
        self.change_day(day, "absent")
        self.build("agent")
        self.assertEqual((sheet.late_count, sheet.absent_days), (1, 0))
        self.assertTrue(sheet.is_outdated)
        sheet.with_user(self.users["hr"]).action_reopen()
        self.assertEqual((sheet.state, sheet.late_count), ("computed", 0))
        self.assertEqual(sheet.absent_days, 1)
        self.assertFalse(sheet.is_outdated or sheet.approved_by_id)

    def test_an_outdated_sheet_whose_days_come_back(self):
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        day = sheet.day_ids.filtered(lambda day: day.verdict == "late")
        self.change_day(day, "absent")
        self.build("agent")
        self.change_day(day, "late")
        self.build("agent")
        self.assertFalse(sheet.is_outdated)
        self.assertEqual(sheet.state, "approved")

    def test_approval_settles_missed_punches(self):
        """ATT-02: with the approval nobody can confirm it any more."""
        self.make_month("agent", {7: "missed"})
        [sheet] = self.build("agent")
        day = sheet.day_ids.filtered(lambda day: day.verdict == "missed")
        sheet.with_user(self.users["agent"]).action_confirm()
        asked = []

        def judge(days, employees, first, last):
            asked.append((employees.ids, first.isoformat(), last.isoformat()))
            self.assertEqual(sheet.state, "approved")
            self.change_day(day, "absent")
            return 1

        with patch.object(type(day), "_judge", judge):
            sheet.with_user(self.users["hr"]).action_approve()
        self.assertEqual(
            asked, [(self.people["agent"].ids, "2026-10-01", "2026-10-31")]
        )
        self.assertEqual(
            (sheet.state, sheet.absent_days, sheet.unconfirmed_days), ("approved", 1, 0)
        )
        self.assertFalse(sheet.is_outdated)

    def test_what_was_settled_can_be_confirmed_again(self):
        self.make_month("agent", {7: "absent", 8: "absent"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        days = sheet.day_ids.filtered(lambda day: day.verdict == "absent")
        asked = []

        def judge(days, employees, first, last):
            asked.append(employees)
            self.change_day(settled, "missed")
            return 1

        with patch.object(type(days), "_judge", judge):
            sheet.with_user(self.users["hr"]).action_reopen()
            self.assertFalse(asked)
            self.approve(sheet)
            settled = days[0]
            self.env.cr.execute(
                "UPDATE cs_attendance_day SET check_in = '2026-10-07 00:25:00'"
                " WHERE id = %s",
                [settled.id],
            )
            self.env.invalidate_all()
            sheet.with_user(self.users["hr"]).action_reopen()
        self.assertEqual(asked, [self.people["agent"]])
        self.assertEqual((sheet.absent_days, sheet.unconfirmed_days), (1, 1))

    def test_another_type_of_leave_makes_an_approved_sheet_outdated(self):
        """Payroll pays by type of leave, so the month is not locked over it."""
        types = self.env["hr.leave.type"].create(
            [{"name": "Sick"}, {"name": "Personal"}]
        )
        day = self.make_day("agent", 1, "leave", leave_type_id=types[0].id)
        [sheet] = self.build("agent")
        self.approve(sheet)
        self.change_day(day, "leave", leave_type_id=types[1].id)
        self.env["cs.attendance.stale"]._rebuild_sheets(
            self.people["agent"].ids, self.month
        )
        self.assertTrue(sheet.is_outdated)
        self.assertIn(
            self.people["agent"].id, self.Builder._outdated(self.company, self.month)
        )
        sheet.with_user(self.users["hr"]).action_reopen()
        self.assertEqual(list(sheet.leave_by_type), [str(types[1].id)])
        self.assertFalse(self.Builder._outdated(self.company, self.month))

    def test_approval_is_for_confirmed_sheets_of_others(self):
        self.make_month("agent")
        self.make_month("hr")
        mine, own = self.build("agent", "hr")
        with self.assertRaisesRegex(UserError, "not confirmed"):
            mine.with_user(self.users["hr"]).action_approve()
        own.with_user(self.users["hr"]).action_confirm()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            own.with_user(self.users["hr"]).action_approve()
        with self.assertRaises(AccessError):
            mine.with_user(self.users["supervisor"]).action_approve()

    def test_a_batch_leaves_what_cannot_be_approved(self):
        for role in ("agent", "agent2", "hr"):
            self.make_month(role)
        sheets = self.Sheet.union(*self.build("agent", "agent2", "hr"))
        for role in ("agent", "hr"):
            sheets.filtered(
                lambda s, p=self.people[role]: s.employee_id == p
            ).with_user(self.users[role]).action_confirm()
        action = sheets.with_user(self.users["hr"]).action_approve()
        self.assertEqual(
            sorted(sheets.mapped("state")), ["approved", "computed", "confirmed"]
        )
        self.assertIn("2 were left", action["params"]["message"])

    def test_the_general_manager_approves_those_of_hr_only(self):
        self.make_month("agent")
        self.make_month("hr")
        mine, own = self.build("agent", "hr")
        mine.with_user(self.users["agent"]).action_confirm()
        own.with_user(self.users["hr"]).action_confirm()
        with self.assertRaises(UserError):
            mine.with_user(self.users["gm"]).action_approve()
        own.with_user(self.users["gm"]).action_approve()
        self.assertEqual(own.approved_by_id, self.users["gm"])

    def test_two_users_of_one_employee_are_one_person(self):
        """TRUST: approver and beneficiary are different *employees*."""
        self.make_month("agent")
        [sheet] = self.build("agent")
        sheet.with_user(self.users["agent"]).action_confirm()
        self.people["agent"].work_contact_id = self.people["hr"].work_contact_id
        with self.assertRaises(UserError):
            sheet.with_user(self.users["hr"]).action_approve()

    def test_explanation(self):
        """ALL-01: rules, counts, days as facts."""
        self.make_month("agent", {3: "late", 4: "absent", 5: "fixed"})
        [sheet] = self.build("agent")
        told = sheet.with_user(self.users["agent"]).get_explanation()
        rules = [reason["rule"]["code"] for reason in told["reasons"]]
        self.assertEqual(rules, ["ATT-08", "ATT-04", "ATT-02", "ATT-05", "ATT-16"])
        self.assertEqual(told["reasons"][0]["sentence"], "Days due: 20, present: 19.")
        self.assertEqual(told["reasons"][1]["sentence"], "Late: 1, 10 min in all.")
        self.assertEqual(len(told["reasons"][1]["facts"]), 1)
        self.assertIn("absence", told["reasons"][-1]["sentence"])
        self.assertIn("action_confirm", [a["method"] for a in told["actions"]])

    def test_nobody_writes(self):
        self.make_month("agent")
        [sheet] = self.build("agent")
        vals = {"employee_id": self.people["agent2"].id, "month": "2026-10-01"}
        vals["company_id"] = self.company.id
        for call in (
            lambda: sheet.write({"state": "approved"}),
            lambda: sheet.write({"due_days": 1}),
            lambda: self.Sheet.create(vals),
            lambda: sheet.copy(),
            lambda: sheet.unlink(),
            lambda: self.Sheet.load(["month", "state"], [["2026-10-01", "approved"]]),
            lambda: sheet.write({"adjustment_ids": [(5,)]}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                result = call()
                if isinstance(result, dict) and result.get("messages"):
                    raise UserError(result["messages"][0]["message"])

    def test_handed_over_never_changes(self):
        """ATT-08: by no path."""
        self.make_month("agent", {3: "late"})
        [sheet] = self.build("agent")
        self.approve(sheet)
        self.hand_over()
        self.assertEqual(sheet.state, "handed_over")
        self.assertEqual(sheet.snapshot["late_count"], 1)
        self.assertEqual(len(sheet.digest), 64)
        self.assertTrue(all(sheet.day_ids.mapped("is_locked")))
        before = sheet.read()
        self.change_day(sheet.day_ids[0], "absent")
        self.assertFalse(self.Builder._outdated(self.company, self.month))
        self.assertEqual(self.build("agent", approved=True), [sheet])
        self.env.invalidate_all()
        self.assertEqual(sheet.read(), before)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            sheet._set({"state": "computed"})
        for method in ("action_approve", "action_reopen"):
            with self.assertRaises(UserError):
                getattr(sheet.with_user(self.users["hr"]), method)()
        with self.assertRaises(UserError):
            sheet.with_user(self.users["agent"]).action_confirm()
        self.run_cron("cs_attendance_cron_sheet_build")
        self.run_cron("cs_attendance_cron_sheet_confirm")
        self.assertEqual(sheet.read(["state", "late_count"])[0]["late_count"], 1)

    def test_scheduled_computation(self):
        """Months that are over and opened, where days changed; others are left."""
        self.make_month("agent")
        self.make_day("agent", datetime(2026, 9, 3).date(), "late")
        self.env["cs.period"]._open_month(self.company, self.month)
        self.run_cron("cs_attendance_cron_sheet_build")
        sheets = self.Sheet.search([("employee_id", "=", self.people["agent"].id)])
        self.assertEqual(sheets.mapped("month"), [self.month])
        self.assertTrue(sheets.confirm_deadline)

    def test_one_sheet_a_person_and_month(self):
        self.make_month("agent")
        self.build("agent")
        self.build("agent")
        self.assertEqual(self.Sheet.search_count([("month", "=", self.month)]), 1)

    def test_no_uninstalling_over_what_was_handed_over(self):
        """ALL-02: pay rests on it."""
        self.make_month("agent", {})
        [sheet] = self.build("agent")
        self.approve(sheet)
        module = self.env["ir.module.module"].search([("name", "=", "cs_attendance")])
        self.assertEqual(module._cs_final_records({"cs_attendance"}), [])
        self.hand_over()
        with self.assertRaisesRegex(UserError, "attendance sheets handed over: 1"):
            module.button_uninstall()
        self.assertEqual(module.state, "installed")
