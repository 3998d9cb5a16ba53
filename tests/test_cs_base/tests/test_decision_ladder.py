from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DecisionCase


@tagged("cs_base", "cs_base_decision")
class TestLadder(DecisionCase):
    def test_limits_are_included(self):
        """ATT-09: up to one day the department head, more the general manager."""
        self._ladder((1, 1, "department_head"), (1, None, "general_manager"))
        for measure, role in (
            (0, "leader"),
            (1, "leader"),
            (1.0001, "gm"),
            (1.01, "gm"),
            (2, "gm"),
        ):
            with self.subTest(measure=measure):
                document = self._submitted(measure=measure)
                self.assertEqual(self._asked(document), self.people[role])

    def test_two_steps_in_order(self):
        self._ladder(
            (1, None, "supervisor"), (2, 3, "nobody"), (2, None, "general_manager")
        )
        document = self._submitted(measure=3)
        self._as("leader", document).action_approve()
        self.assertEqual(document.state, "approved")
        document = self._submitted(measure=3.0001)
        with self.assertRaises(AccessError):
            self._as("gm", document).action_approve()
        self._as("leader", document).action_approve()
        self.assertEqual(document.state, "submitted")
        self.assertEqual(self._asked(document), self.people["gm"])
        with self.assertRaisesRegex(UserError, "It now waits for gm"):
            self._as("leader", document).action_approve()
        self._as("gm", document).action_approve()
        self.assertEqual(document.state, "approved")
        self.assertEqual(
            document.decision_ids.sorted("id").mapped(
                lambda d: (d.step, d.state_from, d.state_to)
            ),
            [(1, "submitted", "submitted"), (2, "submitted", "approved")],
        )

    def test_the_second_step_refuses(self):
        self._ladder((1, None, "supervisor"), (2, None, "general_manager"))
        document = self._submitted()
        self._as("leader", document).action_approve()
        self._as("gm", document).action_refuse("too much")
        self.assertEqual(document.state, "refused")
        self.assertEqual(document.effects, 0)

    def test_one_person_is_one_voice(self):
        """A later step of somebody who has decided is passed over."""
        self._ladder(
            (1, None, "supervisor"),
            (2, None, "employee", self.people["leader"]),
            (3, None, "general_manager"),
        )
        document = self._submitted()
        self._as("leader", document).action_approve()
        self.assertEqual(self._asked(document), self.people["gm"])
        self.assertEqual(document.decision_request_id.step, 3)

    def test_a_deputy_does_not_decide_twice(self):
        self._ladder((1, None, "supervisor"), (2, None, "general_manager"))
        self._deputy("leader", "agent2", "2000-01-01", "2999-12-31")
        self._deputy("gm", "agent2", "2000-01-01", "2999-12-31")
        document = self._submitted()
        self._as("agent2", document).action_approve()
        self.assertFalse(self._as("agent2", document).can_decide)
        with self.assertRaises(UserError):
            self._as("agent2", document).action_approve()
        self._as("gm", document).action_approve()
        self.assertEqual(document.state, "approved")

    def test_a_later_change_of_the_ladder_leaves_submissions_alone(self):
        document = self._submitted()
        self._ladder((1, None, "general_manager"))
        self.assertEqual(self._asked(document), self.people["leader"])
        self._as("leader", document).action_approve()
        self.assertEqual(document.state, "approved")

    def test_nearest_department_then_latest_day(self):
        self._ladder((1, None, "general_manager"))
        self._ladder((1, None, "hr_officer"), department=self.department)
        self._ladder(
            (1, None, "employee", self.people["payroll"]),
            department=self.department,
            date_from="2024-02-01",
        )
        self._ladder(
            (1, None, "supervisor"),
            department=self.department,
            date_from="2999-01-01",
        )
        payroll, gm = self.people["payroll"], self.people["gm"]
        self.assertEqual(self._asked(self._submitted("agent")), payroll)
        self.assertEqual(self._asked(self._submitted("hr")), payroll)
        self.people["agent"].department_id = False
        self.assertEqual(self._asked(self._submitted("agent")), gm)

    def test_a_ladder_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        ladder = self._ladder((1, None, "general_manager"), approve=False)
        ladder.company_id = other
        ladder._decision_write({"state": "approved", "date_to": False})
        self.assertEqual(self._asked(self._submitted()), self.people["leader"])

    def test_only_the_general_manager_approves_a_ladder(self):
        """ALL-07."""
        ladder = self._ladder((1, None, "supervisor"), approve=False)
        self._as("hr", ladder).action_submit()
        self.assertEqual(ladder.state, "proposed")
        self.assertEqual(self._asked(ladder), self.people["gm"])
        for role in ("hr", "supervisor", "admin"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._as(role, ladder).action_approve()
        self._as("gm", ladder).action_refuse("no")
        self.assertEqual(ladder.state, "draft")

    def test_before_and_after_are_kept(self):
        """ALL-07."""
        self._ladder((1, None, "supervisor"))
        ladder = self._ladder(
            (1, 1, "supervisor"), (1, None, "hr_officer"), date_from="2024-02-01"
        )
        changes = {
            (change["row"]["name"], change.get("column")): (
                change["before"],
                change["after"],
            )
            for change in ladder.decision_ids.detail["changes"]
        }
        self.assertEqual(
            changes,
            {
                ("1 · ≤ 1", None): (
                    None,
                    {"decider": "supervisor", "employee_id": None},
                ),
                ("1 · ∞", "decider"): ("supervisor", "hr_officer"),
            },
        )

    def test_an_approved_ladder_is_frozen_with_its_lines(self):
        ladder = self._ladder((1, 1, "supervisor"), (1, None, "general_manager"))
        rung = ladder.rung_ids[0]
        for role in ("hr", "supervisor", "gm", "admin"):
            for action in (
                lambda r: r.policy_id.write({"date_from": "2020-01-01"}),
                lambda r: r.policy_id.unlink(),
                lambda r: r.write({"up_to": 100}),
                lambda r: r.unlink(),
                lambda r: r.copy({"up_to": 50}),
                lambda r: r.policy_id.write({"rung_ids": [(1, r.id, {"up_to": 9})]}),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    action(self._as(role, rung))
        for action in (
            lambda: rung.write({"up_to": 100}),
            lambda: rung.with_context(_force_unlink=True).unlink(),
            lambda: ladder.with_context(_force_unlink=True).unlink(),
        ):
            with self.subTest(role="superuser"), self.assertRaises(UserError):
                action()

    def test_gaps_are_refused(self):
        for rungs in (
            [],
            [(1, 1, "supervisor")],
            [(1, None, "nobody")],
            [(1, 1, "nobody"), (1, None, "supervisor")],
            [(1, None, "supervisor"), (2, 5, "general_manager")],
        ):
            ladder = self._ladder(*rungs, approve=False)
            with self.subTest(rungs=rungs), self.assertRaises(UserError):
                self._as("hr", ladder).action_submit()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_contradictions(self):
        for rungs in (
            [(1, 1, "supervisor"), (1, 1, "general_manager")],
            [(1, None, "supervisor"), (1, None, "general_manager")],
            [(0, None, "supervisor")],
            [(1, -1, "supervisor")],
            [(1, None, "employee")],
            [(1, None, "supervisor", self.people["gm"])],
        ):
            with self.subTest(rungs=rungs), self.assertRaises(IntegrityError):
                self._ladder(*rungs, approve=False)
        self._ladder((1, None, "supervisor"))
        with self.assertRaisesRegex(UserError, "from the same day"):
            self._ladder((1, None, "general_manager"))

    def test_kinds_that_are_always_the_general_managers(self):
        self.kind.is_fixed = True
        with self.assertRaises(ValidationError):
            self._ladder((1, None, "supervisor"), approve=False)

    def test_bad_measures_are_refused(self):
        for measure in (float("nan"), float("inf"), -1, 1e300, None, "1"):
            document = self._document()
            self.patch(
                self.registry["test.cs.document"],
                "_decision_measure",
                lambda document, measure=measure: measure,
            )
            with self.subTest(measure=measure), self.assertRaises(UserError):
                self._as("agent", document).action_submit()

    def test_a_measure_that_changed_is_not_approved(self):
        document = self._submitted(measure=1)
        document._decision_write({"measure": 2})
        with self.assertRaisesRegex(UserError, "no longer those"):
            self._as("leader", document).action_approve()
        self._as("leader", document).action_return("figures changed")
        self.assertEqual(document.state, "draft")
