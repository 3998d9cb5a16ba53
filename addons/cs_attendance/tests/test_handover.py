from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .day_case import DAY, DayCase, at

CLEAR = {
    "incident_open": "no",
    "equipment_moving": "no",
    "preparation_missing": "no",
    "relief_unfit": "no",
}
BLOCKERS = {
    "incident": {"incident_open": "yes"},
    "equipment": {"equipment_moving": "yes"},
    "preparation": {"preparation_missing": "yes"},
    "unfit": {"relief_unfit": "yes"},
    "unanswered": {"incident_open": False},
    "urgent item": {
        "item_ids": [(0, 0, {"name": "Fire", "is_urgent": True, "result": "Burns"})]
    },
    "no result": {"item_ids": [(0, 0, {"name": "Call back"})]},
}


class HandoverCase(DayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = cls.env["cs.shared.item"].create(
            {"name": "Keys", "company_id": cls.company.id, "quantity": 3}
        )

    def _handover(self, counted=3, **vals):
        """A handover from agent to agent2 with everything counted."""
        handover = (
            self.env["cs.handover"]
            .with_user(self.users["agent"])
            .create({"relief_id": self.agent2.id, "date": DAY, **CLEAR, **vals})
        )
        if counted is not None:
            handover.count_ids.write({"counted": counted, "is_counted": True})
        return handover

    def _as(self, role, record):
        return record.with_user(self.users[role])


@tagged("post_install", "-at_install", "cs_attendance", "cs_handover")
class TestHandover(HandoverCase):
    """ATT-14 as the people themselves."""

    def _sign_both(self, handover, moment=None):
        with freeze_time(moment or fields.Datetime.now()):
            self._as("agent", handover).action_sign()
            self._as("agent2", handover).action_accept()

    def test_both_sign_in_order(self):
        handover = self._handover()
        with self.assertRaises(UserError):
            self._as("agent2", handover).action_accept()
        self._sign_both(handover)
        self.assertEqual(handover.state, "signed")
        self.assertTrue(handover.outgoing_signed_at and handover.relief_signed_at)

    def test_nobody_signs_for_somebody_else(self):
        handover = self._handover()
        for role in ("agent2", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, handover).action_sign()
        self._as("agent", handover).action_sign()
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, handover).action_accept()

    def test_each_blocker_stops_the_signature(self):
        for name, vals in BLOCKERS.items():
            with self.subTest(name):
                handover = self._handover(**vals)
                with self.assertRaisesRegex(UserError, "ATT-14"):
                    handover.action_sign()
                handover.unlink()

    def test_shared_items_are_counted_or_explained(self):
        handover = self._handover(counted=None)
        with self.assertRaisesRegex(UserError, "not counted"):
            handover.action_sign()
        handover.count_ids.write({"counted": 2, "is_counted": True})
        self.assertEqual(handover.count_ids.difference, -1)
        with self.assertRaisesRegex(UserError, "not explained"):
            handover.action_sign()
        handover.count_ids.note = "One is at the locksmith's"
        self._sign_both(handover)
        following = self._handover(date=DAY + timedelta(days=1))
        self.assertEqual(following.count_ids.expected, 2)

    def test_a_substitute_takes_over_from_an_unfit_relief(self):
        handover = self._handover(
            relief_unfit="yes", substitute_id=self.people["leader"].id
        )
        handover.action_sign()
        with self.assertRaises(UserError):
            self._as("agent2", handover).action_accept()
        self._as("leader", handover).action_accept()
        self.assertEqual(handover.state, "signed")

    def test_the_database_refuses_a_signature_over_a_blocker(self):
        handover = self._handover(incident_open="yes")
        self.env.flush_all()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE cs_handover SET state = 'signed',"
                    " outgoing_signed_at = now(), relief_signed_at = now()"
                    " WHERE id = %s",
                    handover.id,
                )
            )

    def test_after_a_signature_nothing_changes(self):
        handover = self._handover(item_ids=[(0, 0, {"name": "A", "result": "B"})])
        handover.action_sign()
        for act in (
            lambda: handover.write({"instructions": "Other"}),
            lambda: handover.item_ids.write({"result": "Other"}),
            lambda: handover.item_ids.unlink(),
            lambda: handover.count_ids.write({"counted": 9}),
            lambda: handover.write({"item_ids": [(0, 0, {"name": "New"})]}),
            lambda: handover.unlink(),
        ):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            handover.item_ids.create({"handover_id": handover.id, "name": "New"})

    def test_a_shared_item_renamed_later_was_counted_as_it_was(self):
        handover = self._handover()
        self._sign_both(handover)
        self.keys.write({"name": "Phones", "quantity": 9})
        handover.count_ids.invalidate_recordset()
        count = handover.count_ids
        self.assertEqual((count.item_name, count.expected), ("Keys", 3))

    def test_the_relief_gives_it_back(self):
        handover = self._handover()
        handover.action_sign()
        agent2 = self._as("agent2", handover)
        for nothing in ("", "  ", None):
            with self.assertRaises(UserError):
                agent2.action_give_back(nothing)
        asked = agent2.action_ask_give_back()
        dialog = agent2.env[asked["res_model"]].with_context(asked["context"])
        dialog.create({"reason": "The keys are missing"}).action_confirm()
        self.assertEqual(handover.state, "draft")
        self.assertFalse(handover.outgoing_signed_at)
        handover.instructions = "Complete now"
        handover.action_sign()
        agent2.action_give_back("The forms too")
        newest, first = handover.return_reason.split("\n")
        self.assertRegex(newest, r"^\d{4}-\d\d-\d\d \d\d:\d\d .*: The forms too$")
        self.assertTrue(first.endswith("The keys are missing"))
        self._sign_both(handover)
        with self.assertRaises(UserError):
            self._as("agent2", handover).action_give_back("Too late")

    def _told(self, role, since):
        """Subjects of the messages to somebody about handovers."""
        found = self.env["mail.message"].search(
            [
                ("id", ">", since),
                ("model", "=", "cs.handover"),
                ("partner_ids", "in", self.users[role].partner_id.ids),
            ]
        )
        return found.mapped("subject")

    def test_each_is_told_once(self):
        last = self.env["mail.message"].search([], limit=1, order="id desc").id
        handover = self._handover()
        handover.action_sign()
        self.assertEqual(len(self._told("agent2", last)), 1)
        self.assertFalse(self._told("agent", last))
        self._as("agent2", handover).action_give_back("The keys are missing")
        self.assertEqual(len(self._told("agent", last)), 1)
        self._sign_both(handover)
        self.assertEqual(len(self._told("agent2", last)), 2)
        self.assertEqual(len(self._told("agent", last)), 1)

    def test_it_is_in_my_month_of_who_has_to_act(self):
        def titles(role):
            month = self.env["cs.attendance.my.month"].with_user(self.users[role])
            rows = month.with_company(self.company).get_month()["todo"]
            return [row["title"] for row in rows if row["key"].startswith("handover")]

        handover = self._handover()
        self.assertFalse(titles("agent2"))
        handover.action_sign()
        self.assertEqual(len(titles("agent2")), 1)
        self._as("agent2", handover).action_give_back("The keys are missing")
        self.assertFalse(titles("agent2"))
        self.assertEqual(len(titles("agent")), 1)
        self._sign_both(handover)
        self.assertFalse(titles("agent") + titles("agent2"))

    def test_one_handover_a_person_and_day(self):
        self._handover()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._handover()

    def test_open_items_of_two_people_go_on(self):
        """Two people hand over to one: the items of both are taken up, once."""
        own = {"relief_id": self.agent2.id, "date": DAY, **CLEAR}
        for role in ("agent", "leader"):
            item = (0, 0, {"name": f"Of {role}", "result": "Waits"})
            handover = (
                self.env["cs.handover"]
                .with_user(self.users[role])
                .create({**own, "item_ids": [item]})
            )
            handover.count_ids.write({"counted": 3, "is_counted": True})
            handover.action_sign()
            self._as("agent2", handover).action_accept()
        create = self.env["cs.handover"].with_user(self.users["agent2"]).create
        following = create({"relief_id": self.agent.id, "date": DAY})
        self.assertEqual(
            set(following.item_ids.mapped("name")), {"Of agent", "Of leader"}
        )
        with self.assertRaises(UserError):
            following.item_ids[0].unlink()
        later = create({"relief_id": self.agent.id, "date": DAY + timedelta(days=1)})
        self.assertFalse(later.item_ids)

    def test_open_items_go_on(self):
        done = {"name": "Done", "result": "Solved", "is_done": True}
        first = self._handover(
            item_ids=[(0, 0, {"name": "Open", "result": "Waits"}), (0, 0, done)]
        )
        self._sign_both(first)
        following = (
            self.env["cs.handover"]
            .with_user(self.users["agent2"])
            .create({"relief_id": self.agent.id, "date": DAY, **CLEAR})
        )
        self.assertEqual(following.item_ids.mapped("name"), ["Open"])
        self.assertFalse(following.item_ids.result)

    def _rule(self, role, handover, **vals):
        return (
            self.env["cs.handover.ruling"]
            .with_user(self.users[role])
            .create(
                {
                    "handover_id": handover.id,
                    "kind": "unclear",
                    "reason": "Said nothing of the customer waiting",
                    **vals,
                }
            )
        )

    def test_a_ruling_makes_the_day_an_absence(self):
        left = {"kind": "left_post", "left_at": at("17:35")}
        for vals, key in (
            (left, "att.handover_left_post"),
            ({}, "att.handover_unclear"),
        ):
            with self.subTest(key), self.env.cr.savepoint() as savepoint:
                self._work(self.agent, DAY)
                handover = self._handover()
                self.assertEqual(self._judge().verdict, "ok")
                self._rule("supervisor", handover, **vals)
                day = self._judge()
                self.assertEqual(day.verdict, "absent")
                self.assertIn(key, self._keys(day))
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_only_superiors_rule_and_a_ruling_stays(self):
        handover = self._handover()
        for role in ("agent", "agent2", "leader", "hr"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._rule(role, handover)
        ruling = self._rule("supervisor", handover)
        for act in (lambda: ruling.write({"reason": "Other"}), ruling.unlink):
            with self.assertRaises(UserError):
                act()

    def test_nobody_rules_on_the_own_handover(self):
        own = (
            self.env["cs.handover"]
            .with_user(self.users["supervisor"])
            .create({"relief_id": self.agent.id, "date": DAY, **CLEAR})
        )
        with self.assertRaises(AccessError):
            self._rule("supervisor", own)

    def test_leaving_after_the_acceptance_is_not_leaving_the_post(self):
        handover = self._handover()
        self._sign_both(handover, at("17:40"))
        for left in (at("17:40"), at("17:41")):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._rule("supervisor", handover, kind="left_post", left_at=left)
        self._rule("supervisor", handover, kind="left_post", left_at=at("17:39"))

    def test_an_open_shift_ends_with_the_acceptance(self):
        self.shift.is_open_end = True
        self._punch(self.agent, at("08:20"), at("19:10"))
        self._sign_both(self._handover(), at("19:05"))
        day = self._judge()
        self.assertEqual(day.verdict, "ok")
        self.assertIn("att.served_until", self._keys(day))

    def test_leaving_before_the_acceptance_is_leaving_the_post(self):
        """ATT-14: off duty 17:40, accepted 18:00."""
        self._work(self.agent, DAY)
        handover = self._handover()
        with freeze_time(at("17:38")):
            handover.action_sign()
        day = self._judge()
        self.assertEqual((day.verdict, self._keys(day)[0]), ("ok", "att.not_relieved"))
        with freeze_time(at("18:00")):
            self._as("agent2", handover).action_accept()
        day = self._judge()
        self.assertEqual((day.verdict, self._keys(day)), ("absent", ["att.left_post"]))
        reason = self._as("agent", day).get_explanation()["reasons"][0]
        self.assertEqual(reason["rule"]["code"], "ATT-14")
        self.assertIn("before the relief accepted", reason["sentence"])

    def test_a_relief_who_signs_late_makes_nobody_early(self):
        """Where the policy leaves it to a superior, the planned end stays the end."""
        self.shift.is_open_end = True
        self.policy._decision_write({"left_post_outcome": "shown"})
        self._work(self.agent, DAY)
        self._sign_both(self._handover(), at("23:00"))
        day = self._judge()
        self.assertEqual((day.verdict, day.early_minutes), ("ok", 0))
        self.assertIn("att.left_post_shown", self._keys(day))

    def test_accepting_judges_that_day_again_and_no_other(self):
        self._judge()
        handover = self._handover()
        touched = self.env["cs.attendance.stale"].search([])
        self._sign_both(handover)
        new = self.env["cs.attendance.stale"].search([]) - touched
        self.assertEqual(new.employee_id, self.agent)

    def test_the_sheet_is_printed(self):
        handover = self._handover(item_ids=[(0, 0, {"name": "A", "result": "B"})])
        report = self.env["ir.actions.report"].with_user(self.users["agent"])
        html, _kind = report._render_qweb_html(
            "cs_attendance.handover_print", handover.ids
        )
        self.assertIn(b"Keys", html)
