from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .quality_case import QualityCase

REVIEW = "cs.quality.review"


@tagged("cs_quality", "cs_quality_access")
class TestQualityAccess(QualityCase):
    """Who reads what (HD-32, TRUST.md): role × (open, finished, of others)."""

    def test_matrix(self):
        open_one = self.review()
        both = {"open", "finished"}
        expected = {
            "agent": {"finished"},
            "agent2": set(),
            "leader": {"finished"},
            "supervisor": {"finished"},
            "hr": both,
            "gm": both,
            "payroll": set(),
            "admin": set(),
        }
        for state in ("open", "finished"):
            for role, states in expected.items():
                with self.subTest(role=role, state=state):
                    seen = self._seen(role, open_one)
                    self.assertEqual(seen, {True} if state in states else {False})
            if state == "open":
                self.finish(open_one, "pass", "pass", "5")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def _seen(self, role, review):
        """Whether review, marks and words are read, asked in both ways."""
        user, seen = self.users[role], set()
        for records in (review, review.line_ids):
            records = records.with_user(user)
            seen.add(records._filtered_access("read") == records)
            if records.has_access("read"):
                found = records.search([("id", "in", records.ids)])
                seen.add(len(found) == len(records))
        return seen

    def test_the_person_does_not_learn_who(self):
        review = self.finish(self.review(), "pass", "pass", "5")
        mine = review.with_user(self.users["agent"])
        self.assertEqual(mine.read(["score"])[0]["score"], 100)
        for name in ("reviewer_id", "draw_id", "pair_id", "difference"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
            with self.assertRaises(AccessError):
                mine.search([(name, "=", 1)])
        with self.assertRaises(AccessError):
            review.draw_id.with_user(self.users["agent"]).read(["seed"])

    def test_the_reviewer_reads_the_ticket_and_no_other(self):
        ticket, other = self.closed(), self.ticket()
        review = self.draw().review_ids
        user = review.reviewer_id.user_id
        self.assertTrue(ticket.with_user(user).has_access("read"))
        self.assertFalse(ticket.with_user(user).has_access("write"))
        self.assertFalse(other.with_user(user).has_access("read"))
        self.assertFalse(review.with_user(self.users["hr"]).conversation)

    def test_an_own_review_is_not_read_as_management(self):
        """Not even HR reads an open review about oneself."""
        review = self.review()
        review._kept_write({"employee_id": self.people["hr"].id})
        self.assertFalse(review.with_user(self.users["hr"]).has_access("read"))
        self.assertTrue(review.with_user(self.users["gm"]).has_access("read"))

    def test_another_company(self):
        review = self.finish(self.review(), "pass", "pass", "5")
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.users["hr"].copy(
            {
                "login": "elsewhere",
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
            }
        )
        there = review.with_user(stranger).with_context(allowed_company_ids=company.ids)
        self.assertFalse(there.has_access("read"))


@tagged("cs_quality", "cs_quality_rpc", "post_install", "-at_install")
class TestQualityRpc(RpcMixin, QualityCase):
    """The same from outside."""

    def test_nothing_is_forged(self):
        review = self.review()
        reviewer = review.reviewer_id.user_id.login.removeprefix("cs_")
        [line] = review.line_ids[:1]
        for role in ("agent", "leader", "hr", "gm", "admin", reviewer):
            for model, method, *args in (
                (REVIEW, "create", {"ticket_id": review.ticket_id.id}),
                (REVIEW, "write", review.ids, {"score": 100, "state": "done"}),
                (REVIEW, "write", review.ids, {"reviewer_id": 1}),
                (REVIEW, "write", review.ids, {"line_ids": [[2, line.id]]}),
                (REVIEW, "write", review.ids, {"line_ids": [[0, 0, {"name": "x"}]]}),
                (REVIEW, "unlink", review.ids),
                (REVIEW, "copy", review.ids),
                ("cs.quality.review.line", "write", line.ids, {"gained": 100}),
                ("cs.quality.review.line", "write", line.ids, {"weight": 100}),
                ("cs.quality.hit", "create", {"review_id": review.id}),
                ("cs.quality.draw", "write", review.draw_id.ids, {"seed": "x"}),
                ("cs.quality.draw", "unlink", review.draw_id.ids),
            ):
                with self.subTest(role=role, model=model, method=method, args=args):
                    self._refused(role, model, method, *args)
        self.env.invalidate_all()
        self.assertEqual(review.state, "open")
        self.assertEqual(len(review.line_ids), 3)

    def test_the_reviewer_marks_and_finishes(self):
        review = self.review()
        reviewer = review.reviewer_id.user_id.login.removeprefix("cs_")
        names = ("outcome", "outcome", "points")
        marks = dict(
            zip(
                review.line_ids.ids,
                zip(names, ("pass", "pass", "5"), strict=True),
                strict=True,
            )
        )
        commands = [[1, key, {name: mark}] for key, (name, mark) in marks.items()]
        self._refused("agent", REVIEW, "action_finish", review.ids)
        self._rpc(reviewer, REVIEW, "write", review.ids, {"line_ids": commands})
        self._rpc(reviewer, REVIEW, "action_finish", review.ids)
        self._refused(reviewer, REVIEW, "action_finish", review.ids)
        self.env.invalidate_all()
        self.assertEqual(review.score, 100)
