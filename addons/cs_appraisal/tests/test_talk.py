from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .talk_case import NOW, TalkCase, make_appraisal, set_state


@tagged("cs_appraisal", "cs_appraisal_talk")
@freeze_time(NOW)
class TestTalk(TalkCase):
    """APP-08: plan interview, coaching notes, result interview."""

    def test_a_plan_interview_needs_goals(self):
        talk = self.talk(goal_ids=[])
        with self.assertRaisesRegex(UserError, "APP-08.*what, why"):
            talk.action_confirm()

    def test_other_talks_need_a_summary(self):
        talk = self.talk("note", summary=" ")
        with self.assertRaisesRegex(UserError, "summary"):
            talk.action_confirm()

    def test_not_held_in_the_future(self):
        talk = self.talk("note", held_on="2025-06-12")
        with self.assertRaisesRegex(UserError, "future"):
            talk.action_confirm()
        talk.held_on = "2025-06-11"
        talk.action_confirm()
        self.assertEqual(talk.state, "held")

    def test_stamps_are_the_servers(self):
        talk = self.held()
        self.assertEqual(str(talk.confirmed_at), NOW)
        self.assertEqual(talk.confirmed_by_id, self.users["leader"])
        for vals in ({"state": "held"}, {"noted_at": NOW}, {"comment": "Fine"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.talk("note", **vals)

    def test_state_by_context(self):
        Talk = self.env["cs.appraisal.talk"].with_context(
            default_state="held", default_noted_at=NOW
        )
        holder = self.people["leader"]
        talk = Talk.create({"appraisal_id": self.appraisal.id, "holder_id": holder.id})
        self.assertEqual((talk.state, talk.noted_at), ("draft", False))

    def test_what_was_held_is_kept(self):
        """From everybody, the superuser included."""
        talk = self.held()
        for one in (talk, talk.sudo(), talk.with_user(self.env.ref("base.user_root"))):
            for vals in (
                {"summary": "Else"},
                {"state": "draft"},
                {"goal_ids": [(5,)]},
                {"is_shared": True},
            ):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    one.write(vals)
            with self.assertRaises(UserError):
                one.unlink()
            with self.assertRaises(UserError):
                one.copy()
            with self.assertRaises(UserError):
                one.goal_ids.write({"name": "Slower"})
            with self.assertRaises(UserError):
                one.goal_ids.unlink()
            with self.assertRaises(UserError):
                one.action_confirm()

    def test_nothing_after_closing(self):
        draft = self.talk("note")
        set_state(self.appraisal, "closed")
        for act in (
            lambda: self.talk("note"),
            lambda: draft.write({"summary": "Late"}),
            draft.action_confirm,
            draft.unlink,
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                act()

    def test_result_interview_waits_for_the_result(self):
        talk = self.talk("result")
        for state in ("open", "calibration"):
            set_state(self.appraisal, state)
            with self.subTest(state), self.assertRaisesRegex(UserError, "given"):
                talk.action_confirm()
        set_state(self.appraisal, "released")
        talk.action_confirm()
        self.assertEqual(talk.state, "held")

    def test_an_interview_stays_with_its_appraisal(self):
        talk = self.talk("note")
        other = make_appraisal(self, "agent2")
        with self.assertRaisesRegex(UserError, "stays with"):
            talk.appraisal_id = other

    def test_who_may_hold(self):
        """The superior, or who leads people; neither a peer nor the person."""
        for role in ("agent", "agent2"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "cannot hold"):
                self.talk("note", holder_id=self.people[role].id)
        talk = self.talk("note", holder_id=self.people["leader2"].id)
        mine = self.by("leader2", talk)
        mine.write({"summary": "Held instead"})
        mine.action_confirm()
        self.assertEqual(talk.confirmed_by_id, self.users["leader2"])

    def test_noted_once_by_the_person(self):
        talk = self.held()
        for role in ("leader", "hr", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.by(role, talk).action_note()
        mine = self.by("agent", talk)
        self.assertTrue(mine.can_note)
        mine.action_note()
        self.assertEqual(str(talk.noted_at), NOW)
        with self.assertRaisesRegex(UserError, "already"):
            mine.action_note()

    def test_only_plan_interviews_are_noted(self):
        talk = self.held("note", is_shared=True)
        with self.assertRaisesRegex(UserError, "plan interview"):
            self.by("agent", talk).action_note()

    def test_comment_of_the_person_only(self):
        talk = self.held()
        self.by("agent", talk).write({"comment": "I can do that"})
        self.assertEqual(talk.comment, "I can do that")
        with self.assertRaises(UserError):
            talk.write({"comment": "She can do that"})
        for vals in ({"comment": "x", "summary": "y"}, {"summary": "y"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.by("agent", talk).write(vals)
        self.by("agent", talk).action_note()
        with self.assertRaises(UserError):
            self.by("agent", talk).write({"comment": "Later"})

    def test_nobody_writes_about_the_own_person(self):
        """Not even who is the own superior by a mistake in the data."""
        self.appraisal._kept_write({"superior_id": self.people["agent"].id})
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            self.talk("note", "agent", holder_id=self.people["leader"].id)

    def test_the_person_is_told_once(self):
        partner = self.users["agent"].partner_id
        domain = [("notified_partner_ids", "=", partner.id)]
        self.held()
        self.held("note", is_shared=True)
        found = self.env["mail.message"].search(domain)
        self.assertEqual(len(found), 1)
        self.assertIn("Plan interview", found.subject)


@tagged("cs_appraisal", "cs_appraisal_talk")
@freeze_time(NOW)
class TestSignature(TalkCase):
    """APP-08: the person signs the result, once, after it was given."""

    def sign(self, role="agent", *words):
        return self.by(role, self.appraisal).action_sign(*words)

    def test_only_after_release(self):
        for state in ("left_out", "open", "calibration", "closed"):
            set_state(self.appraisal, state)
            with self.subTest(state), self.assertRaisesRegex(UserError, "APP-08"):
                self.sign()
        set_state(self.appraisal, "released")
        self.sign()
        self.assertEqual(self.appraisal.state, "signed")

    def test_stamps(self):
        set_state(self.appraisal, "released")
        self.sign("agent", " I see it otherwise ")
        signature = self.appraisal.signature_ids
        self.assertEqual(signature.comment, "I see it otherwise")
        self.assertFalse(signature.is_agreed)
        self.assertEqual(str(signature.signed_at), NOW)
        self.assertEqual(signature.user_id, self.users["agent"])

    def test_once(self):
        set_state(self.appraisal, "released")
        self.sign()
        self.assertTrue(self.appraisal.signature_ids.is_agreed)
        with self.assertRaisesRegex(UserError, "already"):
            self.sign()
        set_state(self.appraisal, "released")
        with self.assertRaisesRegex(UserError, "already"):
            self.sign()

    def test_nobody_else(self):
        set_state(self.appraisal, "released")
        for role in ("agent2", "leader", "supervisor", "hr", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.sign(role)

    def test_kept(self):
        set_state(self.appraisal, "released")
        self.sign()
        signature = self.appraisal.signature_ids
        for act in (
            lambda: signature.write({"comment": "x"}),
            signature.unlink,
            signature.copy,
            lambda: signature.create({"appraisal_id": self.appraisal.id}),
        ):
            with self.assertRaises(UserError):
                act()

    def test_form(self):
        set_state(self.appraisal, "released")
        talk = self.held("result")
        mine = self.by("agent", talk)
        self.assertTrue(mine.can_sign)
        self.assertFalse(talk.can_sign)
        action = mine.action_sign_result()
        Form = self.env[action["res_model"]].with_user(self.users["agent"])
        form = Form.with_context(**action["context"]).create({"stance": "comment"})
        with self.assertRaisesRegex(UserError, "comment"):
            form.action_confirm()
        form.comment = "Noted"
        form.action_confirm()
        self.assertEqual(talk.sign_comment, "Noted")
        self.assertFalse(mine.can_sign)
