"""Corrections of handed-over months (ATT-08)."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .sheet_case import SheetCase

WHY = (
    '{"v":1,"verdict":"","reasons":[{"rule":"ATT-31","key":"test.why","facts":[],'
    '"params":[],"values":[]}]}'
)


@tagged("cs_attendance", "cs_attendance_adjustment")
@freeze_time("2026-11-06 02:00:00")
class TestAdjustment(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Adjustment = cls.env["cs.attendance.adjustment"]
        cls.make_month("agent", {7: "absent"})
        cls.make_month("agent2")
        cls.agent = cls.people["agent"]
        cls.key = (cls.agent.id, date(2026, 10, 7))

    def setUp(self):
        super().setUp()
        self.sheet, other = self.build("agent", "agent2")
        self.approve(self.sheet, other)
        self.hand_over()

    def _adjust(self, *verdicts, **changes):
        changed = dict.fromkeys([self.key], *verdicts) if verdicts else {}
        with self.as_recorded(changed, **changes):
            return self.Adjustment._adjust(
                self.agent | self.people["agent2"], self.month
            )

    def test_a_late_fact_becomes_an_adjustment(self):
        """It names the corrected day, before and after, and the next open month."""
        row = self._adjust(self.verdict("fixed", WHY))
        self.assertEqual(len(row), 1)
        self.assertEqual((row.employee_id, row.date), (self.agent, self.key[1]))
        self.assertEqual(row.day_id.verdict, "absent")
        self.assertEqual((row.verdict_before, row.verdict_after), ("absent", "fixed"))
        self.assertEqual((row.absent_days, row.present_days), (-1, 1))
        self.assertEqual(row.forgiven_count, 1)
        self.assertEqual(row.month, date(2026, 11, 1))
        self.assertEqual(row.state, "proposed")
        reasons = row.with_user(self.users["agent"]).get_explanation()["reasons"]
        self.assertEqual(reasons[0]["rule"]["code"], "ATT-31")

    def test_the_frozen_month_stays(self):
        def content():
            self.env.invalidate_all()
            return [
                self.env.execute_query(SQL("SELECT * FROM %s ORDER BY id", table))
                for table in map(
                    SQL.identifier, ("cs_attendance_sheet", "cs_attendance_day")
                )
            ]

        before = content()
        self.assertTrue(self._adjust(self.verdict("fixed")))
        self.assertEqual(content(), before)

    def test_the_same_again_adds_nothing(self):
        self.assertEqual(len(self._adjust(self.verdict("fixed"))), 1)
        self.assertFalse(self._adjust(self.verdict("fixed")))
        self.assertEqual(self.Adjustment.search_count([]), 1)

    def test_nothing_new_gives_nothing(self):
        self.assertFalse(self._adjust())

    def test_a_second_change_is_the_difference_to_the_first(self):
        first = self._adjust(self.verdict("fixed"))
        second = self._adjust(self.verdict("late"))
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.verdict_before, "fixed")
        self.assertEqual((second.absent_days, second.late_count), (0, 1))
        self.assertEqual(second.forgiven_count, -1)

    def test_back_and_forth(self):
        """Absent, confirmed, absent, confirmed: each is booked, the sum is right."""
        for verdict in ("fixed", "absent", "fixed"):
            self.assertEqual(len(self._adjust(self.verdict(verdict))), 1)
        rows = self.Adjustment.search([], order="id")
        self.assertEqual(rows.mapped("absent_days"), [-1, 1, -1])
        self.assertEqual(rows.mapped("previous_id"), rows[:2])

    def test_a_chain_has_no_fork(self):
        """Once only is a constraint of the database."""
        row = self._adjust(self.verdict("fixed"))
        self.env.cr.execute(
            "INSERT INTO cs_attendance_adjustment (company_id, employee_id, date,"
            " month, before, after, digest, found_at, state)"
            " SELECT company_id, employee_id, date, month, before, after, 'x',"
            " found_at, state"
            " FROM cs_attendance_adjustment WHERE id = %s ON CONFLICT DO NOTHING",
            [row.id],
        )
        self.assertEqual(self.env.cr.rowcount, 0)

    def test_a_day_that_nobody_judged_before(self):
        """Somebody was entered late: the whole day is the difference."""
        key = (self.agent.id, date(2026, 10, 30))
        with self.as_recorded({key: self.verdict("ok")}):
            row = self.Adjustment._adjust(self.agent, self.month)
        self.assertFalse(row.day_id or row.verdict_before)
        self.assertEqual((row.work_days, row.present_days), (1, 1))

    def test_a_day_that_is_no_day_any_more(self):
        row = self._adjust(drop=[self.key])
        self.assertFalse(row.verdict_after)
        self.assertEqual((row.work_days, row.absent_days), (-1, -1))

    def test_the_queue_of_a_locked_month(self):
        with self.as_recorded({self.key: self.verdict("ok")}):
            self.env["cs.attendance.stale"]._handle_locked(self.agent.ids, self.month)
        self.assertEqual(self.Adjustment.search_count([]), 1)

    def test_an_objection_after_the_hand_over(self):
        """ALL-02: accepted, it becomes an adjustment."""
        action = self.sheet.with_user(self.users["agent"]).action_appeal()
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .with_context(**action["context"])
            .create({"claim": "I was there."})
        )
        appeal.action_submit()
        # HR approved the sheet, so somebody else decides.
        deciders = appeal.sudo().decision_request_id.pending_decider_ids
        self.assertTrue(deciders)
        self.assertNotIn(self.people["hr"], deciders)
        decider = next(r for r, p in self.people.items() if p in deciders)
        with self.as_recorded({self.key: self.verdict("ok")}):
            appeal.with_user(self.users[decider]).action_approve("Seen by the guard.")
        self.assertEqual(self.Adjustment.search([]).verdict_after, "ok")
        self.assertEqual(self.sheet.state, "handed_over")

    def test_hr_approves_never_for_the_own_person(self):
        row = self._adjust(self.verdict("fixed"))
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.assertRaises(AccessError):
                row.with_user(self.users[role]).action_approve()
        self.people["agent"].work_contact_id = self.people["hr"].work_contact_id
        with self.assertRaises(AccessError):
            row.with_user(self.users["hr"]).action_approve()

    def test_approved_in_order(self):
        first = self._adjust(self.verdict("fixed"))
        second = self._adjust(self.verdict("ok"))
        with self.assertRaisesRegex(UserError, "earlier adjustment"):
            second.with_user(self.users["hr"]).action_approve()
        (first | second).with_user(self.users["hr"]).action_approve()
        self.assertEqual((first | second).mapped("state"), ["approved", "approved"])
        with self.assertRaisesRegex(UserError, "approved already"):
            first.with_user(self.users["hr"]).action_approve()

    def test_it_stands_on_the_next_sheet(self):
        row = self._adjust(self.verdict("fixed"))
        self.make_day("agent", date(2026, 11, 2), "ok")
        november = date(2026, 11, 1)
        [sheet] = self.build("agent", month=november)
        self.assertEqual(sheet.adjustment_count, 0)
        row.with_user(self.users["hr"]).action_approve()
        self.assertEqual(sheet.adjustment_ids, row)
        self.assertEqual(sheet.adjustment_count, 1)
        self.assertEqual((sheet.due_days, sheet.absent_days), (1, 0))
        told = sheet.get_explanation()["reasons"]
        self.assertIn("booked here: 1", told[-1]["sentence"])

    def test_who_left_gets_a_sheet_for_it(self):
        row = self._adjust(self.verdict("fixed"))
        row.with_user(self.users["hr"]).action_approve()
        [sheet] = self.build("agent", month=date(2026, 11, 1))
        self.assertEqual((sheet.due_days, sheet.adjustment_count), (0, 1))
        self.assertEqual(sheet.full_reason, "idle")

    def test_handed_over_with_the_month_it_is_booked_in(self):
        row = self._adjust(self.verdict("fixed"))
        row.with_user(self.users["hr"]).action_approve()
        [sheet] = self.build("agent", month=date(2026, 11, 1))
        with freeze_time("2026-12-03 02:00:00"):
            self.build("agent", month=date(2026, 11, 1))
            self.approve(sheet)
            self.hand_over(date(2026, 11, 1))
        self.assertEqual((row.state, sheet.state), ("handed_over", "handed_over"))
        self.assertIn(str(row.id), sheet.snapshot["adjustments"])
        # A later change of the same day goes on from there, into December.
        with freeze_time("2026-12-03 02:00:00"):
            late = self._adjust(self.verdict("late"))
        self.assertEqual(late.month, date(2026, 12, 1))
        self.assertEqual(late.previous_id, row)

    def test_nobody_writes(self):
        row = self._adjust(self.verdict("fixed"))
        for call in (
            lambda: row.write({"state": "approved"}),
            lambda: row.write({"absent_days": 0}),
            lambda: row.unlink(),
            lambda: row.copy(),
            lambda: self.Adjustment.create({"date": "2026-10-01"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call()
