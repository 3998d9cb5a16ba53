from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .cycle_case import JUNE, CycleCase


@tagged("cs_appraisal", "cs_appraisal_screen")
class TestMyAppraisal(CycleCase):
    """My Appraisal: at each step what the person may see (APP-08)."""

    def page(self, role="agent", appraisal=None):
        My = self.env["cs.appraisal.my"].with_user(self.users[role])
        return My.get_my_appraisal(appraisal and appraisal.id)

    def test_nothing_yet(self):
        page = self.page()
        self.assertFalse(page["appraisal"])
        self.assertFalse(page["history"])

    def test_no_score_before_it_is_given(self):
        self.sold("agent", 9)
        cycle = self.scored()
        page = self.page()
        self.assertEqual(page["appraisal"]["state"], "calibration")
        self.assertFalse(page["result"])
        self.assertEqual([one["score"] for one in page["history"]], [False])
        self.released(cycle)
        page = self.page()
        self.assertEqual(
            (page["result"]["score"], page["result"]["grade"]), ("90.00", "A")
        )
        self.assertTrue(page["appraisal"]["can_sign"])
        [line] = page["result"]["lines"]
        self.assertEqual(
            (line["value"], line["points"], line["added"], line["part"]),
            ("9", "9 / 10", "90.00", 90),
        )

    def test_who_was_left_out_reads_why(self):
        self.days("agent", JUNE, date(2025, 6, 30), away=15)
        self.opened()
        page = self.page()
        self.assertIn("APP-02", page["appraisal"]["note"])
        self.assertEqual(page["appraisal"]["state"], "left_out")
        self.assertEqual([one["score"] for one in page["history"]], [False])

    def test_nobody_elses(self):
        cycle = self.opened()
        with self.assertRaises(AccessError):
            self.page("agent2", self.appraisal(cycle, "agent"))
        with self.assertRaises(AccessError):
            self.page("admin")

    def test_the_history_has_the_oldest_first(self):
        for month, number in ((5, 7), (6, 9)):
            self.sold("agent", number, date(2025, month, 1))
            self.released(self.scored(first=date(2025, month, 1)))
        page = self.page()
        self.assertEqual(
            [(one["label"], one["score"]) for one in page["history"]],
            [("2025-05", 70), ("2025-06", 90)],
        )
        self.assertEqual(page["older"], page["history"][0]["id"])
        self.assertFalse(page["newer"])


@tagged("cs_appraisal", "cs_appraisal_screen")
class TestAppraisalBoard(CycleCase):
    """The board of a cycle: grades, their distribution, moving people (APP-08)."""

    def setUp(self):
        super().setUp()
        self.sold("agent", 9)
        self.sold("agent2", 6)
        self.running = self.scored()

    def board(self, role, **given):
        return (
            self.env["cs.appraisal.board"]
            .with_user(self.users[role])
            .get_board(self.running.id, **given)
        )

    def cards(self, role):
        return {
            grade["name"]: [card["person"] for card in grade["cards"]]
            for grade in self.board(role)["grades"]
        }

    def test_grades_and_distribution(self):
        board = self.board("supervisor")
        self.assertEqual(
            [
                (one["name"], one["count"], one["share"], one["target"])
                for one in board["grades"]
            ],
            [
                ("A", 1, 50, False),
                ("B", 0, 0, False),
                ("C", 0, 0, False),
                ("D", 1, 50, False),
                ("E", 0, 0, False),
            ],
        )
        self.assertTrue(board["can_move"])
        for fact in board["facts"]:
            found = self.env[fact["model"]].search_count(fact["domain"])
            self.assertEqual(found, fact["count"], fact["label"])

    def test_leaders_look_and_do_not_move(self):
        self.assertEqual(self.cards("leader")["A"], ["agent"])
        self.assertFalse(self.board("leader")["can_move"])
        with self.assertRaises(AccessError):
            self.board("agent")

    def test_hr_sees_which_ratings_are_to_come(self):
        running = self.opened(first=date(2025, 5, 1))
        for role, expected in (("hr", 3), ("supervisor", 2)):
            board = (
                self.env["cs.appraisal.board"]
                .with_user(self.users[role])
                .get_board(running.id)
            )
            self.assertEqual(len(board["facts"]), expected, role)

    def test_moving_with_a_reason(self):
        result = self.result(self.running, "agent2")
        Board = self.env["cs.appraisal.board"].with_user(self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "APP-08"):
            Board.move(result.id, "C", " ")
        with self.assertRaisesRegex(UserError, "no grade"):
            Board.move(result.id, "Z", "Why")
        Board.move(result.id, "C", "Helped the night shift")
        self.assertEqual(self.cards("supervisor")["C"], ["agent2"])
        [grade] = [one for one in self.board("hr")["grades"] if one["name"] == "C"]
        self.assertEqual(grade["cards"][0]["was"], "D")

    def test_a_department(self):
        board = self.board("hr", department_id=self.group_one.id)
        self.assertEqual(board["department_id"], self.group_one.id)
        self.assertEqual(sum(one["count"] for one in board["grades"]), 2)
        board = self.board("hr", department_id=self.department.id)
        self.assertFalse(board["department_id"], "nobody of the cycle is there")


@tagged("cs_appraisal", "cs_appraisal_step")
class TestAppraisalStep(CycleCase):
    """The month close and the appraisals of the month (ALL-05)."""

    def setUp(self):
        super().setUp()
        self.step = self.env["cs.appraisal.step"]
        with freeze_time("2025-07-01 02:00"):
            self.period = self.env["cs.period"]._open_month(self.company, JUNE)

    def open_counts(self):
        return [part["count"] for part in self.step._period_open(self.period)]

    def test_results_have_to_be_given(self):
        self.assertEqual(self.open_counts(), [0, 0])
        self.sold("agent", 9)
        cycle = self.scored()
        self.assertEqual(self.open_counts(), [1, 0])
        self.released(cycle)
        self.assertEqual(self.open_counts(), [0, 0])
        self.step._period_lock(self.period)
        self.assertEqual(
            (cycle.state, self.result(cycle, "agent").state), ("closed", "closed")
        )

    def test_appeals_have_to_be_decided(self):
        self.sold("agent", 9)
        result = self.result(self.released(), "agent")
        with freeze_time("2025-07-11 02:00"):
            appeal = (
                self.env["cs.appeal"]
                .with_user(self.users["agent"])
                .create(
                    {
                        "res_model": "cs.appraisal.result",
                        "res_id": result.id,
                        "claim": "One more was sold",
                    }
                )
            )
            appeal.action_submit()
        self.assertEqual(self.open_counts(), [0, 1])

    def test_a_closed_month_gets_no_more_appraisals(self):
        cycle = self.cycle()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cs_period_step SET state = 'locking' WHERE period_id = %s"
            " AND code = 'appraisal'",
            [self.period.id],
        )
        self.env.invalidate_all()
        with self.later, self.assertRaisesRegex(UserError, "closed"):
            cycle.action_open()
        self.assertEqual(cycle.state, "draft")

    def test_a_quarter_belongs_to_its_last_month(self):
        with freeze_time("2025-07-01 02:00"):
            self.cycle(date(2025, 4, 1), "quarter")
        self.assertEqual(self.open_counts(), [1, 0])
