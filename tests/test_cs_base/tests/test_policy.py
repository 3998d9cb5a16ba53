from datetime import date

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .policy_common import PolicyCase


@tagged("cs_base", "cs_base_policy")
@freeze_time("2025-06-15 04:00")
class TestPolicy(PolicyCase):
    def assertDays(self, policy, state, date_from, date_to):
        self.assertEqual(
            [policy.state, str(policy.date_from), str(policy.date_to or "")],
            [state, date_from, date_to or ""],
        )

    def test_general_manager_approves(self):
        policy = self._proposed(date_from="2025-07-01")
        self.assertEqual(policy.state, "proposed")
        request = policy.decision_request_id
        self.assertEqual(request.pending_decider_ids, self.people["gm"])
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "admin"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._as(role, policy).action_approve()
        self._as("gm", policy).action_approve()
        self.assertDays(policy, "approved", "2025-07-01", False)
        self.assertEqual(policy.decision_ids.user_id, self.users["gm"])

    def test_no_ladder_moves_the_approval_of_a_policy(self):
        """ALL-07: whatever the kind of document, the general manager decides."""
        [step] = self._proposed().decision_request_id.steps
        self.assertEqual(step["decider"], "general_manager")

    def test_successor_ends_its_predecessor(self):
        first = self._approved("2025-01-01")
        second = self._approved("2025-07-01")
        self.assertDays(first, "superseded", "2025-01-01", "2025-06-30")
        self.assertDays(second, "approved", "2025-07-01", False)

    def test_inserted_before_an_approved_later_one(self):
        first = self._approved("2025-01-01")
        third = self._approved("2026-01-01")
        second = self._approved("2025-07-01")
        self.assertDays(first, "superseded", "2025-01-01", "2025-06-30")
        self.assertDays(second, "superseded", "2025-07-01", "2025-12-31")
        self.assertDays(third, "approved", "2026-01-01", False)

    def test_before_everything_and_one_day_long(self):
        second = self._approved("2025-07-02")
        first = self._approved("2025-07-01")
        self.assertDays(first, "superseded", "2025-07-01", "2025-07-01")
        self.assertDays(second, "approved", "2025-07-02", False)

    def test_other_scopes_are_left_alone(self):
        scopes = [
            {},
            {"department_id": self.department.id},
            {"department_id": self.group_one.id},
            {"job_id": self.job.id},
            {"department_id": self.group_one.id, "job_id": self.job.id},
        ]
        policies = [self._approved("2025-07-01", **scope) for scope in scopes]
        for policy in policies:
            self.assertDays(policy, "approved", "2025-07-01", False)

    def test_same_first_day_is_refused_at_proposal_and_at_approval(self):
        waiting = self._proposed(date_from="2025-07-01")
        self._approved("2025-07-01", name="Sooner")
        with self.assertRefused("Sooner 2025-07-01 is approved"):
            self._proposed(date_from="2025-07-01")
        with self.assertRefused("choose another first day"):
            self._as("gm", waiting).action_approve()
        self.assertEqual(waiting.state, "proposed")

    def test_changes_shown_to_the_general_manager_are_those_approved(self):
        waiting = self._proposed(date_from="2025-08-01")
        self._approved("2025-07-01")
        with self.assertRefused("return it to be proposed again"):
            self._as("gm", waiting).action_approve()
        self._as("gm", waiting).action_return("see the new rules of July")
        self._as("hr", waiting).action_submit()
        self._as("gm", waiting).action_approve()
        self.assertDays(waiting, "approved", "2025-08-01", False)

    def _close(self, month):
        self.env.cr.execute(
            "INSERT INTO cs_period (company_id, month, state, closed_at, closed_by_id,"
            " protocol, turn) VALUES (%s, %s, 'closed', now(), %s, '{}', 0)",
            [self.company.id, month, self.users["gm"].id],
        )
        self.env.invalidate_all()

    def test_first_day_in_a_closed_month(self):
        """ALL-05: refused at proposal, and at approval when closed meanwhile."""
        waiting = self._proposed(date_from="2025-05-31")
        self._close("2025-05-01")
        with self.assertRefused("closed.*ALL-05.*on 06/01/2025 or later"):
            self._proposed(date_from="2025-05-31")
        with self.assertRefused("closed.*ALL-05.*on 06/01/2025 or later"):
            self._as("gm", waiting).action_approve()
        self.assertEqual(waiting.state, "proposed")
        policy = self._approved("2025-06-01")
        self.assertDays(policy, "approved", "2025-06-01", False)

    def test_the_closed_month_of_another_company(self):
        self._close("2025-05-01")
        other = self.env["res.company"].create({"name": "Other"})
        policy = self._draft()
        policy.sudo().write({"company_id": other.id, "date_from": "2025-05-31"})
        policy._policy_check_first_day()

    def test_refused_goes_back_to_draft(self):
        policy = self._proposed()
        self._as("gm", policy).action_refuse("too strict")
        self.assertEqual(policy.state, "draft")
        self._as("hr", policy).write({"grace": 10})

    def test_taking_back_reopens_the_predecessor(self):
        first = self._approved("2025-01-01")
        second = self._approved("2025-06-16")
        self.assertTrue(self._as("hr", second).can_take_back)
        self._as("hr", second).action_take_back()
        self.assertDays(second, "approved", "2025-06-16", False)
        self.assertTrue(second.is_taking_back)
        self._as("gm", second).action_approve()
        self.assertDays(second, "withdrawn", "2025-06-16", False)
        self.assertDays(first, "approved", "2025-01-01", False)
        decision = second.decision_ids[0]
        self.assertEqual(decision.state_from, "approved")
        self.assertEqual(decision.state_to, "withdrawn")

    def test_taking_back_one_in_the_middle(self):
        first = self._approved("2025-01-01")
        second = self._approved("2025-07-01")
        third = self._approved("2026-01-01")
        self._as("hr", second).action_take_back()
        self._as("gm", second).action_approve()
        self.assertDays(first, "superseded", "2025-01-01", "2025-12-31")
        self.assertDays(third, "approved", "2026-01-01", False)

    def test_refusing_or_withdrawing_to_take_back_changes_nothing(self):
        first = self._approved("2025-01-01")
        second = self._approved("2025-07-01")
        self._as("hr", second).action_take_back()
        self._as("gm", second).action_refuse("it is needed")
        self.assertDays(second, "approved", "2025-07-01", False)
        self._as("hr", second).action_take_back()
        self._as("hr", second).action_withdraw()
        self.assertFalse(second.is_taking_back)
        self.assertDays(second, "approved", "2025-07-01", False)
        self.assertDays(first, "superseded", "2025-01-01", "2025-06-30")

    def test_what_has_begun_is_not_taken_back(self):
        policy = self._approved("2025-06-15")
        self.assertFalse(self._as("hr", policy).can_take_back)
        with self.assertRefused("propose a new version"):
            self._as("hr", policy).action_take_back()
        upcoming = self._approved("2025-06-16")
        self._as("hr", upcoming).action_take_back()
        # Noon in Shanghai; the day there begins at 16:00 UTC.
        with freeze_time("2025-06-15 16:00"), self.assertRefused("in force since"):
            self._as("gm", upcoming).action_approve()
        self.assertDays(upcoming, "approved", "2025-06-16", False)

    def test_a_draft_is_not_taken_back(self):
        with self.assertRefused("nothing to take back"):
            self._as("hr", self._draft()).action_take_back()

    def test_new_version_is_a_draft_with_its_tables(self):
        bands = [Command.create({"name": "A", "low": 90})]
        policy = self._approved("2025-01-01", grace=7, band_ids=bands)
        action = self._as("supervisor", policy).action_new_version()
        copy = self.Policy.browse(action["res_id"])
        self.assertRecordValues(
            copy, [{"state": "draft", "grace": 7, "date_to": False, "name": "Rules"}]
        )
        self.assertEqual(str(copy.date_from), "2025-07-01")
        self.assertRecordValues(copy.band_ids, [{"name": "A", "low": 90}])
        self.assertFalse(copy.decision_ids)

    def test_phase_follows_the_companys_day(self):
        ended = self._approved("2025-01-01")
        current = self._approved("2025-06-15")
        upcoming = self._approved("2025-06-16")
        policies = ended | current | upcoming | self._draft() | self._proposed()
        self.assertEqual(
            policies.mapped("phase"),
            ["ended", "in_force", "upcoming", "draft", "proposed"],
        )
        with freeze_time("2025-06-15 16:00"):
            policies.invalidate_recordset(["phase"])
            self.assertEqual(
                policies.with_context(tz="America/New_York").mapped("phase")[:3],
                ["ended", "ended", "in_force"],
            )

    def test_policies_of_several_kinds_stand_side_by_side(self):
        Keyed = self.env["test.cs.policy.keyed"].with_user(self.users["hr"])
        vals = {"name": "Rules", "date_from": "2025-07-01"}
        found = Keyed
        for kind in ("a", "b"):
            policy = Keyed.create({**vals, "kind": kind})
            policy.action_submit()
            self._as("gm", policy).action_approve()
            found |= policy
        self.assertEqual(found.mapped("state"), ["approved", "approved"])
        with self.assertRefused("for the same scope"):
            Keyed.create({**vals, "kind": "b"}).action_submit()
        agent = self.people["agent"]
        for kind, policy in zip("ab", found, strict=True):
            self.assertEqual(
                Keyed._policy_on(agent, date(2025, 7, 1), kind=kind), {agent.id: policy}
            )

    def test_database_refuses_two_policies_on_one_day(self):
        self._approved("2025-01-01")
        self._approved("2025-07-01")
        for change in (
            "date_to = NULL WHERE date_from = '2025-01-01'",
            "date_to = '2025-07-01' WHERE date_from = '2025-01-01'",
            "date_from = '2025-06-30' WHERE date_from = '2025-07-01'",
        ):
            with (
                self.subTest(change),
                mute_logger("odoo.sql_db"),
                self.assertRaises(ExclusionViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    "UPDATE test_cs_policy SET "
                    f"{change} AND company_id = {self.company.id}"
                )

    def _policy_models(self):
        mixin = self.registry["cs.policy.mixin"]
        for model in self.registry.values():
            if issubclass(model, mixin) and not model._abstract:
                yield model

    def test_every_policy_is_compared_with_its_own_kind(self):
        for model in self._policy_models():
            previous = model._fields["previous_id"].comodel_name
            self.assertEqual(previous, model._name)

    def test_every_policy_table_has_its_constraints(self):
        tables = {model._table for model in self._policy_models()}
        self.assertIn("test_cs_policy", tables)
        self.env.cr.execute(
            "SELECT conrelid::regclass::text || substr(conname, length("
            "conrelid::regclass::text) + 1) FROM pg_constraint WHERE contype IN "
            "('x', 'c')"
        )
        found = {name for (name,) in self.env.cr.fetchall()}
        for table in tables:
            self.assertIn(f"{table}_scope_excl", found)
            self.assertIn(f"{table}_days_in_order", found)
