from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .idea_case import IDEA, NOW, IdeaCase

EVERYBODY = ("agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm")


@tagged("cs_incentive", "cs_staff_idea")
@freeze_time(NOW)
class TestStaffIdeaAccess(IdeaCase):
    """INC-14, TRUST.md: who reads, who decides, and that nobody writes past it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_who_reads")
        cls.draft = case.idea("agent", submit=False)
        cls.open = case.idea("agent")
        cls.led = case.idea("leader")
        cls.good = case.adopted("agent2")

    def test_who_reads(self):
        """Drafts are the author's; what carries out is agent2's own here."""
        submitted = self.open | self.led | self.good
        for role, expected in {
            "agent": self.draft | self.open,
            "agent2": self.good,
            "leader": submitted,
            "supervisor": submitted,
            "hr": submitted,
            "payroll": self.env[IDEA],
            "gm": submitted,
        }.items():
            with self.subTest(role):
                found = self.as_(role, IDEA).search([]).with_env(self.env)
                self.assertEqual(found, found & expected)
                self.assertEqual(len(found), len(expected))
        for role in ("admin",):
            with self.assertRaises(AccessError):
                self.as_(role, IDEA).search([])

    def test_everybody_reads_what_was_adopted(self):
        """Without points, reasons and files."""
        Practice = self.env["cs.good.practice"]
        for role in EVERYBODY:
            with self.subTest(role):
                good = self.as_(role, Practice).search([])
                self.assertEqual(good.ids, self.good.ids)
                self.assertEqual(good.proposal, "One template")
                self.assertEqual(good.employee_id.display_name, "agent2")
                with self.assertRaises(AccessError):
                    good.write({"name": "x"})
        hidden = {"score", "creativity", "reason", "file_ids", "decided_by_id"}
        self.assertFalse(hidden & Practice._fields.keys())
        with self.assertRaises(AccessError):
            self.as_("agent", self.good).read(["score"])

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "cs_far_hr",
            "cs_base.group_hr_officer,cs_base.group_general_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        far = self.env(user=user, context={"allowed_company_ids": other.ids})
        self.assertFalse(far[IDEA].search([]))
        self.assertFalse(far["cs.good.practice"].search([]))
        with self.assertRaises(AccessError):
            far[IDEA].browse(self.open.id).action_judge()
        with self.assertRaises(UserError, msg="no employee there"):
            far[IDEA].create(
                {"name": "x", "problem": "x", "proposal": "x", "expected": "x"}
            )

    def test_nobody_decides_on_the_own(self):
        """The leader's is decided by the supervisor; others are not asked at all."""
        for role in ("agent", "leader", "hr", "payroll", "agent2"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.judge(self.led, role)
        for role in ("agent", "agent2", "supervisor", "hr"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.judge(self.open, role)
        self.judge(self.led, "supervisor")
        self.assertEqual(self.led.state, "adopted")

    def test_nothing_is_adopted_in_passing(self):
        """Neither from the document nor from the list of decisions, nor by import."""
        leader = self.as_("leader", self.open)
        with self.assertRaises(UserError):
            leader.action_approve("fine")
        with self.assertRaises(UserError):
            leader.decision_request_id.action_approve("fine")
        self.assertEqual(self.open.state, "submitted")

    def test_nobody_writes_state_or_points(self):
        values = {
            "state": "adopted",
            "score": 100,
            "creativity": 100,
            "counts_on": "2025-06-01",
            "employee_id": self.people["agent2"].id,
            "held_on": "2025-06-01",
            "responsible_id": self.people["agent2"].id,
            "is_reopened": True,
        }
        for name, value in values.items():
            for role in ("agent", "leader", "gm", None):
                draft = self.as_(role, self.draft) if role else self.draft.sudo()
                with self.subTest(name, role=role), self.assertRaises(UserError):
                    draft.with_context(tracking_disable=True).write({name: value})
            texts = {"name": "x", "problem": "x", "proposal": "x", "expected": "x"}
            with self.subTest(name), self.assertRaises(UserError):
                self.as_("agent", IDEA).create(texts | {name: value})
        forged = {f"default_{name}": value for name, value in values.items()}
        idea = self.as_("agent", IDEA).with_context(**forged).create(texts)
        self.assertEqual((idea.state, idea.score), ("draft", 0))
        self.assertEqual(idea.employee_id, self.people["agent"])

    def test_submitted_is_kept(self):
        for role in ("agent", "leader", "hr", "gm", None):
            one = self.as_(role, self.open) if role else self.open.sudo()
            with self.subTest(role):
                with self.assertRaises(UserError):
                    one.write({"proposal": "x"})
                with self.assertRaises(UserError):
                    one.unlink()
        agent = self.as_("agent", self.open)
        agent.action_withdraw()
        agent.write({"proposal": "Better"})
        with self.assertRaises(UserError, msg="it was submitted once"):
            agent.unlink()
        self.as_("agent", self.draft).unlink()

    def test_text_from_outside(self):
        idea = self.idea(submit=False, name="=1+1 <script>\0", problem="007\0")
        self.assertEqual((idea.name, idea.problem), ("=1+1 <script>", "007"))
        for name, most in (("name", 200), ("proposal", 5000)):
            self.idea(submit=False, **{name: "x" * most})
            with self.subTest(name), self.assertRaises(UserError):
                self.idea(submit=False, **{name: "x" * (most + 1)})
