from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .cycle_case import JUNE, CycleCase

MAY, JULY = date(2025, 5, 1), date(2025, 7, 1)


@tagged("cs_appraisal", "cs_appraisal_result")
class TestResult(CycleCase):
    """APP-03, APP-06, APP-07: scores, ranks, grades, streaks and what follows."""

    def test_thirteen_sold_of_ten(self):
        """APP-03: target 10 sets in the month, 13 sold: 13 points."""
        self.sold("agent", 13)
        result = self.result(self.scored(), "agent")
        line = result.line_ids
        self.assertEqual((line.points, line.full_score, line.numerator), (13, 10, 13))
        self.assertEqual((result.score, result.grade_id.name), (130, "A"))
        self.assertIn("13 of 10 points", self.sentence(line, 0))

    def test_the_figure_of_a_team(self):
        """APP-03: of those whom the person leads, as the cycle found them."""
        lead = self.env["hr.job"].create(
            {"name": "Leader", "company_id": self.company.id}
        )
        self.people["leader"].job_id = lead
        share = self.env.ref("cs_appraisal.metric_conversion")
        self.approved(
            "cs.appraisal.template",
            {
                "name": "Leaders",
                "date_from": "2024-01-01",
                "job_id": lead.id,
                "item_ids": [
                    Command.create(self.team_item("Team sets", self.metric, "unit")),
                    Command.create(self.team_item("Team share", share, "linear")),
                ],
            },
        )
        for role, number, deals in (("agent", 9, 3), ("agent2", 8, 1)):
            self.sold(role, number)
            self.env["cs.metric.figure"].with_user(self.users["hr"]).create(
                {
                    "employee_id": self.people[role].id,
                    "metric_id": share.id,
                    "date_from": JUNE,
                    "date_to": "2025-06-30",
                    "numerator": deals,
                    "denominator": 5 if role == "agent" else 3,
                    "origin": "Shop",
                }
            )
        cycle = self.opened()
        self.people["agent2"].parent_id = self.people["supervisor"]
        with freeze_time(f"{cycle.due_on} 02:00"):
            cycle.action_end_ratings()
        sets, half = self.result(cycle, "leader").line_ids.sorted("position")
        self.assertEqual((sets.numerator, sets.points), (17, 17))
        self.assertEqual((half.value_text, half.points), ("4 / 8 = 50.00%", 5))
        action = sets.with_user(self.users["hr"]).action_open_records()
        found = self.env["cs.appraisal.result"].search(action["domain"])
        self.assertEqual(sorted(found.employee_id.mapped("name")), ["agent", "agent2"])

    def team_item(self, name, metric, curve):
        vals = {"name": name, "metric_id": metric.id, "weight": 50, "curve": curve}
        vals |= {"of_team": True, "is_capped": False, "target": 1, "points_each": 1}
        return vals

    def test_a_median_of_a_team_is_refused(self):
        median = self.env.ref("cs_appraisal.metric_first_reply_minutes")
        vals = self.team_item("Replies", median, "unit") | {"weight": 100}
        with self.assertRaisesRegex(UserError, "Replies: such a figure"):
            self.approved(
                "cs.appraisal.template",
                {
                    "name": "Leaders",
                    "date_from": "2024-02-01",
                    "cycle_kind": "year",
                    "item_ids": [Command.create(vals)],
                },
            )

    def test_no_figure_does_not_apply(self):
        cycle = self.scored()
        result = self.result(cycle, "agent")
        self.assertFalse(result.is_scored)
        self.assertFalse(result.grade_id)
        self.assertEqual((result.rank, result.score_text), (0, "Not applicable"))
        self.assertIn("Nothing of the template applies", self.sentence(result, 0))

    def test_ranks_of_the_group_are_shared(self):
        self._create_role("agent3", "cs_base.group_agent")
        for role, number in (("agent", 9), ("agent2", 9), ("agent3", 8)):
            self.sold(role, number)
        cycle = self.scored()
        self.assertEqual(
            [self.result(cycle, role).rank_text for role in ("agent", "agent2")],
            ["1 / 3", "1 / 3"],
        )
        self.assertEqual(self.result(cycle, "agent3").rank, 3)

    def test_computing_twice_writes_nothing(self):
        self.sold("agent", 9)
        cycle = self.scored()
        before = self.rows(cycle)
        with self.later:
            cycle.action_compute()
        self.assertEqual(self.rows(cycle), before)

    def test_facts_change_the_score_until_it_is_submitted(self):
        self.sold("agent", 9)
        cycle = self.scored()
        self.sold("agent2", 7)
        with self.later:
            cycle.action_compute()
        self.assertEqual(self.result(cycle, "agent2").score, 70)
        with self.later:
            cycle.action_submit()
        with self.assertRaisesRegex(UserError, "withdraw"):
            cycle.action_compute()

    def test_a_grade_is_moved_with_a_reason(self):
        self.sold("agent", 8.9)
        cycle = self.scored()
        result = self.result(cycle, "agent")
        self.assertEqual(result.grade_id.name, "B")
        best = self.policy.grade_ids[0]
        boss = result.with_user(self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "why the grade moves"):
            boss.action_calibrate(best.id, "")
        boss.action_calibrate(best.id, "Trained two newcomers")
        self.assertEqual((result.grade_id, result.score), (best, 89))
        with self.later:
            cycle.action_compute()
        self.assertEqual(result.grade_id, best, "it stays moved")
        self.assertEqual(
            (result.shift_ids.reason, result.shift_ids.moved_by_id),
            ("Trained two newcomers", self.users["supervisor"]),
        )
        with self.assertRaises(UserError):
            result.shift_ids.write({"reason": "Other"})

    def test_who_moves_grades(self):
        self.sold("agent", 9)
        cycle = self.scored()
        grade = self.policy.grade_ids[1]
        result = self.result(cycle, "agent")
        others = ("agent", "agent2", "leader", "hr", "payroll", "gm", "admin")
        for role in others:
            with self.subTest(role), self.assertRaises(AccessError):
                result.with_user(self.users[role]).action_calibrate(grade.id, "Why")
        result.with_user(self.users["supervisor"]).action_calibrate(grade.id, "Why")
        self.assertEqual(result.grade_id, grade)

    def test_released_results_stay(self):
        self.sold("agent", 9)
        cycle = self.released()
        result = self.result(cycle, "agent")
        self.assertEqual((cycle.state, result.state), ("released", "released"))
        with self.assertRaises(UserError):
            cycle.action_compute()
        with self.assertRaises(UserError):
            result.with_user(self.users["gm"]).action_calibrate(
                self.policy.grade_ids[1].id, "Why"
            )
        for act in (lambda: result.write({"score": 99}), result.unlink, result.copy):
            with self.assertRaises(UserError):
                act()

    def test_who_submits_does_not_approve(self):
        self.sold("agent", 9)
        cycle = self.scored()
        with self.later:
            cycle.action_submit()
            for role in ("hr", "supervisor", "agent"):
                with self.subTest(role), self.assertRaises(UserError):
                    cycle.with_user(self.users[role]).action_approve()
        self.assertEqual(cycle.state, "calibration")

    # APP-07

    def months(self, *numbers):
        """A released cycle a month from April on: what agent and agent2 sold."""
        cycle = None
        for month, (mine, theirs) in enumerate(numbers, 4):
            first = date(2025, month, 1)
            if mine is None:
                self.days("agent", first, date(2025, month, 28), away=20)
            else:
                self.sold("agent", mine, first)
            self.sold("agent2", theirs, first)
            cycle = self.released(self.scored(first=first))
        return cycle

    def follows(self, cycle, role="agent"):
        result = self.result(cycle, role)
        found = self.env["cs.appraisal.consequence"].search(
            [("result_id", "=", result.id)]
        )
        return sorted(found.mapped("kind"))

    def test_first_for_three_months_running(self):
        cycle = self.months((9, 8), (9, 8))
        self.assertEqual(self.result(cycle, "agent").best_streak, 2)
        self.assertNotIn("best", self.follows(cycle))
        cycle = self.released(self.scored_july(9, 8))
        self.assertEqual(self.result(cycle, "agent").best_streak, 3)
        self.assertIn("best", self.follows(cycle))
        self.assertNotIn("best", self.follows(cycle, "agent2"))

    def scored_july(self, mine, theirs, first=JUNE):
        self.sold("agent", mine, first)
        self.sold("agent2", theirs, first)
        return self.scored(first=first)

    def test_a_left_out_month_neither_breaks_nor_extends(self):
        cycle = self.months((9, 8), (9, 8), (None, 8), (9, 8))
        self.assertEqual(self.result(cycle, "agent").best_streak, 3)
        self.assertIn("best", self.follows(cycle))

    def test_a_second_place_breaks_the_row(self):
        cycle = self.months((9, 8), (7, 8), (9, 8))
        self.assertEqual(self.result(cycle, "agent").best_streak, 1)

    def test_three_failing_months_propose_a_dismissal_that_people_decide(self):
        cycle = self.months((5, 8), (5, 8))
        self.assertNotIn("dismissal", self.follows(cycle))
        cycle = self.released(self.scored_july(5, 8))
        self.assertIn("dismissal", self.follows(cycle))
        proposal = self.env["cs.appraisal.consequence"].search(
            [
                ("kind", "=", "dismissal"),
                ("result_id", "=", self.result(cycle, "agent").id),
            ]
        )
        self.assertEqual((proposal.state, proposal.streak), ("draft", 3))
        self.assertTrue(self.people["agent"].active)
        with self.assertRaises(UserError):
            proposal.with_user(self.users["supervisor"]).action_submit()
        proposal.with_user(self.users["hr"]).action_submit()
        with self.assertRaises(UserError):
            proposal.with_user(self.users["hr"]).action_approve()
        proposal.with_user(self.users["gm"]).action_refuse("One more month")
        self.assertEqual(proposal.state, "refused")
        for act in (lambda: proposal.write({"kind": "best"}), proposal.unlink):
            with self.assertRaises(UserError):
                act()

    def test_sixty_is_no_failing_month(self):
        cycle = self.months((6, 8))
        self.assertEqual(self.result(cycle, "agent").failing_streak, 0)
        cycle = self.released(self.scored_july(5.999, 8, first=date(2025, 5, 1)))
        self.assertEqual(self.result(cycle, "agent").failing_streak, 0, "rounds to 60")

    # Later (ALL-02)

    def test_late_facts_become_a_difference_once(self):
        self.sold("agent", 9)
        cycle = self.released()
        self.sold("agent2", 7)
        Change = self.env["cs.appraisal.change"]
        result = self.result(cycle, "agent2")
        with freeze_time("2025-07-20 02:00"):
            Change._book_late(self.company)
            self.assertEqual(
                (result.change_ids.score_after, result.current_grade_id.name),
                (70, "C"),
                "a figure that came late",
            )
            figure = self.sold("agent", 8, corrects=self.figure("agent"))
            self.assertTrue(figure)
            Change._book_late(self.company)
            Change._book_late(self.company)
        result = self.result(cycle, "agent")
        change = result.change_ids
        self.assertEqual(len(change), 1)
        self.assertEqual(
            (change.score_before, change.score_after, change.grade_after_id.name),
            (90, 80, "B"),
        )
        self.assertEqual(change.booked_month, JUNE)
        self.assertEqual(
            (result.score, result.current_score, result.current_grade_id.name),
            (90, 80, "B"),
        )

    def figure(self, role):
        return self.env["cs.metric.figure"].search(
            [("employee_id", "=", self.people[role].id)], limit=1
        )

    def sold(self, role, number, first=JUNE, corrects=None):
        vals = {}
        if corrects:
            vals = {"corrects_id": corrects.id, "reason": "Two were given back"}
        return super().sold(role, number, first, **vals)

    def test_an_appeal_within_five_working_days(self):
        self.sold("agent", 9)
        cycle = self.released()  # Thursday 10 July, 11:00 in Shanghai
        mine = self.result(cycle, "agent").with_user(self.users["agent"])
        with freeze_time("2025-07-11 02:00"):
            self.assertEqual(str(mine.appeal_deadline.date()), "2025-07-17")
            self.assertTrue(mine.can_appeal)
        with freeze_time(mine.appeal_deadline):
            self.assertTrue(mine.can_appeal)
        with freeze_time("2025-07-18 01:00"), self.assertRaises(UserError):
            mine.action_appeal()

    def test_an_upheld_appeal_gives_another_grade(self):
        self.sold("agent", 8.9)
        cycle = self.released()
        result = self.result(cycle, "agent")
        boss = result.with_user(self.users["hr"])
        with freeze_time("2025-07-11 02:00"):
            best = self.policy.grade_ids[0]
            with self.assertRaisesRegex(UserError, "No upheld appeal"):
                boss.action_revise(best.id, "Why")
            appeal = (
                self.env["cs.appeal"]
                .with_user(self.users["agent"])
                .create(
                    {
                        "res_model": "cs.appraisal.result",
                        "res_id": result.id,
                        "claim": "One set was counted for somebody else",
                    }
                )
            )
            appeal.action_submit()
            with self.assertRaises(UserError):
                appeal.with_user(self.users["leader"]).action_approve("No")
            appeal.with_user(self.users["hr"]).action_approve("You are right")
            self.assertEqual(appeal.state, "accepted")
            boss.action_revise(best.id, "The set was the person's")
        self.assertEqual(
            (result.grade_id.name, result.current_grade_id.name), ("B", "A")
        )
        self.assertEqual(result.change_ids.appeal_id, appeal)
        with freeze_time("2025-07-20 02:00"):
            self.sold("agent", 8, corrects=self.figure("agent"))
            self.env["cs.appraisal.change"]._book_late(self.company)
        self.assertEqual(
            (result.current_score, result.current_grade_id.name),
            (80, "A"),
            "the score follows the facts, the decided grade stays",
        )

    def test_a_moved_grade_outlives_late_facts(self):
        self.sold("agent", 8.9)
        cycle = self.scored()
        result = self.result(cycle, "agent")
        boss = result.with_user(self.users["supervisor"])
        boss.action_calibrate(self.policy.grade_ids[0].id, "Trained two newcomers")
        self.sold("agent", 9.5, corrects=self.figure("agent"))
        with self.later:
            cycle.action_compute()
        self.assertEqual(result.computed_grade_id, result.grade_id)
        self.released(cycle)
        figures = self.env["cs.metric.figure"].search([("state", "=", "current")])
        self.sold("agent", 8, corrects=figures)
        with freeze_time("2025-07-20 02:00"):
            self.env["cs.appraisal.change"]._book_late(self.company)
        self.assertEqual(
            (result.current_score, result.current_grade_id.name), (80, "A")
        )

    def test_a_late_zero_gets_its_grade(self):
        result = self.result(self.released(), "agent")
        self.sold("agent", 0)
        with freeze_time("2025-07-20 02:00"):
            self.env["cs.appraisal.change"]._book_late(self.company)
            self.env["cs.appraisal.change"]._book_late(self.company)
        change = result.change_ids
        self.assertEqual((change.score_after, change.grade_after_id.name), (0, "E"))

    def test_without_a_policy_the_same_facts_book_nothing(self):
        self.sold("agent", 9)
        cycle = self.opened()
        self.env.cr.execute("UPDATE cs_appraisal SET policy_id = NULL")
        self.env.invalidate_all()
        with freeze_time(f"{cycle.due_on} 02:00"):
            cycle.action_end_ratings()
        result = self.result(self.released(cycle), "agent")
        self.assertEqual((result.score, result.grade_id.id), (90, False))
        with freeze_time("2025-07-20 02:00"):
            self.env["cs.appraisal.change"]._book_late(self.company)
        self.assertFalse(result.change_ids)

    # Queries

    def test_late_facts_take_as_many_queries_for_many(self):
        counts = []
        for number, month in ((0, 4), (4, 5)):
            for index in range(number):
                self._create_role(f"agent_{index}", "cs_base.group_agent")
            first = date(2025, month, 1)
            cycle = self.released(self.scored(first=first))
            results = self.env["cs.appraisal.result"].search(
                [("cycle_id", "=", cycle.id)]
            )
            for role in results.employee_id.mapped("name"):
                self.sold(role, 7, first)
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time("2025-07-20 02:00"):
                before = self.env.cr.sql_log_count
                self.env["cs.appraisal.change"]._book(results, "late")
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(results.change_ids), number + 2)
        self.assertLessEqual(counts[1], counts[0], counts)

    def test_as_many_queries_for_many(self):
        counts = []
        for number, month in ((0, 4), (18, 5)):
            for index in range(number):
                self._create_role(f"agent_{month}_{index}", "cs_base.group_agent")
            self.env.flush_all()
            self.env.invalidate_all()
            cycle = self.cycle(date(2025, month, 1))
            with freeze_time(f"{cycle.due_on} 02:00"):
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                cycle.action_open()
                cycle.action_end_ratings()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def rows(self, cycle):
        self.env.flush_all()
        return [
            self.env.execute_query_dict(
                SQL("SELECT *, xmin FROM %s ORDER BY id", SQL.identifier(table))
            )
            for table in ("cs_appraisal_result", "cs_appraisal_line")
        ]

    def sentence(self, record, index):
        explanation = record.with_user(self.users["hr"]).get_explanation()
        return explanation["reasons"][index]["sentence"]
