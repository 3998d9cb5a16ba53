from odoo.tests import tagged
from odoo.tools import mute_logger

from .appraisal_pages import AppraisalPages
from .browser import DESKTOP, PHONE
from .common import DemoCase
from .ticket_pages import shows

WHY_FIVE = "每天复盘，带新人从不推脱。"
WHY_MOVED = "大促期间连续支援夜班，咨询量未计入本人。"
CLAIM = "有三天在做新品培训，咨询量不应按满月计。"
REPLY = "经核对，培训三天属实，等级予以更正。"
#: who rated 林佳禾 as her subordinates
SUBORDINATES = ("周沐阳", "陈思凝")


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestAppraisalJourney(AppraisalPages, DemoCase):
    """A month's cycle: rated, moved, given, appealed, signed (APP-01 to APP-08)."""

    def setUp(self):
        super().setUp()
        self.cycle = self.env.ref("cs_appraisal.cycle_1_demo")
        policy = self.appraisal("agent").policy_id
        self.grades = policy.grade_ids.sorted("score_from", reverse=True)
        self.env.flush_all()

    def appraisal(self, login):
        user = self.user(login)
        return self.cycle.appraisal_ids.filtered(
            lambda one: one.employee_id.user_id == user
        )

    def result(self, login):
        return self.env["cs.appraisal.result"].search(
            [("appraisal_id", "=", self.appraisal(login).id)]
        )

    def reread(self):
        self.env.invalidate_all()
        return self.cycle

    # Ratings (APP-04, APP-05)

    def rate_the_leader(self, page):
        rater = self.env["cs.appraisal.rater"].search(
            [
                ("appraisal_id", "=", self.appraisal("leader").id),
                ("employee_id.user_id", "=", self.user("agent").id),
            ]
        )
        self.assertEqual((rater.group, rater.state), ("subordinate", "asked"))
        self.open(page, "my-ratings", ".cs_rt_person")
        self.look(page, "ratings")
        self.press_text(page, ".cs_rt_person", "林佳禾")
        page.wait("document.querySelector('.cs_rt_item')")
        page.settle()
        self.look(page, "form")
        self.tap_scores(page)
        page.click(".cs_rt_foot button[name=submit]")
        page.wait("document.activeElement.closest('.cs_rt_item.cs_rt_open textarea')")
        page.settle()
        self.look(page, "refused")
        self.reread()
        self.assertEqual(rater.state, "asked")
        self.write_reason(page, WHY_FIVE)
        self.look(page, "complete")
        page.click(".cs_rt_foot button[name=submit]")
        page.wait("!document.querySelector('.cs_rt_foot')")
        page.settle()
        self.look(page, "given")
        self.reread()
        self.assertEqual(rater.state, "done")

    def end_ratings(self, page):
        self.open(page, f"appraisal-cycles/{self.cycle.id}", ".o_form_view")
        self.look(page, "cycle_open")
        self.press(page, "action_end_ratings")
        page.wait("document.querySelector('.modal footer .btn-primary')")
        self.look(page, "confirm")
        page.click(".modal footer .btn-primary")
        page.wait("document.querySelector('[name=computed_at]')")
        page.settle()
        self.look(page, "calibration")
        self.assertEqual(self.reread().state, "calibration")
        results = self.env["cs.appraisal.result"].search(
            [("cycle_id", "=", self.cycle.id)]
        )
        self.assertEqual(results.appraisal_id, self.in_it())
        self.assertTrue(self.result("leader").is_scored)

    def in_it(self):
        return self.cycle.appraisal_ids.filtered(lambda one: one.state != "left_out")

    # Calibration (APP-08)

    def calibrate(self, page):
        """The supervisor moves one of her people; not without a reason."""
        mine = self.result("agent")
        before, score = mine.grade_id, mine.score
        better = self.grades[self.grades.ids.index(before.id) - 1]
        self.open(page, f"appraisal-board/{self.cycle.id}", ".cs_ab_card")
        self.look(page, "board")
        self.move_card(page, "周沐阳", better.name)
        with mute_logger("odoo.http"):
            page.click(".modal button[name=confirm]")
            page.wait("document.querySelector('.modal [role=alert]')")
        self.look(page, "no_reason")
        self.reread()
        self.assertEqual(mine.grade_id, before)
        page.type(".modal textarea[name=reason]", WHY_MOVED)
        page.click(".modal button[name=confirm]")
        page.wait("!document.querySelector('.modal')")
        page.wait(shows(f"按得分为 {before.name}", ".cs_ab_was"))
        page.settle()
        self.look(page, "moved")
        self.reread()
        self.assertEqual((mine.grade_id, mine.score), (better, score))
        self.assertEqual(mine.computed_grade_id, before)
        self.assertEqual(mine.sudo().shift_ids.reason, WHY_MOVED)

    def submit(self, page):
        self.open(page, f"appraisal-cycles/{self.cycle.id}", ".o_form_view")
        self.press(page, "action_submit")
        page.wait("document.querySelector('[name=prepared_by_id]')")
        page.settle()
        self.look(page, "submitted")
        self.assertEqual(self.reread().release_state, "submitted")

    def release(self, page):
        self.open(page, f"appraisal-cycles/{self.cycle.id}", ".o_form_view")
        self.press(page, "action_approve")
        page.wait("document.querySelector('[name=released_at]')")
        page.settle()
        self.look(page, "released")
        self.assertEqual(self.reread().state, "released")

    # What the person sees, appeals and signs (ALL-01, ALL-02)

    def read_and_appeal(self, page):
        mine = self.result("agent")
        self.open(page, "my-appraisal", ".cs_ma_number")
        self.look(page, "mine")
        for text in (mine.score_text, mine.grade_id.name, str(mine.rank_of)):
            self.assertTrue(page.run(shows(text, ".cs_ma_score")), text)
        lines = page.run("document.querySelectorAll('.cs_ma_line').length")
        self.assertEqual(lines, len(mine.line_ids))
        page.click(".cs_ma_line")
        page.wait("document.querySelector('.cs_explanation .cs_explanation_rule')")
        page.settle()
        self.look(page, "reason")
        page.click(".cs_explanation button[name=close]")
        page.wait("!document.querySelector('.cs_explanation')")
        page.leave()
        page.click(".cs_ma_score button[name=appeal]")
        page.wait("document.querySelector('[name=claim] textarea')")
        page.settle()
        page.type("[name=claim] textarea", CLAIM)
        self.look(page, "claim")
        self.press(page, "action_submit")
        page.wait("document.querySelector('[name=filed_at]')")
        page.settle()
        self.look(page, "filed")
        self.reread()
        appeal = mine.appeal_ids
        self.assertEqual((appeal.state, appeal.claim), ("submitted", CLAIM))

    def decide(self, page, then):
        """The supervisor above, then HR: each with a reply."""
        mine = self.result("agent")
        self.open(page, f"appeals/{mine.appeal_ids.id}", ".o_form_view")
        self.look(page, "appeal")
        self.press_labelled(page, "同意")
        page.wait("document.querySelector('.modal [name=reason] textarea')")
        page.type(".modal [name=reason] textarea", REPLY)
        self.look(page, "reply")
        page.click(".modal footer button[name=action_confirm]")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "decided")
        self.reread()
        self.assertEqual(mine.appeal_ids.state, then)

    def give_the_grade(self, page):
        """What the appeal asked for and no figure can say, as a difference."""
        mine = self.result("agent")
        self.assertEqual(mine.appeal_ids.reply, REPLY)
        self.open(page, f"appraisal-results/{mine.id}", ".o_form_view")
        self.press_labelled(page, "调整等级")
        page.wait("document.querySelector('.modal [name=grade_id] input')")
        page.settle()
        best = self.grades[0]
        self.pick(page, ".modal [name=grade_id] input", best.name)
        page.type(".modal [name=reason] textarea", REPLY)
        self.look(page, "new_grade")
        page.click(".modal footer button[name=action_confirm]")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "difference")
        self.reread()
        self.assertEqual(mine.current_grade_id, best)
        self.assertNotEqual(mine.grade_id, best)

    def see_difference(self, page):
        self.open(page, "my-appraisal", ".cs_ma_number")
        new = self.result("agent").current_grade_id.name
        self.assertTrue(page.run(shows(new, ".cs_ma_number")))
        self.look(page, "differs")

    def sign(self, page):
        self.open(page, "my-appraisal", ".cs_ma_number")
        page.click(".cs_ma_score button[name=sign]")
        page.wait("document.querySelector('.modal button[name=action_confirm]')")
        page.settle()
        self.look(page, "sign")
        page.click(".modal button[name=action_confirm]")
        page.wait("!document.querySelector('.modal')")
        page.wait("!document.querySelector('.cs_ma_score button[name=sign]')")
        page.settle()
        self.look(page, "signed")
        self.reread()
        self.assertEqual(self.appraisal("agent2").state, "signed")

    def names_nobody(self, page):
        """The leader reads averages, and of no subordinate (APP-05)."""
        own = self.result("leader")
        self.open(page, "my-appraisal", ".cs_ma_number")
        self.assertTrue(page.run(shows(own.score_text, ".cs_ma_score")))
        self.look(page, "leader")
        page.click(".cs_ma_line")
        page.wait("document.querySelector('.cs_explanation .cs_explanation_rule')")
        page.settle()
        self.look(page, "leader_reason")
        self.tells_nobody(page)
        self.open(page, f"appraisal-results/{own.id}", ".o_form_view")
        self.look(page, "leader_result")
        self.tells_nobody(page)

    def tells_nobody(self, page):
        text = page.run("document.body.innerText")
        for secret in (*SUBORDINATES, WHY_FIVE):
            self.assertNotIn(secret, text)

    def walk(self, size, name):
        self.size, self.journey = size, name
        self.is_phone = size == PHONE
        with self.as_person("agent") as page:
            self.rate_the_leader(page)
        with self.as_person("hr") as page:
            self.end_ratings(page)
        with self.as_person("supervisor") as page:
            self.calibrate(page)
        with self.as_person("hr") as page:
            self.submit(page)
        with self.as_person("gm") as page:
            self.release(page)
        with self.as_person("agent") as page:
            self.read_and_appeal(page)
        with self.as_person("supervisor") as page:
            self.decide(page, "submitted")
        with self.as_person("hr") as page:
            self.decide(page, "accepted")
            self.give_the_grade(page)
        with self.as_person("agent") as page:
            self.see_difference(page)
        with self.as_person("agent2") as page:
            self.sign(page)
        with self.as_person("leader") as page:
            self.names_nobody(page)

    def test_at_the_desk(self):
        self.walk(DESKTOP, "appraisal_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "appraisal_phone")
