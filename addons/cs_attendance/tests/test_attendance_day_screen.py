from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .day_common import DayCase


@tagged("cs_attendance", "cs_attendance_screen")
@freeze_time(DayCase.NOW)
class TestAttendanceDayScreen(DayCase):
    """ALL-01, ALL-02: what the explanation of a day shows and offers."""

    def _explain(self, day, role):
        return day.with_user(self.users[role]).get_explanation()

    def _actions(self, day, role):
        view = self._explain(day, role)
        return {action["method"]: action for action in view["actions"]}

    def test_the_head_names_person_day_department_and_code(self):
        day = self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:16")
        view = self._explain(day, "leader")
        self.assertEqual(view["title"], "agent")
        self.assertEqual(view["subtitle"], "Oct 22 Thu · Group one")
        self.assertEqual((view["badge"], view["token"]), ("M", "miss"))
        self.assertFalse(view["pending"])
        self.assertEqual(view["person"]["id"], self.people["agent"].id)

    def test_the_bar_shows_plan_and_punches(self):
        day = self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:00")
        bar = day.with_user(self.users["agent"])._day_bar()
        self.assertEqual((bar["start"], bar["stop"]), ("08:30", "17:30"))
        came, left = bar["marks"]
        self.assertLess(came["at"], bar["from"])
        self.assertEqual(came["text"], "On duty 08:24")
        self.assertEqual((left["at"], left["missing"]), (bar["to"], True))
        self.assertFalse(self._create_day("agent", 21, "rest")._day_bar())

    def test_when_to_be_ready(self):
        """ATT-10: five minutes before by the policy, or as the shift says."""
        shift = self.env["cs.shift"].create(
            {
                "name": "Early",
                "code": "E",
                "company_id": self.company.id,
                "hour_from": 8.5,
                "hour_to": 17.5,
            }
        )
        day = self._create_day("agent", 22, "ok", shift_id=shift.id)
        bar = day.with_user(self.users["agent"])._day_bar
        self.assertEqual(bar()["ready"], "be ready by 08:25")
        shift.write({"has_own_ready": True, "ready_minutes": 15})
        self.assertEqual(bar()["ready"], "be ready by 08:15")
        shift.ready_minutes = 0
        self.assertFalse(bar()["ready"])

    def test_times_after_midnight_say_so(self):
        day = self._create_day(
            "agent",
            20,
            "ok",
            plan_start="2026-10-20 09:30:00",
            plan_end="2026-10-20 16:00:00",
            check_out="2026-10-20 16:20:00",
        )
        self.assertEqual(day._shift_line(), "17:30–00:00 (+1)")
        self.assertIn("00:20 (+1)", day._punch_line())

    def test_the_person_is_offered_what_helps(self):
        """ATT-02, ATT-09, ALL-02: the missing punch first."""
        day = self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:00")
        actions = self._actions(day, "agent")
        self.assertEqual(
            list(actions), ["action_correct", "action_request_leave", "action_appeal"]
        )
        correct = actions["action_correct"]
        self.assertTrue(correct["primary"])
        self.assertFalse(correct["disabled"])
        self.assertIn("leader confirms it", correct["note"])
        self.assertIn("Nov", correct["deadline"])
        until = actions["action_appeal"]["deadline"]
        self.assertRegex(until, r"^due Oct \d+ \d\d:\d\d$")
        form = day.with_user(self.users["agent"]).action_correct()
        self.assertEqual(form["res_model"], "cs.punch.correction")
        self.assertEqual(form["context"]["default_side"], "out")
        self.assertEqual(form["context"]["default_date"], "2026-10-22")
        self.assertEqual(form["context"]["default_moment"], "2026-10-22 09:30:00")

    def test_the_first_missing_side_is_corrected_first(self):
        day = self._create_day("agent", 22, "absent")
        form = day.with_user(self.users["agent"]).action_correct()
        self.assertEqual(form["context"]["default_side"], "in")

    def test_an_outing_can_be_asked_for_until_its_deadline(self):
        """ATT-03: filed and approved on the day of return."""
        today = self._create_day("agent", 23, "open")
        self.assertIn("action_request_outing", self._actions(today, "agent"))
        yesterday = self._create_day("agent", 22, "absent")
        self.assertNotIn("action_request_outing", self._actions(yesterday, "agent"))

    def test_an_ordinary_day_offers_no_requests(self):
        day = self._create_day(
            "agent", 21, check_in="2026-10-21 00:20:00", check_out="2026-10-21 09:40:00"
        )
        self.assertEqual(list(self._actions(day, "agent")), ["action_appeal"])
        with self.assertRaisesRegex(UserError, "Both punches"):
            day.with_user(self.users["agent"]).action_correct()

    def test_a_locked_day_says_why_nothing_can_be_asked_for(self):
        day = self._create_day("agent", 1, "missed", is_locked=True)
        actions = self._actions(day, "agent")
        self.assertIn("handed over", actions["action_correct"]["disabled"])
        for method in ("action_correct", "action_request_leave"):
            with self.assertRaisesRegex(UserError, "handed over"):
                getattr(day.with_user(self.users["agent"]), method)()

    def test_nobody_asks_for_somebody_else(self):
        day = self._create_day("agent", 22, "missed")
        for method in (
            "action_correct",
            "action_request_leave",
            "action_request_outing",
        ):
            with self.assertRaisesRegex(UserError, "Only the person"):
                getattr(day.with_user(self.users["leader"]), method)()
            with self.assertRaises(AccessError):
                getattr(day.with_user(self.users["agent2"]), method)()

    def test_a_leader_learns_who_can_act(self):
        day = self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:00")
        [hint] = self._explain(day, "leader")["actions"]
        self.assertIn("The person asks for it.", hint["disabled"])
        self.assertIn("Nov", hint["disabled"])

    def test_who_decides_gets_to_the_request(self):
        day = self._create_day("agent", 22, "missed", is_pending=True)
        correction = self.env["cs.punch.correction"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "date": "2026-10-22",
                "side": "in",
                "moment": "2026-10-22 00:30:00",
                "reason": "Forgotten",
            }
        )
        with patch.object(type(day), "_to_decide", lambda _self: correction):
            self.assertIn("action_decide", self._actions(day, "leader"))
            action = day.with_user(self.users["leader"]).action_decide()
        self.assertEqual(action["res_model"], "cs.punch.correction")
        self.assertEqual(action["res_id"], correction.id)
        with self.assertRaisesRegex(UserError, "waits for you"):
            day.with_user(self.users["leader"]).action_decide()

    def test_the_history_tells_of_requests(self):
        day = self._create_day("agent", 22, "absent")
        self.env["cs.punch.correction"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "date": "2026-10-22",
                "side": "in",
                "moment": "2026-10-22 00:30:00",
                "reason": "Forgotten",
            }
        )
        texts = [text for _moment, text in day._explanation_history()]
        self.assertIn("Correction of the on-duty punch entered", texts)

    def test_the_code_in_lists_and_forms(self):
        day = self._create_day("agent", 22, "late", is_part=True)
        self.assertEqual(day.code, "L")
        self.assertEqual(day.code_class, "cs_day cs_day_late cs_day_part")
        self.assertEqual(day.code_label, "Late")
        self.assertFalse(self.env["cs.attendance.day"].new({}).code)
