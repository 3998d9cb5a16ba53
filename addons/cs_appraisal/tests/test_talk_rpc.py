from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .talk_case import TODAY, TalkCase, make_appraisal, set_state

TALK = "cs.appraisal.talk"
PLAN = "cs.improvement.plan"
OUTSIDE = ("agent2", "leader2", "payroll")
READERS = ("leader", "supervisor", "hr", "gm")
NOBODY = ("admin", "customer")


class OutsideCase(RpcMixin, TalkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"

    def found(self, role, model, *domain):
        own = [("company_id", "=", self.company.id)]
        return set(self._rpc(role, model, "search", [*own, *domain]))

    def ids(self, role, model, parent, ids):
        return set(self._rpc(role, model, "search", [(parent, "in", ids)]))


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_talk")
class TestTalkRpc(OutsideCase):
    """Who reads and does what with interviews, from outside (APP-08, TRUST.md)."""

    def setUp(self):
        super().setUp()
        self.plan_talk = self.held()
        self.shared = self.held("note", is_shared=True)
        self.private = self.held("note")
        self.drafted = self.talk("plan")
        self.result = self.talk("result")
        self.all = self.plan_talk | self.shared | self.private
        self.all |= self.drafted | self.result

    def test_who_reads(self):
        for role in READERS:
            with self.subTest(role):
                self.assertEqual(self.found(role, TALK), set(self.all.ids))
        for role in OUTSIDE:
            with self.subTest(role):
                self.assertEqual(self.found(role, TALK), set())
                self._refused(role, TALK, "read", self.plan_talk.ids, ["summary"])
                self.assertFalse(
                    self.ids(role, f"{TALK}.goal", "talk_id", self.all.ids)
                )
        for role in NOBODY:
            with self.subTest(role):
                self._refused(role, TALK, "search", [])
                self._refused(role, f"{TALK}.goal", "search", [])
                self._refused(role, "cs.appraisal.signature", "search", [])

    def test_what_the_person_reads(self):
        """The result interview only once it was given."""
        known = set((self.plan_talk | self.shared).ids)
        self.assertEqual(self.found("agent", TALK), known)
        self.assertEqual(
            self.ids("agent", f"{TALK}.goal", "talk_id", self.all.ids),
            set(self.plan_talk.goal_ids.ids),
        )
        for hidden in (self.private, self.drafted, self.result):
            self._refused("agent", TALK, "read", hidden.ids, ["summary"])
        set_state(self.appraisal, "released")
        self.assertEqual(self.found("agent", TALK), known, "not held yet")
        self.result.action_confirm()
        known |= set(self.result.ids)
        for state in ("released", "signed", "closed"):
            set_state(self.appraisal, state)
            self.assertEqual(self.found("agent", TALK), known)
        set_state(self.appraisal, "calibration")
        self.assertNotIn(self.result.id, self.found("agent", TALK))

    def test_who_writes(self):
        values = {"appraisal_id": self.appraisal.id, "held_on": str(TODAY)}
        for role in ("agent", *OUTSIDE, "supervisor", "hr", "gm", "admin"):
            with self.subTest(role):
                mine = values | {"holder_id": self.people["leader"].id}
                self._refused(role, TALK, "create", [mine])
                own = values | {"holder_id": self.people[role].id}
                self._refused(role, TALK, "create", [own])
                for ids in (self.drafted.ids, self.plan_talk.ids):
                    self._refused(role, TALK, "write", ids, {"summary": "x"})
                    self._refused(role, TALK, "write", ids, {"state": "held"})
                    self._refused(role, TALK, "unlink", ids)
                    self._refused(role, TALK, "copy", ids)
                    self._refused(role, TALK, "action_confirm", ids)
                goal = {"talk_id": self.drafted.id, "name": "x", "why": "x"}
                goal |= {"measured": "x"}
                self._refused(role, f"{TALK}.goal", "create", [goal])
                goals = self.drafted.goal_ids.ids
                self._refused(role, f"{TALK}.goal", "write", goals, {"name": "x"})
        for method in ("_decision_write", "_tell_person", "_kept_create"):
            self._refused("leader", TALK, method, self.drafted.ids)

    def test_a_goal_is_not_moved_away(self):
        """Nor into an interview that somebody else prepares."""
        other = make_appraisal(self, "leader2")
        talk = self.talk("plan", "supervisor", appraisal_id=other.id)
        goals = self.drafted.goal_ids.ids
        self._refused("leader", f"{TALK}.goal", "write", goals, {"talk_id": talk.id})
        self._rpc("leader", TALK, "write", self.drafted.ids, {"summary": "Mine"})

    def test_the_person_notes_and_comments(self):
        ids = self.plan_talk.ids
        self.assertTrue(self._rpc("agent", TALK, "write", ids, {"comment": "Fine"}))
        for role in ("agent2", "leader", "hr", "gm"):
            self._refused(role, TALK, "action_note", ids)
            self._refused(role, TALK, "write", ids, {"comment": "x"})
        self.assertTrue(self._rpc("agent", TALK, "action_note", ids))
        self._refused("agent", TALK, "action_note", ids)
        self._refused("agent", TALK, "write", ids, {"comment": "Else"})
        self._refused("agent", TALK, "write", ids, {"noted_at": False})

    def test_a_leader_about_the_own_person(self):
        """The leader's own interviews: read as everybody reads the own ones."""
        own = make_appraisal(self, "leader")
        secret = self.talk("note", "supervisor", appraisal_id=own.id)
        secret.action_confirm()
        self.assertNotIn(secret.id, self.found("leader", TALK))
        self.assertIn(secret.id, self.found("supervisor", TALK))
        values = {"appraisal_id": own.id, "holder_id": self.people["leader2"].id}
        self._refused("leader", TALK, "create", [values])

    def test_signing(self):
        ids = self.appraisal.ids
        self._refused("agent", "cs.appraisal", "action_sign", ids)
        set_state(self.appraisal, "released")
        for role in ("agent2", *READERS, *NOBODY):
            with self.subTest(role):
                self._refused(role, "cs.appraisal", "action_sign", ids)
                self._refused(role, "cs.appraisal", "action_open_sign", ids)
        self.assertTrue(self._rpc("agent", "cs.appraisal", "action_sign", ids, "So"))
        self._refused("agent", "cs.appraisal", "action_sign", ids)
        signature = "cs.appraisal.signature"
        [known] = self._rpc("agent", signature, "search", [])
        for role in ("agent", *READERS):
            with self.subTest(role):
                self.assertEqual(self._rpc(role, signature, "search", []), [known])
                self._refused(role, signature, "write", [known], {"comment": "x"})
                self._refused(role, signature, "unlink", [known])
                self._refused(role, signature, "create", [{"appraisal_id": ids[0]}])
        for role in OUTSIDE:
            self.assertEqual(self._rpc(role, signature, "search", []), [])

    def test_a_form_of_somebody_else(self):
        Sign = "cs.appraisal.sign"
        set_state(self.appraisal, "released")
        [form] = self._rpc(
            "agent", Sign, "create", [{"appraisal_id": self.appraisal.id}]
        )
        self._refused("leader", Sign, "action_confirm", [form])
        self._refused("leader", Sign, "read", [form], ["comment"])
        [other] = self._rpc(
            "leader", Sign, "create", [{"appraisal_id": self.appraisal.id}]
        )
        self._refused("leader", Sign, "action_confirm", [other])
        self._rpc("agent", Sign, "action_confirm", [form])
        self.assertEqual(self.appraisal.state, "signed")


@tagged("post_install", "-at_install", "cs_appraisal", "cs_improvement")
class TestImprovementRpc(OutsideCase):
    """Who reads and does what with improvement plans, from outside (APP-08)."""

    def rows(self, role, plan):
        return [
            len(self.ids(role, f"cs.improvement.{name}", "plan_id", plan.ids))
            for name in ("action", "followup")
        ]

    def test_who_reads(self):
        plan = self.plan()
        for step in ("draft", "offered", "running"):
            if step == "offered":
                plan.action_offer()
            elif step == "running":
                self.by("agent", plan).action_agree()
            person = 0 if step == "draft" else 1
            seen = dict.fromkeys(READERS, 1) | dict.fromkeys(OUTSIDE, 0)
            for role, number in (seen | {"agent": person}).items():
                with self.subTest(step=step, role=role):
                    self.assertEqual(len(self.found(role, PLAN)), number)
                    self.assertEqual(self.rows(role, plan), [2 * number, number])
        for role in NOBODY:
            for name in ("plan", "action", "followup"):
                self._refused(role, f"cs.improvement.{name}", "search", [])

    def test_who_writes(self):
        plan = self.plan()
        values = {
            "employee_id": self.people["agent"].id,
            "reason": "x",
            "date_to": "2025-12-31",
        }
        for role in ("agent", *OUTSIDE, "supervisor", "hr", "gm", "admin"):
            with self.subTest(role):
                self._refused(role, PLAN, "create", [values])
                self._refused(role, PLAN, "write", plan.ids, {"reason": "x"})
                self._refused(role, PLAN, "unlink", plan.ids)
                for method in ("action_offer", "action_ask_end", "action_take_back"):
                    self._refused(role, PLAN, method, plan.ids)
                rows = {
                    "action": {"name": "x", "due_on": "2025-07-01"},
                    "followup": {"due_on": "2025-07-01"},
                }
                for name, row in rows.items():
                    model = f"cs.improvement.{name}"
                    ids = plan[f"{name}_ids"].ids
                    self._refused(role, model, "create", [row | {"plan_id": plan.id}])
                    self._refused(role, model, "write", ids, {"due_on": "2025-07-01"})
                    self._refused(role, model, "unlink", ids)
        self._refused("leader", PLAN, "_end", plan.ids, "reached", "")

    def test_the_person_agrees_and_reports_only(self):
        plan = self.plan()
        self._refused("agent", PLAN, "action_agree", plan.ids)
        plan.action_offer()
        self._refused("agent2", PLAN, "action_agree", plan.ids)
        self._rpc("agent", PLAN, "action_agree", plan.ids)
        action = plan.action_ids[0].ids
        model = "cs.improvement.action"
        for role in ("agent2", *READERS):
            self._refused(role, model, "action_report", action)
        self._rpc("agent", model, "action_report", action)
        for role in ("agent", "supervisor", "hr", "gm", "leader2"):
            for method in ("action_accept", "action_reopen", "action_ask_drop"):
                with self.subTest(role=role, method=method):
                    self._refused(role, model, method, action)
            followup = plan.followup_ids.ids
            self._refused(role, "cs.improvement.followup", "action_ask_hold", followup)
        self._rpc("leader", model, "action_accept", action)

    def test_a_leader_about_the_own_plan(self):
        own = self.plan("supervisor", employee_id=self.people["leader"].id)
        self.assertNotIn(own.id, self.found("leader", PLAN))
        own.action_offer()
        self.assertIn(own.id, self.found("leader", PLAN))
        self._refused("leader", PLAN, "action_take_back", own.ids)
        self._rpc("leader", PLAN, "action_agree", own.ids)
        self._refused("leader", PLAN, "action_ask_end", own.ids)
        self._refused(
            "leader", "cs.improvement.action", "action_accept", own.action_ids.ids
        )

    def test_a_row_is_not_moved_away(self):
        mine = self.plan()
        other = self.plan("supervisor", employee_id=self.people["leader2"].id)
        self._refused(
            "leader",
            "cs.improvement.action",
            "write",
            mine.action_ids.ids,
            {"plan_id": other.id},
        )
