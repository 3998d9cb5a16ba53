from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DecisionCase


@tagged("cs_base", "cs_base_decision")
class TestRoute(DecisionCase):
    """Maker, beneficiary and approver are three different people (TRUST.md)."""

    def test_a_maker_who_is_the_supervisor_is_passed_over(self):
        document = self._submitted("leader", employee_id=self.people["agent"].id)
        self.assertEqual(self._asked(document), self.people["supervisor"])

    def test_a_concerned_supervisor_is_passed_over_to_the_top(self):
        self._ladder((1, None, "employee", self.people["leader"]))
        document = self._submitted("leader")
        self.assertEqual(self._asked(document), self.people["supervisor"])
        document = self._submitted("supervisor")
        self.assertEqual(self._asked(document), self.people["leader"])

    def test_who_submits_for_somebody_does_not_decide(self):
        document = self._document("agent")
        self._as("leader", document).action_submit()
        self.assertEqual(self._asked(document), self.people["supervisor"])
        with self.assertRaises(UserError):
            self._as("leader", document).action_approve()

    def test_without_a_user_the_next_one_up_decides(self):
        self.users["leader"].active = False
        self.assertEqual(self._asked(self._submitted()), self.people["supervisor"])
        self.people["supervisor"].user_id = False
        self.assertEqual(self._asked(self._submitted()), self.people["gm"])

    def test_a_circle_of_supervisors_ends_at_the_general_manager(self):
        self.users["leader"].active = False
        self.users["supervisor"].active = False
        self.people["supervisor"].parent_id = self.people["leader"]
        self.assertEqual(self._asked(self._submitted()), self.people["gm"])

    def test_the_general_managers_deputy_decides_for_the_general_manager(self):
        document = self._document("gm")
        with self.assertRaisesRegex(UserError, "name a deputy of gm"):
            self._as("gm", document).action_submit()
        self._deputy("gm", "supervisor", "2000-01-01", "2999-12-31")
        self._as("gm", document).action_submit()
        self.assertEqual(self._asked(document), self.people["gm"])
        self.assertFalse(self._as("gm", document).can_decide)
        with self.assertRaises(UserError):
            self._as("gm", document).action_approve()
        self._as("supervisor", document).action_approve()
        self.assertEqual(document.decision_ids.acting_for_id, self.people["gm"])

    def test_without_a_general_manager_it_says_what_to_do(self):
        self.company.cs_general_manager_id = False
        self.people["gm"].write({"department_id": False, "parent_id": False})
        with self.assertRaisesRegex(UserError, "has no general manager"):
            self._submitted("gm")

    def test_a_second_user_of_the_same_person_does_not_decide(self):
        user, employee = self._second_self("agent", "agent_again")
        self._ladder((1, None, "employee", employee))
        document = self._document()
        self._as("agent", document).action_submit()
        self.assertNotIn(employee, self._asked(document))
        with self.assertRaises(UserError):
            document.with_user(user).action_approve()

    def test_becoming_the_same_person_later_does_not_help(self):
        user, employee = self._second_self("hr", "somebody_else")
        self._ladder((1, None, "employee", employee))
        document = self._submitted()
        self.assertEqual(self._asked(document), employee)
        employee.work_contact_id = self.people["agent"].work_contact_id
        with self.assertRaises(UserError):
            document.with_user(user).action_approve()

    def test_any_hr_officer_but_not_on_the_own_document(self):
        self._ladder((1, None, "hr_officer"))
        self.assertEqual(self._asked(self._submitted()), self.people["hr"])
        document = self._submitted("hr")
        self.assertEqual(self._asked(document), self.people["gm"])
        second = self._create_role("hr2", "cs_base.group_hr_officer")
        self.assertEqual(self._asked(self._submitted()), self.people["hr"] | second)
        self.assertEqual(self._asked(self._submitted("hr")), second)

    def test_several_people_are_concerned(self):
        """Any of their supervisors decides."""
        self.people["agent2"].parent_id = self.people["hr"]
        self.patch(
            self.registry["test.cs.document"],
            "_decision_beneficiaries",
            lambda document: self.people["agent"] | self.people["agent2"],
        )
        document = self._submitted()
        self.assertEqual(
            self._asked(document), self.people["leader"] | self.people["hr"]
        )
        self._as("hr", document).action_approve()
        self.assertEqual(document.state, "approved")


