from datetime import date
from decimal import Decimal

from psycopg2.errors import CheckViolation

from odoo.addons.cs_appraisal.engine.measure import Measure
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .idea_case import IDEA, MARKS, NOW, IdeaCase

NONE, ZERO = Measure(Decimal(0), Decimal(0)), Measure(Decimal(0))


@tagged("cs_incentive", "cs_staff_idea")
@freeze_time(NOW)
class TestStaffIdea(IdeaCase):
    """INC-14: suggested, decided by who leads the author, held once, scored."""

    def test_adopted_with_points(self):
        """80, 90 and 70 at 30, 30 and 40 % make 79.00; the author reads why."""
        idea = self.adopted()
        self.assertEqual((idea.state, idea.score), ("adopted", 79))
        self.assertEqual(idea.counts_on, date(2025, 6, 20))
        self.assertEqual(idea.decided_by_id, self.people["leader"])
        why = self.as_("agent", idea).get_explanation()
        self.assertEqual({one["rule"]["code"] for one in why["reasons"]}, {"INC-14"})
        self.assertIn("79", why["reasons"][0]["sentence"])
        self.assertEqual(len(why["reasons"][0]["params"]), 3)

    def test_marks_run_from_0_to_100(self):
        self.assertEqual(self.adopted(**dict.fromkeys(MARKS, 0)).score, 0)
        self.assertEqual(self.adopted(**dict.fromkeys(MARKS, 100)).score, 100)
        for name in MARKS:
            for mark in (-1, 101):
                idea = self.idea()
                with self.subTest(name, mark=mark), self.assertRaises(UserError):
                    self.judge(idea, **{name: mark})
                self.assertEqual(idea.state, "submitted")

    def test_the_database_wants_it_whole(self):
        idea = self.adopted()
        for column, value in (("creativity", 101), ("score", -1), ("counts_on", None)):
            with (
                self.subTest(column),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE cs_staff_idea SET {column} = %s WHERE id = %s",
                    [value, idea.id],
                )

    def test_weights_of_the_policy(self):
        policy = self.env["cs.incentive.policy"].with_user(self.users["hr"])
        vals = {"name": "Rules", "company_id": self.company.id, "idea_months": 1}
        vals |= {f"idea_weight_{name}": 0 for name in MARKS}
        vals |= {"idea_weight_benefit": 100, "date_from": "2025-01-01"}
        policy = policy.create(vals)
        policy.action_submit()
        policy.with_user(self.users["gm"]).action_approve()
        self.assertEqual(self.adopted().score, 70)
        held = self.idea()
        self.judge(held, outcome="held")
        self.assertEqual(held.held_until, date(2025, 7, 20))

    def test_not_adopted_with_a_reason(self):
        idea = self.idea()
        with self.assertRaises(UserError):
            self.judge(idea, outcome="not_adopted", reason=" ")
        self.judge(idea, outcome="not_adopted")
        self.assertEqual((idea.state, idea.score), ("not_adopted", 0))

    def test_held_once_until_the_last_day(self):
        """Two months: on 20 August it is still held, on the 21st overdue, and either
        way it can only be decided."""
        idea = self.idea()
        self.judge(idea, outcome="held")
        self.assertEqual(idea.held_until, date(2025, 8, 20))
        with freeze_time("2025-08-20 15:59"):
            self.assertFalse(idea.is_due)
            self.assertEqual(self.waiting("leader"), (1, False))
        with freeze_time("2025-08-20 16:00"):
            self.env.invalidate_all()
            self.assertTrue(idea.is_due)
            self.assertEqual(self.waiting("leader"), (1, True))
            with self.assertRaises(UserError):
                self.judge(idea, outcome="held")
            other = self.idea("agent2")
            with self.assertRaises(UserError, msg="none of the department meanwhile"):
                self.judge(other, outcome="held")
            self.judge(idea, due_on="2025-09-01")
            self.judge(other, outcome="held")
        self.assertEqual((idea.state, idea.counts_on), ("adopted", date(2025, 8, 21)))

    def test_a_withdrawn_one_is_not_held_again(self):
        idea = self.idea()
        self.judge(idea, outcome="held")
        self.as_("agent", idea).action_withdraw()
        self.assertEqual(idea.state, "draft")
        self.as_("agent", idea).action_submit()
        with self.assertRaises(UserError):
            self.judge(idea, outcome="held")

    def waiting(self, role):
        """How many wait for the decision, and whether overdue."""
        self.env.invalidate_all()
        page = self.as_(role, "cs.waiting").load()
        rows = [row for one in page["sections"] for row in one["rows"]]
        self.assertNotIn("decision", [row["code"] for row in rows], "counted once")
        [row] = [row for row in rows if row["code"] == "staff_idea_decide"]
        return row["count"], row["overdue"]

    def test_carried_out(self):
        idea = self.adopted()
        finish = {"idea_id": idea.id, "result": "In use"}
        for role in ("agent", "supervisor", "hr"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, "cs.staff.idea.finish").create(finish).action_confirm()
        page = self.as_("agent2", "cs.waiting").load()
        rows = [row["code"] for one in page["sections"] for row in one["rows"]]
        self.assertIn("staff_idea_do", rows)
        self.as_("agent2", "cs.staff.idea.finish").create(finish).action_confirm()
        self.assertEqual((idea.state, idea.done_on), ("done", date(2025, 6, 20)))
        with self.assertRaises(UserError):
            self.as_("leader", "cs.staff.idea.finish").create(finish).action_confirm()

    def test_taken_back(self):
        idea = self.adopted()
        self.as_("leader", idea).action_undo_decision()
        self.env.invalidate_all()
        self.assertEqual((idea.state, idea.score), ("submitted", 0))
        self.assertFalse(idea.counts_on)
        self.judge(idea)
        self.assertEqual(idea.state, "adopted")

    def test_appealed_once(self):
        """ALL-02: upheld, somebody else decides anew, and it stays in its month."""
        idea = self.adopted()
        appeal = self.appeal(idea)
        with self.assertRaises(UserError, msg="appealed: no undo"):
            self.as_("leader", idea).action_undo_decision()
        with freeze_time("2025-07-02 04:00"):
            self.as_("hr", appeal).action_approve("Look again")
            self.env.invalidate_all()
            self.assertEqual((idea.state, idea.score), ("submitted", 0))
            self.assertEqual(self.figures("agent"), (NONE, ZERO))
            with self.assertRaises(AccessError):
                self.judge(idea, "leader")
            self.judge(idea, "supervisor", creativity=100)
            self.assertEqual(idea.counts_on, date(2025, 6, 20))
            self.assertEqual(idea.score, 85)
            with self.assertRaises(UserError):
                self.appeal(idea)
            self.assertFalse(self.as_("agent", idea).can_appeal)

    def appeal(self, idea, by="agent"):
        appeal = self.as_(by, "cs.appeal").create(
            {"res_model": IDEA, "res_id": idea.id, "claim": "It saves more"}
        )
        appeal.action_submit()
        return appeal

    # Figures

    def figures(self, *roles, first=date(2025, 6, 1), last=date(2025, 6, 30)):
        """(best, count) of each role."""
        people = self.env["hr.employee"].union(*(self.people[role] for role in roles))
        found = self.env["cs.metric.idea"]._metric_measure(
            {"idea_best", "idea_count"}, self.company, people, first, last
        )
        got = [(found["idea_best"][p.id], found["idea_count"][p.id]) for p in people]
        return got if len(got) > 1 else got[0]

    def test_figures_of_a_month(self):
        """The best of the adopted ones; who has none has no figure."""
        self.adopted()
        self.adopted(benefit=75)
        self.idea()
        late = self.idea("agent2")
        with freeze_time("2025-06-30 16:00"):
            self.judge(late)
        best = Measure(Decimal("81.00"))
        self.assertEqual(
            self.figures("agent", "agent2"), [(best, Measure(Decimal(2))), (NONE, ZERO)]
        )
        july = {"first": date(2025, 7, 1), "last": date(2025, 7, 31)}
        self.assertEqual(self.figures("agent2", **july)[1], Measure(Decimal(1)))
        source = self.env["cs.metric.idea"].with_user(self.users["agent"])
        action = source._metric_records(
            "idea_best", self.people["agent"], date(2025, 6, 1), date(2025, 6, 30)
        )
        records = self.as_("agent", action["res_model"]).search(action["domain"])
        self.assertEqual(len(records), 2)
