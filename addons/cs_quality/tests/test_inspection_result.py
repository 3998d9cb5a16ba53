from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .inspection_case import FAULT, FRIDAY, MONDAY, WEEK, InspectionCase

SERIOUS = {
    "outcome": "fail",
    "remark": "Shouted",
    "correction": "Talk with the leader",
    "correct_by": "2025-06-10",
}


@tagged("cs_quality", "cs_inspection", "cs_inspection_result")
class TestInspectionResult(InspectionCase):
    """Marks, confirmations, scores, faults and what follows from them (HD-30)."""

    def test_a_clean_result_is_kept(self):
        result = self.finish(self.result())
        self.assertEqual((result.state, result.score), ("done", 100))
        self.assertTrue(result.is_passed)
        self.assertEqual(result.fault_count, 0)
        self.assertFalse(any(result.line_ids.mapped("correction_state")))

    def test_score_and_limit(self):
        """Weights 40, 20, 40; the limit itself passes."""
        for points, badge, score, passed in (
            (5, None, 80, True),
            (4, None, 76, False),
            (10, FAULT, 60, False),
            (0, None, 60, False),
        ):
            with self.subTest(points=points), self.env.cr.savepoint() as savepoint:
                result = self.finish(self.result(), points=points, badge=badge)
                self.assertEqual((result.score, result.is_passed), (score, passed))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_what_does_not_apply_leaves_its_weight(self):
        result = self.finish(self.result(), badge={"outcome": "na"}, points=5)
        self.assertAlmostEqual(result.score, 66.67)

    def test_each_inspector_confirms(self):
        result = self.result()
        first, second = self.inspectors(result)
        with self.at(FRIDAY):
            self.mark(first)
            first.action_sign()
            self.assertEqual((result.state, result.signed_count), ("open", 1))
            self.assertFalse(first.can_sign)
            second.action_sign()
        self.assertEqual((result.state, result.signed_count), ("done", 2))
        with self.assertRaisesRegex(UserError, "HD-30"):
            first.action_sign()

    def test_what_changes_is_confirmed_anew(self):
        result = self.result()
        first, second = self.inspectors(result)
        with self.at(FRIDAY):
            self.mark(first)
            for change in (
                lambda: second.write({"note": "Well done"}),
                lambda: second.line_ids[0].write({"remark": "Clean"}),
                lambda: second.write(self.commands(second.line_ids[2], points=9)),
            ):
                first.action_sign()
                self.assertEqual(result.signed_count, 1)
                change()
                self.assertEqual(result.signed_count, 0)
                self.assertFalse(result.sign_ids.filtered("signed_at"))
            second.action_sign()
            self.assertEqual(result.state, "open")
            first.action_sign()
        self.assertEqual((result.state, result.score), ("done", 96))

    def test_nobody_confirms_before_the_day(self):
        result = self.result()
        first = self.inspectors(result)[0]
        self.mark(first)
        if result.date > WEEK:
            with self.at(MONDAY), self.assertRaisesRegex(UserError, "HD-30"):
                first.action_sign()
        with self.at(f"{result.date} 00:00"):
            first.action_sign()
        self.assertEqual(result.signed_count, 1)

    def test_a_fault_names_its_correction(self):
        """HD-30: what, by whom, at once or by when."""
        result = self.result()
        first = self.inspectors(result)[0]
        line = first.line_ids[0]
        with self.at(FRIDAY):
            with self.assertRaisesRegex(UserError, "no mark"):
                first.action_sign()
            self.mark(first, badge={"outcome": "fail"})
            for vals in (
                {"remark": "Forgotten"},
                {"correction": "Fetch it"},
                {"correct_by": "2025-06-09"},
            ):
                with self.assertRaisesRegex(UserError, "HD-30"):
                    first.action_sign()
                line.write(vals)
            line.write({"corrector_id": False})
            with self.assertRaisesRegex(UserError, "by whom"):
                first.action_sign()
            line.write({"corrector_id": result.employee_id.id})
            first.action_sign()
        self.assertEqual(line.corrector_id, result.employee_id)

    def test_points_and_judgement_go_together(self):
        result = self.result()
        mine = self.inspectors(result)[0]
        line = mine.line_ids[2]
        for vals, mark in (
            ({"outcome": "pass"}, ("pass", 10, 10)),
            ({"points": 1}, ("pass", 1, 1)),
            ({"points": 0}, ("fail", 0, 0)),
            ({"outcome": "pass", "points": 10}, ("pass", 10, 10)),
            ({"outcome": "fail"}, ("fail", 0, 0)),
            ({"outcome": "na"}, ("na", 0, None)),
            ({"outcome": False}, (False, 0, False)),
        ):
            line.write(vals)
            self.assertEqual((line.outcome, line.points, line._mark()), mark, vals)
        for points in (-1, 11):
            with self.assertRaisesRegex(UserError, "from 0 to 10"):
                line.write({"points": points})
        check = mine.line_ids[0]
        check.write({"outcome": "pass"})
        self.assertEqual(check._mark(), check.max_points)
        self.assertEqual(mine.line_ids.filtered("is_fault"), line.browse())

    def test_the_form_shows_it_at_once(self):
        mine = self.inspectors(self.result())[0]
        with Form(mine) as form, form.line_ids.edit(2) as line:
            line.points = 7
            self.assertEqual(line.outcome, "pass")
            line.outcome = "fail"
            self.assertEqual(line.points, 0)
        self.assertTrue(mine.line_ids[2].is_fault)

    def test_who_marks(self):
        result = self.result()
        [line] = result.line_ids[:1]
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "gm", "admin"):
            with self.subTest(role):
                for change in (
                    result.with_user(self.users[role]).action_sign,
                    lambda role=role: line.with_user(self.users[role]).write(
                        {"outcome": "pass"}
                    ),
                ):
                    with self.assertRaises(AccessError):
                        change()

    def test_after_the_days_one_is_enough(self):
        """HD-30: due on the third day; on the next one what one has confirmed is
        final, what nobody has stays open."""
        results = self.rounds_of_both().result_ids
        one, other = results
        with self.at(FRIDAY):
            first = self.inspectors(one)[0]
            self.mark(first)
            first.action_sign()
        due = one.due_on
        for moment, state in ((f"{due} 23:59", "open"), (f"{due}", "open")):
            with self.at(moment):
                self.Result._finish_overdue()
            self.assertEqual(one.state, state)
        with self.at("2025-06-30 09:00"):
            self.Result._finish_overdue()
        self.assertEqual((one.state, other.state), ("done", "open"))
        self.assertEqual(one.signed_count, 1)

    def test_who_was_not_there(self):
        result = self.result()
        mine = self.inspectors(result)[0]
        with self.assertRaisesRegex(UserError, "why"):
            mine.action_missed()
        mine.write({"note": "On sick leave"})
        for role in ("agent", "leader", "supervisor", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                result.with_user(self.users[role]).action_missed()
        mine.action_missed()
        self.assertEqual(result.state, "missed")
        with self.assertRaisesRegex(UserError, "HD-30"):
            mine.action_sign()

    def test_what_is_confirmed_took_place(self):
        result = self.result()
        first, second = self.inspectors(result)
        with self.at(FRIDAY):
            self.mark(first, badge=FAULT)
            first.action_sign()
            with self.assertRaisesRegex(UserError, "confirmed"):
                second.action_missed()

    def test_hr_closes_what_inspectors_left(self):
        result = self.result()
        mine = result.with_user(self.users["hr"])
        with self.at(f"{result.due_on} 12:00"), self.assertRaises(UserError):
            mine.action_missed()
        with self.at("2025-06-20 12:00"):
            mine.action_missed()
        self.assertEqual(result.state, "missed")

    def test_a_serious_fault_is_reported_at_once(self):
        """By the first confirmation, once, to the superior; nothing is passed."""
        result = self.of_person("agent")
        first, second = self.inspectors(result)
        leader = self.users["leader"]
        self.assertFalse(result.with_user(leader).has_access("read"))
        with self.at(FRIDAY):
            self.mark(first, insult=SERIOUS)
            first.action_sign()
            told = self._told(result, leader)
            self.assertEqual(len(told), 1)
            self.assertIn("Shouted", told.body)
            self.assertTrue(result.with_user(leader).has_access("read"))
            second.write({"note": "Again"})
            second.action_sign()
            first.action_sign()
        self.assertEqual(len(self._told(result, leader)), 1)
        self.assertEqual((result.score, result.is_passed), (80, False))
        self.assertEqual(result.serious_count, 1)
        self.assertEqual(len(self._told(result, self.users["agent"])), 1)

    def _told(self, result, user):
        return self.env["mail.message"].search(
            [
                ("model", "=", result._name),
                ("res_id", "=", result.id),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_an_anomaly_order_from_a_serious_fault(self):
        """HD-31, once; whoever follows it opens the same."""
        result = self.finish(self.of_person("agent"), insult=SERIOUS)
        for role in ("agent", "agent2", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                result.with_user(self.users[role]).action_anomaly()
        leader = result.with_user(self.users["leader"])
        opened = leader.action_anomaly()
        self.assertEqual(leader.action_anomaly()["res_id"], opened["res_id"])
        order = self.env["cs.anomaly"].browse(opened["res_id"])
        self.assertEqual(order.create_uid, self.users["leader"])
        self.assertEqual((order.cause, order.state), ("Shouted", "draft"))
        self.assertTrue(order.is_serious)
        clean = self.Result.search([("id", "!=", result.id)])
        self.finish(clean)
        with self.assertRaisesRegex(UserError, "HD-30"):
            clean.with_user(self.users["leader"]).action_anomaly()

    def test_corrections_wait_until_somebody_else_checked(self):
        result = self.finish(self.of_person("agent"), badge=FAULT, insult=SERIOUS)
        done, still = result.line_ids[:2]
        self.assertEqual(done.correction_state, "done")
        self.assertEqual(still.correction_state, "open")
        self.assertEqual(self._waiting("agent", "inspection_correction"), still)
        with self.at("2025-06-09 23:59"):
            self.assertFalse(self._waiting("inspector", "inspection_check"))
        with self.at("2025-06-10 00:00"):
            self.assertEqual(self._waiting("inspector", "inspection_check"), still)
        for role in ("agent", "agent2", "payroll", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                still.with_user(self.users[role]).action_corrected()
        still.with_user(self.users["inspector"]).action_corrected()
        self.assertEqual(still.correction_state, "done")
        self.assertEqual(still.checked_by_id, self.users["inspector"])
        self.assertFalse(self._waiting("agent", "inspection_correction"))
        with self.assertRaisesRegex(UserError, "HD-30"):
            still.with_user(self.users["leader"]).action_corrected()

    def test_somebody_else_corrects(self):
        """Who has to correct it reads the fault, nothing else, and does not check."""
        leader = self.people["agent2"]
        fault = SERIOUS | {"corrector_id": leader.id}
        result = self.finish(self.of_person("agent"), insult=fault)
        line = result.line_ids[1]
        theirs = line.with_user(self.users["agent2"])
        self.assertEqual(theirs.correction, "Talk with the leader")
        self.assertEqual(self._waiting("agent2", "inspection_correction"), line)
        with self.assertRaises(AccessError):
            theirs.action_corrected()
        with self.assertRaises(AccessError):
            theirs.result_id.read(["score"])
        with self.assertRaises(AccessError):
            result.line_ids[0].with_user(self.users["agent2"]).read(["outcome"])

    def _waiting(self, role, code):
        page = self.env["cs.waiting"].with_user(self.users[role])
        page = page.with_context(allowed_company_ids=self.company.ids)
        kind = next(one for one in page._kinds() if one.code == code)
        return page.env[kind.model].search(kind.domain)

    def test_inspections_wait_for_who_has_not_confirmed(self):
        result = self.result()
        self.assertEqual(self._waiting("inspector", "inspection"), result)
        with self.at(FRIDAY):
            mine = result.with_user(self.users["inspector"])
            self.mark(mine)
            mine.action_sign()
        self.assertFalse(self._waiting("inspector", "inspection"))
        self.assertEqual(self._waiting("inspector2", "inspection"), result)

    def test_it_says_why(self):
        """ALL-01: rule, items, faults with their correction, limit."""
        result = self.finish(self.of_person("agent"), badge=FAULT, points=5)
        told = result.with_user(self.users["agent"]).get_explanation()
        text = str(told)
        for part in ("HD-30", "Badge forgotten", "Fetched it", "80"):
            self.assertIn(part, text)
        self.assertEqual(told["badge"], "40")

    def test_the_person_appeals(self):
        """ALL-02: an upheld appeal makes it void, and nothing is left to correct."""
        result = self.finish(self.of_person("agent"), insult=SERIOUS)
        mine = result.with_user(self.users["agent"])
        with self.at("2025-06-09 10:00"):
            self.assertTrue(mine.can_appeal)
            opened = mine.action_appeal()
            self.assertEqual(opened["res_model"], "cs.appeal")
            with self.assertRaises(AccessError):
                result.with_user(self.users["leader"]).action_appeal()
        self.assertEqual(result._appeal_first_decider(), result.sign_ids.inspector_id)
        result._appeal_accepted(None)
        self.assertEqual(result.state, "void")
        self.assertFalse(self._waiting("agent", "inspection_correction"))
        self.assertFalse(mine.can_appeal)

    def test_a_locked_month_takes_no_result(self):
        result = self.result()
        first = self.inspectors(result)[0]
        self.mark(first)
        with self.at("2025-06-10 09:00"):
            period = self.env["cs.period"]._open_month(self.company, date(2025, 6, 1))
            step = period.step_ids.filtered(lambda one: one.code == "quality")
            step._set({"state": "locking", "locked_by_id": self.users["supervisor"].id})
            with self.assertRaisesRegex(UserError, "June|closed|locked"):
                first.action_sign()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses(self):
        result = self.finish(self.result())
        line, sign = result.line_ids[0], result.sign_ids[0]
        for record, vals, error in (
            (result, {"state": "open"}, CheckViolation),
            (result, {"score": 100.01}, CheckViolation),
            (result, {"serious_count": 1}, CheckViolation),
            (line, {"points": line.max_points + 1}, CheckViolation),
            (
                sign,
                {"inspector_id": result.sign_ids[1].inspector_id.id},
                UniqueViolation,
            ),
        ):
            with (
                self.subTest(vals),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                record._kept_write(vals)
                record.flush_recordset()
