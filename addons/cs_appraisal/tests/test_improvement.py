from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .talk_case import NOW, TalkCase, make_appraisal


@tagged("cs_appraisal", "cs_improvement")
@freeze_time(NOW)
class TestImprovement(TalkCase):
    """APP-08: improvement plans, from the draft to the result."""

    def test_place_follows_from_the_person(self):
        plan = self.plan()
        self.assertEqual(plan.superior_id, self.people["leader"])
        self.assertEqual(plan.department_id, self.group_one)
        self.assertEqual(plan.company_id, self.company)

    def test_appraisal_of_somebody_else(self):
        other = make_appraisal(self, "agent2")
        with self.assertRaises(ValidationError):
            self.plan(appraisal_id=other.id)
        self.assertEqual(
            self.plan(appraisal_id=self.appraisal.id).superior_id,
            self.people["leader"],
        )

    def test_needs_an_action(self):
        plan = self.plan(action_ids=[])
        with self.assertRaisesRegex(UserError, "action"):
            plan.action_offer()

    def test_from_draft_to_running(self):
        plan = self.plan()
        with self.assertRaisesRegex(UserError, "being prepared|Being prepared"):
            plan.action_ask_end()
        plan.action_offer()
        with self.assertRaises(UserError):
            plan.reason = "Else"
        plan.action_take_back()
        plan.reason = "Else"
        plan.action_offer()
        for role in ("leader", "hr", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.by(role, plan).action_agree()
        self.by("agent", plan).action_agree()
        self.assertEqual((plan.state, str(plan.agreed_at)), ("running", NOW))
        with self.assertRaises(UserError):
            self.by("agent", plan).action_agree()
        with self.assertRaises(UserError):
            plan.action_take_back()

    def test_begins_on_its_first_day(self):
        plan = self.running(date_from="2025-06-12")
        self.assertEqual(plan.state, "agreed")
        plan._cron_watch()
        self.assertEqual(plan.state, "agreed")
        with freeze_time("2025-06-11 16:00:00"):  # 12 June 00:00 in Shanghai
            plan._cron_watch()
        self.assertEqual(plan.state, "running")

    def test_frozen_once_offered(self):
        plan = self.running().sudo()
        action, followup = plan.action_ids[0], plan.followup_ids
        for act in (
            lambda: plan.write({"date_to": "2026-01-01"}),
            lambda: plan.write({"state": "ended"}),
            lambda: plan.write({"action_ids": [(5,)]}),
            lambda: action.write({"state": "done"}),
            lambda: action.write({"name": "Easier"}),
            lambda: followup.write({"note": "Fine"}),
            action.unlink,
            plan.unlink,
            plan.copy,
        ):
            with self.assertRaises(UserError):
                act()

    def test_stamps_are_not_entered(self):
        for vals in (
            {"state": "ended"},
            {"result": "reached"},
            {"agreed_at": NOW},
            {"superior_id": self.people["agent2"].id},
            {"action_ids": [(0, 0, {"name": "x", "due_on": NOW, "state": "done"})]},
            {"followup_ids": [(0, 0, {"due_on": NOW, "held_at": NOW})]},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.plan(**vals)

    def test_action_reported_and_accepted(self):
        plan = self.running()
        action = plan.action_ids[0]
        mine = self.by("agent", action)
        for act in (mine.action_accept, mine.action_reopen, mine.action_ask_drop):
            with self.assertRaises(AccessError):
                act()
        mine.action_report()
        self.assertEqual(action.state, "reported")
        with self.assertRaises(UserError):
            mine.action_report()
        action.action_reopen()
        mine.action_report()
        action.action_accept()
        self.assertEqual(action.state, "done")
        with self.assertRaises(UserError):
            action.action_accept()
        with self.assertRaises(AccessError):
            action.action_report()

    def word(self, action, role="leader", **vals):
        Word = self.env[action["res_model"]].with_user(self.users[role])
        form = Word.with_context(**action["context"]).create(vals)
        return form.action_confirm()

    def test_dropped_with_a_reason(self):
        action = self.running().action_ids[0]
        with self.assertRaisesRegex(UserError, "reason"):
            self.word(action.action_ask_drop())
        self.word(action.action_ask_drop(), note="Tool is gone")
        self.assertEqual((action.state, action.note), ("dropped", "Tool is gone"))

    def test_followup(self):
        followup = self.running().followup_ids
        with self.assertRaisesRegex(UserError, "found"):
            self.word(followup.action_ask_hold(), note=" ")
        self.word(followup.action_ask_hold(), note="On the way")
        self.assertEqual(str(followup.held_at), NOW)
        self.assertEqual(followup.held_by_id, self.users["leader"])
        with self.assertRaisesRegex(UserError, "already"):
            followup._hold("Again")

    def test_reached_needs_nothing_open(self):
        plan = self.running()
        with self.assertRaisesRegex(UserError, "open"):
            self.word(plan.action_ask_end(), result="reached")
        plan.action_ids.action_accept()
        self.word(plan.action_ask_end(), result="reached")
        self.assertEqual((plan.state, plan.result), ("ended", "reached"))
        self.assertEqual(plan.ended_by_id, self.users["leader"])
        with self.assertRaises(UserError):
            plan.action_ask_end()

    def test_missed_needs_a_reason(self):
        plan = self.running()
        with self.assertRaisesRegex(UserError, "reason"):
            self.word(plan.action_ask_end(), result="missed")
        self.word(plan.action_ask_end(), result="missed", note="No change")
        self.assertEqual((plan.result, plan.result_note), ("missed", "No change"))

    def test_extended_is_continued(self):
        plan = self.running()
        plan.action_ids[0].action_accept()
        end = {"result": "extended", "note": "Was ill"}
        with self.assertRaisesRegex(UserError, "after the present"):
            self.word(plan.action_ask_end(), **end, extended_to="2025-07-31")
        opened = self.word(plan.action_ask_end(), **end, extended_to="2025-08-01")
        following = plan.browse(opened["res_id"])
        self.assertEqual(following.previous_id, plan)
        self.assertEqual(following.state, "draft")
        self.assertEqual(following.reason, "Was ill")
        self.assertEqual(following.action_ids.mapped("name"), ["Listen in"])
        self.assertEqual(following.date_to, date(2025, 8, 1))

    def test_nobody_decides_on_the_own_plan(self):
        self.people["agent"].parent_id = self.people["agent"]
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            self.plan("agent")

    def test_days_in_order(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.plan(date_to="2025-06-10")


@tagged("cs_appraisal", "cs_improvement")
class TestImprovementReminder(TalkCase):
    """APP-08: person and superior are reminded once, in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = {role: cls.users[role].partner_id for role in cls.users}

    def setUp(self):
        super().setUp()
        with freeze_time(NOW):
            self.running_plan = self.running()

    def digests(self, moment):
        """Bodies that the cron sends at a moment, by role."""
        Message = self.env["mail.message"]
        last = Message.search([], order="id desc", limit=1).id
        with freeze_time(moment):
            self.env["cs.improvement.plan"]._cron_watch()
        self.env.flush_all()
        return {
            role: found.mapped("body")
            for role, partner in self.partners.items()
            if (
                found := Message.search(
                    [("id", ">", last), ("notified_partner_ids", "=", partner.id)]
                )
            )
        }

    def test_exact_day_and_once(self):
        """Two days before 20 June: nothing on the 17th, one digest on the 18th."""
        self.assertEqual(self.digests("2025-06-17 06:00:00"), {})
        told = self.digests("2025-06-18 02:00:00")
        self.assertEqual(set(told), {"agent", "leader"})
        self.assertIn("Snippets", told["agent"][0])
        self.assertEqual(self.digests("2025-06-18 03:00:00"), {})
        self.assertEqual(self.digests("2025-06-23 03:00:00"), {})

    def test_one_digest_of_all(self):
        told = self.digests("2025-06-30 02:00:00")
        self.assertEqual([len(bodies) for bodies in told.values()], [1, 1])
        self.assertIn("Snippets", told["leader"][0])
        self.assertIn("Follow-up", told["leader"][0])
        self.assertNotIn("Listen in", told["leader"][0])

    def test_working_hours_only(self):
        self.assertEqual(self.digests("2025-06-18 15:00:00"), {})  # 23:00
        self.assertEqual(set(self.digests("2025-06-19 02:00:00")), {"agent", "leader"})

    def test_not_of_what_is_done(self):
        with freeze_time(NOW):
            self.running_plan.action_ids.action_accept()
        self.assertEqual(self.digests("2025-06-19 02:00:00"), {})

    def test_days_of_the_policy(self):
        policy = self.env["cs.appraisal.policy"].create(
            {
                "name": "Rules",
                "company_id": self.company.id,
                "date_from": "2025-01-01",
                "improvement_warn_days": 0,
            }
        )
        policy._decision_write({"state": "approved"})
        self.assertEqual(self.digests("2025-06-19 02:00:00"), {})
        self.assertEqual(set(self.digests("2025-06-20 02:00:00")), {"agent", "leader"})

    def test_words_are_escaped(self):
        with freeze_time(NOW):
            plan = self.plan(
                action_ids=[(0, 0, {"name": "<script>x</script>", "due_on": NOW[:10]})]
            )
            plan.action_offer()
            self.by("agent", plan).action_agree()
        told = self.digests("2025-06-12 02:00:00")
        self.assertNotIn("<script>", told["agent"][0])