@tagged("cs_base", "cs_base_decision")
class TestDeputy(DecisionCase):
    def test_first_and_last_day_count_where_the_company_works(self):
        self._deputy("leader", "agent2", "2026-03-10", "2026-03-11")
        document = self._submitted()
        deputy = self._as("agent2", document)
        # Shanghai is eight hours ahead of UTC.
        for moment, able in (
            ("2026-03-09 15:59:59", False),
            ("2026-03-09 16:00:00", True),
            ("2026-03-11 15:59:59", True),
            ("2026-03-11 16:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                deputy.invalidate_recordset()
                self.assertEqual(deputy.can_decide, able)
                if not able:
                    with self.assertRaises(AccessError):
                        deputy.action_approve()
        with freeze_time("2026-03-11 15:59:59"):
            deputy.action_approve()
        self.assertRecordValues(
            document.decision_ids,
            [
                {
                    "decider_id": self.people["agent2"].id,
                    "acting_for_id": self.people["leader"].id,
                    "user_id": self.users["agent2"].id,
                }
            ],
        )

    def test_the_person_represented_still_decides(self):
        self._deputy("leader", "agent2", "2000-01-01", "2999-12-31")
        document = self._submitted()
        self._as("leader", document).action_approve()
        self.assertFalse(document.decision_ids.acting_for_id)

    def test_a_concerned_deputy_does_not_decide(self):
        self._deputy("leader", "agent", "2000-01-01", "2999-12-31")
        document = self._submitted()
        self.assertFalse(self._as("agent", document).can_decide)
        with self.assertRaises(UserError):
            self._as("agent", document).action_approve()

    def test_only_for_the_kinds_named(self):
        other = self.env["cs.decision.kind"].create({"name": "O", "code": "other"})
        deputy = self._deputy(
            "leader",
            "agent2",
            "2000-01-01",
            "2999-12-31",
            kind_ids=[(6, 0, other.ids)],
        )
        document = self._submitted()
        self.assertFalse(self._as("agent2", document).can_decide)
        with self.assertRaises(AccessError):
            self._as("agent2", document).action_approve()
        document = self._submitted(kind="other")
        self.assertTrue(self._as("agent2", document).can_decide)
        self._as("leader", deputy).active = False
        self.env.invalidate_all()
        self.assertFalse(self._as("agent2", document).can_decide)

    def test_a_deputy_has_no_deputy_in_this(self):
        self._deputy("leader", "supervisor", "2000-01-01", "2999-12-31")
        self._deputy("supervisor", "agent2", "2000-01-01", "2999-12-31")
        document = self._submitted()
        self.assertFalse(self._as("agent2", document).can_decide)

    def test_who_names_deputies(self):
        Deputy = self.env["cs.deputy"]
        vals = {
            "principal_id": self.people["leader"].id,
            "deputy_id": self.people["agent2"].id,
            "date_from": "2026-03-10",
            "date_to": "2026-03-11",
        }
        for role in ("leader", "hr", "gm"):
            with self.subTest(role=role):
                self.assertTrue(self._as(role, Deputy).create(vals))
        for role in ("agent", "agent2", "supervisor", "payroll", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, Deputy).create(vals)

    @mute_logger("odoo.sql_db")
    def test_nobody_names_the_own_person(self):
        Deputy = self.env["cs.deputy"]
        dates = {"date_from": "2026-03-10", "date_to": "2026-03-11"}
        user, employee = self._second_self("hr", "hr_again")
        for deputy in (self.people["hr"], employee):
            with self.subTest(deputy=deputy.name), self.assertRaises(AccessError):
                self._as("hr", Deputy).create(
                    {
                        "principal_id": self.people["gm"].id,
                        "deputy_id": deputy.id,
                        **dates,
                    }
                )
        with self.assertRaises(ValidationError):
            self._as("gm", Deputy).create(
                {
                    "principal_id": self.people["hr"].id,
                    "deputy_id": employee.id,
                    **dates,
                }
            )

    def test_a_deputy_needs_a_user_and_dates_in_order(self):
        self.people["agent2"].user_id = False
        with self.assertRaises(ValidationError):
            self._deputy("leader", "agent2", "2026-03-10", "2026-03-11")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._deputy("leader", "agent", "2026-03-11", "2026-03-10")

    def test_what_was_named_stays(self):
        deputy = self._deputy("leader", "agent2", "2026-03-10", "2026-03-11")
        for vals in (
            {"deputy_id": self.people["agent"].id},
            {"principal_id": self.people["hr"].id},
            {"date_from": "2020-01-01"},
            {"kind_ids": [(5,)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                deputy.write(vals)
        deputy.date_to = "2026-03-10"
        with self.assertRaises(AccessError):
            deputy.unlink()
        with self.assertRaises(AccessError):
            self._as("agent2", deputy).date_to = "2999-01-01"
