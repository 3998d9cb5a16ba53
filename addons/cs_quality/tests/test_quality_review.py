from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .quality_case import AFTER, QualityCase


@tagged("cs_quality", "cs_quality_review")
class TestQualityReview(QualityCase):
    """Marks become a score with its reasons, told and appealed (HD-32)."""

    def test_words_propose_and_show_their_place(self):
        review = self.review(said=["<p>That is <b>NOT my job</b>.</p>", "Thank you!"])
        self.assertEqual(review.line_ids.mapped("proposal"), ["pass", "fail", False])
        self.assertFalse(any(review.line_ids.mapped("outcome")), "a person judges")
        insult = review.hit_ids.filtered(lambda one: one.kind == "forbidden")
        self.assertEqual(insult.word, "not my job")
        self.assertIn("【NOT my job】", insult.excerpt)
        page = review.with_user(review.reviewer_id.user_id).conversation
        self.assertIn(">NOT my job</b>", page)

    def test_only_what_the_agent_wrote_to_the_customer(self):
        ticket = self.closed()
        for author, subtype in (
            (self.users["agent"].partner_id, "mail.mt_note"),
            (self.users["leader"].partner_id, "mail.mt_comment"),
        ):
            ticket.message_post(
                body="not my job",
                author_id=author.id,
                message_type="comment",
                subtype_xmlid=subtype,
            )
        ticket.message_post(
            body="not my job",
            author_id=self.users["agent"].partner_id.id,
            message_type="email_outgoing",
            subtype_xmlid="mail.mt_comment",
        )
        review = self.draw().review_ids
        self.assertFalse(review.hit_ids)
        self.assertEqual(review.line_ids.mapped("proposal"), ["fail", "pass", False])

    def test_hostile_text_is_escaped(self):
        review = self.review(said=["<script>not my job</script>"])
        page = review.with_user(review.reviewer_id.user_id).conversation
        self.assertNotIn("<script>", page)
        self.assertIn("&lt;script&gt;", page)

    def test_boundaries_of_the_score(self):
        """40 + 20 + 40 × points/5; 80 passes, 79.99 does not exist: 76 does not."""
        cases = (
            (("pass", "pass", "5"), 100, True, False),
            (("pass", "pass", "3"), 84, True, False),
            (("pass", "pass", "2"), 76, False, False),
            (("fail", "pass", "0"), 20, False, False),
            (("pass", "fail", "5"), 0, False, True),
            (("pass", "na", "5"), 100, True, False),
            (("pass", "na", "3"), 80, True, False),
            (("na", "na", "4"), 80, True, False),
            (("fail", "na", "4"), 40, False, False),
        )
        self.card._decision_write({"sample_count": len(cases)})
        for _case in cases:
            self.closed()
        reviews = self.draw().review_ids
        for review, (marks, score, passed, out) in zip(reviews, cases, strict=True):
            with self.subTest(marks):
                self.finish(review, *marks)
                self.assertEqual(review.score, score)
                self.assertEqual(review.is_passed, passed)
                self.assertEqual(review.is_knocked_out, out)
                if not out:
                    gained = sum(review.line_ids.mapped("gained"))
                    self.assertAlmostEqual(gained, score, 2)

    def test_what_is_missing_is_said(self):
        review = self.review()
        mine = review.with_user(review.reviewer_id.user_id)
        with self.assertRaisesRegex(UserError, "Polite.*no mark"):
            mine.action_finish()
        self.mark(review, "pass", "pass", "3")
        for line, bad in ((mine.line_ids[0], "fail"), (mine.line_ids[2], "2")):
            name = "outcome" if line.kind == "check" else "points"
            before = line[name]
            line.write({name: bad, "remark": " "})
            with self.subTest(bad), self.assertRaisesRegex(UserError, "remark"):
                mine.action_finish()
            line.write({name: before})
        mine.line_ids.write({"remark": False})
        with self.at(AFTER):
            mine.action_finish()
        self.assertEqual(review.score, 84)

    def test_nothing_applies(self):
        mine = self.mark(self.review(), "na", "na", "na")
        with self.assertRaisesRegex(UserError, "HD-32"):
            mine.action_finish()
        self.assertEqual(mine.state, "open")

    def test_it_says_why(self):
        """ALL-01: rule, policy, parameters, every item with its weight."""
        review = self.finish(self.review(), "fail", "na", "4")
        told = review.with_user(self.users["agent"]).get_explanation()
        self.assertEqual({one["rule"]["code"] for one in told["reasons"]}, {"HD-32"})
        whole, polite, insult, solved = (one["sentence"] for one in told["reasons"])
        self.assertIn("40 of 100", whole)
        self.assertIn("Polite: 0 of 5, which is 0 of 50 points. Said so", polite)
        self.assertIn("No insult: does not apply", insult)
        self.assertIn("Solved: 4 of 5, which is 40 of 50 points", solved)
        self.assertEqual(told["reasons"][0]["policy"]["name"], self.card.display_name)
        self.assertEqual(told["reasons"][0]["params"][0]["value"], "80")
        self.assertEqual(told["verdict"], "Not passed")

    def test_the_form_of_the_reviewer(self):
        review = self.review()
        mine = review.with_user(review.reviewer_id.user_id)
        with Form(mine) as form:
            form.note = "Well done"
            for place, (name, mark) in enumerate(
                (("outcome", "pass"), ("outcome", "pass"), ("points", "5"))
            ):
                with form.line_ids.edit(place) as line:
                    setattr(line, name, mark)
        with self.at(AFTER):
            mine.action_finish()
        self.assertEqual(review.score, 100)
        self.assertEqual(review.note, "Well done")

    def test_a_finished_review_stays(self):
        review = self.finish(self.review(), "pass", "pass", "5")
        mine = review.with_user(review.reviewer_id.user_id)
        for change in (
            lambda: mine.write({"note": "Other"}),
            lambda: mine.line_ids[0].write({"outcome": "fail"}),
            mine.action_finish,
            lambda: mine.write({"score": 1}),
            lambda: mine.line_ids.write({"gained": 1}),
            lambda: review.write({"state": "open"}),
            review.unlink,
            review.line_ids.unlink,
            review.copy,
        ):
            with self.assertRaisesRegex(UserError, "HD-32"):
                change()
        self.assertEqual(review.score, 100)

    def test_only_the_reviewer_marks(self):
        review = self.review()
        other = (self.people["inspector"] | self.people["inspector2"]) - (
            review.reviewer_id
        )
        for user in (other.user_id, *map(self.users.get, ("agent", "leader", "hr"))):
            with self.subTest(user.login), self.assertRaises(AccessError):
                review.with_user(user).action_finish()
            with self.assertRaises(AccessError):
                review.line_ids.with_user(user).write({"outcome": "pass"})
        with self.assertRaises(AccessError):
            review.line_ids.write({"outcome": "pass"})

    def test_hr_hands_it_on_when_the_reviewer_is_away(self):
        review = self.review()
        first = review.reviewer_id
        mine = self.mark(review, "pass", "pass", "5")
        mine.note = "Well done"
        for role in ("agent", "leader", "supervisor", "gm", "inspector", "inspector2"):
            with self.subTest(role), self.assertRaises(AccessError):
                review.with_user(self.users[role]).action_hand_on()
        review.with_user(self.users["hr"]).action_hand_on()
        self.assertIn(review.reviewer_id.user_id, self.inspectors() - first.user_id)
        self.assertFalse(any(review.line_ids.mapped("outcome")))
        self.assertFalse(any(review.line_ids.mapped("remark")) or review.note)
        with self.assertRaises(AccessError):
            mine.action_finish()
        self.finish(review, "pass", "pass", "5")
        with self.assertRaisesRegex(UserError, "finished"):
            review.with_user(self.users["hr"]).action_hand_on()

    def test_it_is_not_handed_to_the_other_of_two(self):
        self.card._decision_write({"double_percent": 100})
        self.closed()
        main = self.draw().review_ids.filtered(lambda one: one.kind == "main")
        before = main.reviewer_id
        with self.assertRaisesRegex(UserError, "nobody else"):
            main.with_user(self.users["hr"]).action_hand_on()
        self.assertEqual(main.reviewer_id, before)

    def inspectors(self):
        return self.users["inspector"] | self.users["inspector2"]

    def test_the_person_is_told_by_nobody_in_particular(self):
        review = self.finish(self.review(), "pass", "pass", "5")
        message = self.env["mail.message"].search(
            [("model", "=", review._name), ("res_id", "=", review.id)]
        )
        self.assertEqual(message.partner_ids, self.users["agent"].partner_id)
        self.assertEqual(message.author_id, self.env.ref("base.partner_root"))
        self.assertIn("100", message.body)
        mine = review.with_user(self.users["agent"])
        self.assertEqual(mine.write_uid, self.env.ref("base.user_root"))
        self.assertEqual(review.line_ids.write_uid, self.env.ref("base.user_root"))

    # Calibration

    def pair(self):
        self.card._decision_write({"double_percent": 100})
        reviews = self.review()
        second = reviews.filtered("pair_id")
        return second.pair_id, second

    def test_two_reviewers_and_their_difference(self):
        first, second = self.pair()
        self.assertEqual(second.ticket_id, first.ticket_id)
        self.assertNotEqual(second.reviewer_id, first.reviewer_id)
        self.finish(second, "pass", "pass", "3")
        self.assertTrue(first.is_blind)
        self.assertEqual(second.difference, 0)
        self.finish(first, "pass", "pass", "4")
        self.assertFalse(first.is_blind or second.is_blind)
        self.assertEqual(first.difference, 8)
        self.assertEqual(second.difference, 8)

    def test_neither_sees_the_other(self):
        first, second = self.pair()
        self.finish(second, "pass", "pass", "3")
        mine = first.with_user(first.reviewer_id.user_id)
        self.assertEqual(mine.search([]), first)
        with self.assertRaises(AccessError):
            second.with_user(first.reviewer_id.user_id).read(["score"])
        leader = first.with_user(self.users["leader"])
        self.assertFalse(leader.search([]))
        self.finish(first, "pass", "pass", "4")
        self.assertEqual(leader.search([]), first | second)
        self.assertEqual(first.with_user(self.users["agent"]).search([]), first)

    # Appeals

    def test_an_upheld_appeal_makes_it_void(self):
        """ALL-02: somebody else decides; it counts nowhere, and is not drawn again."""
        first, second = self.pair()
        self.finish(first, "fail", "pass", "4")
        self.finish(second, "pass", "pass", "4")
        agent = self.users["agent"]
        with self.at(AFTER):
            self.assertTrue(first.with_user(agent).can_appeal)
            first.with_user(agent).action_appeal()
            appeal = self.env["cs.appeal"].with_user(agent)
            appeal = appeal.create(
                {"res_model": first._name, "res_id": first.id, "claim": "I was polite."}
            )
            appeal.action_submit()
            with self.assertRaises(UserError):
                appeal.with_user(first.reviewer_id.user_id).action_approve("No")
            appeal.with_user(self.users["hr"]).action_approve("The record shows it")
        self.assertEqual((first | second).mapped("state"), ["void", "void"])

    def test_only_the_person_appeals_in_time(self):
        review = self.finish(self.review(), "fail", "pass", "4")
        with self.at(AFTER):
            for role in ("agent2", "leader", "hr"):
                self.assertFalse(review.with_user(self.users[role]).can_appeal)
        deadline = review.appeal_deadline
        mine = review.with_user(self.users["agent"])
        with freeze_time(deadline):
            mine.invalidate_recordset(["can_appeal"])
            self.assertTrue(mine.can_appeal)
