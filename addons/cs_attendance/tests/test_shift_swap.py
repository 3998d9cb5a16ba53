from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .day_case import at
from .swap_case import DAY, NOW, SwapCase


@tagged("cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwap(SwapCase):
    """ATT-11."""

    def test_exchanged_when_the_manager_approves(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self.assertFalse(swap.refusal_text)
        self._as("agent", swap).action_submit()
        self.assertEqual(swap.state, "asked")
        self.assertEqual(swap.begins_at, at("08:30", DAY))
        self._as("agent2", swap).action_accept()
        self.assertEqual(swap.state, "submitted")
        self.assertEqual(self._hours("agent", DAY), self.shift.id)
        self._as("leader", swap).action_approve()
        self.assertEqual(swap.state, "approved")
        self.assertEqual(self._hours("agent", DAY), self.night.id)
        self.assertEqual(self._hours("agent2", DAY), self.shift.id)
        slots = self.env["cs.duty.slot"].search([("date", "=", DAY)])
        self.assertEqual(set(slots.mapped("origin")), {"swap"})
        changes = self.env["cs.roster.change"].search([("origin", "=", "swap")])
        self.assertEqual(changes.employee_id, self.agent | self.agent2)
        self.assertEqual(swap.use_ids.mapped("number"), [1, 1])

    def test_judged_by_what_was_exchanged(self):
        """Both days are judged anew, by the shift that each of the two took."""
        self._slot("agent2", DAY, self.night)
        self._work(self.agent2, DAY)
        self._punch(self.agent, at("17:20", DAY), at("24:40", DAY))
        with freeze_time(at("08:00", DAY)):
            swap = self._accepted()
            self._as("leader", swap).action_approve()
        with freeze_time("2026-03-11 02:00:00"):
            self.env["cs.attendance.stale"]._judge_batch()
            for person in self.agent, self.agent2:
                day = self._day(person, DAY)
                self.assertEqual((day.verdict, day.absent_days), ("ok", 0), person.name)

    def test_shifts_to_choose_from(self):
        """Those that have not begun, of oneself and of one colleague of the company."""
        following = DAY + timedelta(days=1)
        self._slot("agent2", DAY, self.night)
        self._slot("agent", following)
        Swap = self.env["cs.shift.swap"].with_user(self.users["agent"])
        with freeze_time(at("09:00", DAY)):
            found = {one["date"]: one for one in Swap.choices(self.agent2.id)}
        today, tomorrow = found[str(DAY)], found[str(following)]
        self.assertEqual((today["mine"], today["theirs"]), ("", "Night 17:30–24:00"))
        self.assertEqual(
            (tomorrow["mine"], tomorrow["theirs"]), ("", "Day 08:30–17:30")
        )
        self.assertNotIn(str(DAY - timedelta(days=3)), found)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.flush_all()
        stranger = self.env["hr.employee"].create(
            {"name": "stranger", "company_id": elsewhere.id}
        )
        for other in (False, stranger.id, self.agent.id):
            self.assertFalse([one for one in Swap.choices(other) if one["theirs"]])

    def test_given_and_returned_on_another_day(self):
        other = DAY + timedelta(days=2)
        self._slot("agent2", DAY)
        self._slot("agent", other)
        self._approved(DAY, other)
        self.assertEqual(self._hours("agent", DAY), None)
        self.assertEqual(self._hours("agent2", DAY), self.shift.id)
        self.assertEqual(self._hours("agent", other), self.shift.id)
        self.assertEqual(self._hours("agent2", other), None)

    def test_only_the_colleague_answers(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            for action in ("action_accept", "action_decline"):
                with self.subTest(role, action=action), self.assertRaises(AccessError):
                    getattr(self._as(role, swap), action)()
        self._as("agent2", swap).action_decline("Not this week")
        self.assertEqual(swap.state, "declined")
        self.assertEqual(swap.decline_reason, "Not this week")
        self._no("any more", self._as("agent2", swap).action_accept)

    def test_not_agreed_it_is_not_decided(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        self._no("agent2 has not accepted", self._as("leader", swap).action_approve)

    def test_withdrawn_by_the_requester(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        with self.assertRaises(AccessError):
            self._as("agent2", swap).action_withdraw()
        self._as("agent", swap).action_withdraw()
        self.assertEqual(swap.state, "draft")
        self.assertFalse(self._as("agent2", swap).has_access("read"))
        self._as("agent", swap).action_submit()
        self._as("agent2", swap).action_accept()
        self._as("agent", swap).action_withdraw()
        self.assertEqual((swap.state, swap.answered_at), ("draft", False))
        self.assertFalse(swap.begins_at)

    def test_checked_again_when_accepted_and_when_decided(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        with freeze_time(at("08:30", DAY)):
            self._no("has begun", self._as("agent2", swap).action_accept)
        with freeze_time(at("08:29", DAY)):
            self._as("agent2", swap).action_accept()
        with freeze_time(at("08:30", DAY)):
            self._no("has begun", self._as("leader", swap).action_approve)
        with freeze_time(at("08:29", DAY)):
            self._as("leader", swap).action_approve()

    def test_the_fourth_swap_of_a_month(self):
        week = timedelta(days=7)
        first = date(2026, 3, 10)
        for number in range(4):
            self._slot("agent2", first + number * week, self.night)
        for number in range(3):
            swap = self._approved(first + number * week)
            self.assertEqual(set(swap.use_ids.mapped("number")), {number + 1})
        fourth = self._swap(first + 3 * week)
        self.assertIn("limit", fourth.refusal_text)
        self._no("3 times", self._as("agent", fourth).action_submit)
        self.policy._decision_write({"swap_limit": 4})
        self._as("agent", fourth).action_submit()
        self._as("agent2", fourth).action_accept()
        # lowered before it is decided
        self.policy._decision_write({"swap_limit": 2})
        self._no("2 times", self._as("leader", fourth).action_approve)

    @mute_logger("odoo.sql_db")
    def test_a_number_is_taken_once(self):
        self._slot("agent2", DAY, self.night)
        use = self._approved().use_ids[0]
        other = self._swap(DAY + timedelta(days=7))
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            use.create(
                {
                    "swap_id": other.id,
                    "employee_id": use.employee_id.id,
                    "month": use.month,
                    "number": use.number,
                }
            )

    def test_not_next_to_another_swap(self):
        following = DAY + timedelta(days=1)
        self._slot("agent2", DAY, self.night)
        self._slot("agent2", following, self.night)
        self._approved()
        swap = self._swap(following)
        self._no("twice in a row", self._as("agent", swap).action_submit)
        self._no("already", self._as("agent", self._swap()).action_submit)

    def test_no_two_shifts_in_a_row(self):
        self.policy._decision_write({"rest_hours": 9})
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._no("two shifts in a row", self._as("agent", swap).action_submit)

    def test_not_on_a_public_holiday(self):
        self._holiday(DAY)
        self._slot("agent", DAY, self.shift)
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._no("public holiday", self._as("agent", swap).action_submit)
        self.policy._decision_write({"is_swap_holiday_forbidden": False})
        self._as("agent", swap).action_submit()

    def test_a_closed_company_is_no_public_holiday(self):
        self._slot("agent", DAY, self.shift)
        self._slot("agent2", DAY, self.night)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Stocktaking",
                "company_id": self.company.id,
                "date_from": at("00:00", DAY),
                "date_to": at("24:00", DAY),
            }
        )
        self._as("agent", self._swap()).action_submit()

    def test_the_policy_of_the_day_of_the_swap(self):
        """Not that of today: stricter from the day of the swap on, or until it."""
        self._slot("agent2", DAY, self.night)
        self._slot("agent2", DAY + timedelta(days=1), self.night)
        self._approved()
        following = self._swap(DAY + timedelta(days=1))
        self.assertIn("twice in a row", following.refusal_text)
        later = self._policy(
            date_from=DAY + timedelta(days=1),
            department_id=self.group_one.id,
            is_swap_row_forbidden=False,
        )
        for first, limit, words in (
            (1, 3, None),
            (2, 3, "twice in a row"),
            (1, 1, "swapped 1 times"),
            (2, 1, "twice in a row"),
        ):
            with self.subTest(first=first, limit=limit):
                day = DAY + timedelta(days=first)
                later._decision_write({"date_from": day, "swap_limit": limit})
                following.invalidate_recordset()
                if words:
                    self.assertIn(words, following.refusal_text)
                else:
                    self.assertFalse(following.refusal_text)

    def _deciders(self, swap):
        return swap.decision_request_id.sudo().pending_decider_ids

    def test_the_manager_of_the_department_decides(self):
        """Or a deputy; neither of the two, nor a deputy who is one of them."""
        self._slot("agent2", DAY, self.night)
        self._deputy("leader", "agent2")
        swap = self._accepted()
        # The only deputy swaps too, and the manager is not concerned.
        self.assertEqual(self._deciders(swap), self.people["leader"])
        self._no("do not decide", self._as("agent2", swap).action_approve)
        self._deputy("leader", "hr")
        self._as("hr", swap).action_approve()
        self.assertEqual(swap.decision_ids.acting_for_id, self.people["leader"])

    def _deputy(self, principal, deputy):
        self.env["cs.deputy"].create(
            {
                "principal_id": self.people[principal].id,
                "deputy_id": self.people[deputy].id,
                "date_from": "2000-01-01",
                "date_to": "2999-12-31",
            }
        )

    def test_a_manager_who_swaps_does_not_decide(self):
        """The next head above does."""
        for role, manager, above in (
            ("agent", "leader", "supervisor"),
            ("leader", "supervisor", "gm"),
        ):
            with self.subTest(role):
                day = DAY + timedelta(days=7 * (role == "leader"))
                self._slot(manager, day, self.night)
                swap = self._accepted(day, role=role, colleague=manager)
                self._no("do not decide", self._as(manager, swap).action_approve)
                self.assertEqual(self._deciders(swap), self.people[above])
                self._as(above, swap).action_approve()

    def test_the_limit_counts_for_both(self):
        """Three swaps as the colleague leave none as the one who asks."""
        self._create_role("agent3", "cs_base.group_agent")
        self.people["agent3"].parent_id = self.people["leader"]
        days = [date(2026, 3, 10) + timedelta(days=7 * number) for number in range(4)]
        for day in days:
            self._slot("agent2", day, self.night)
        for day in days[:3]:
            self._approved(day)
        for role, colleague in (("agent3", "agent2"), ("agent2", "agent3")):
            swap = self._swap(days[3], role=role, colleague=colleague)
            self._no("agent2 has swapped 3", self._as(role, swap).action_submit)

    def test_two_shifts_of_a_day_are_not_taken(self):
        other = DAY + timedelta(days=2)
        self._slot("agent2", DAY, self.night)
        swap = self._swap(DAY, other)
        self._no(
            "agent2 works on .* two shifts in a row",
            self._as("agent", swap).action_submit,
        )
        self.assertIn("agent works on", swap.refusal_text)

    def test_unapproved_whoever_was_rostered_is_absent(self):
        self._slot("agent2", DAY, self.night)
        swap = self._swap()
        self._as("agent", swap).action_submit()
        # the colleague works it all the same
        self._work(self.agent2, DAY)
        with freeze_time("2026-03-11 02:00:00"):
            self.assertEqual(self._judge(self.agent, DAY).verdict, "absent")


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_swap")
@freeze_time(NOW)
class TestShiftSwapRpc(RpcMixin, SwapCase):
    """From outside, as every role."""

    def test_a_swap_by_all_roles(self):
        self._slot("agent2", DAY, self.night)
        number = self._rpc(
            "agent",
            "cs.shift.swap",
            "create",
            {
                "colleague_id": self.agent2.id,
                "date_given": str(DAY),
                "date_returned": str(DAY),
                "reason": "x",
            },
        )
        ids = [number] if isinstance(number, int) else number
        model = "cs.shift.swap"
        self.assertEqual(self._rpc("agent2", model, "search", [("id", "in", ids)]), [])
        for role in set(self.logins) - {"agent"}:
            with self.subTest(role):
                self._refused(role, model, "action_submit", ids)
                self._refused(role, model, "write", ids, {"reason": "y"})
        for vals in (
            {"state": "approved"},
            {"answered_at": NOW},
            {"employee_id": self.people["leader"].id, "state": "submitted"},
            {"use_ids": [(0, 0, {})]},
            {"part_ids": [(0, 0, {})]},
        ):
            self._refused("agent", model, "write", ids, vals)
        self._rpc("agent", model, "action_submit", ids)
        for role in set(self.logins) - {"agent2"}:
            self._refused(role, model, "action_accept", ids)
            self._refused(role, model, "action_decline", ids)
        self._refused("agent", model, "write", ids, {"date_given": "2026-03-20"})
        self._rpc("agent2", model, "action_accept", ids)
        for role in set(self.logins) - {"leader"}:
            self._refused(role, model, "action_approve", ids)
        for role in self.logins:
            for name in ("cs.shift.swap.use", "cs.shift.swap.part"):
                self._refused(
                    role, name, "create", {"swap_id": ids[0], "employee_id": 1}
                )
        self._rpc("leader", model, "action_approve", ids)
        swap = self.env[model].browse(ids)
        swap.invalidate_recordset()
        self.assertEqual(swap.state, "approved")
        self._refused("leader", model, "action_refuse", ids, "no")
        self._refused("agent", model, "unlink", ids)
        for role in ("agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm"):
            found = self._rpc(role, "cs.shift.swap.part", "search_count", [])
            self.assertEqual(found, 2, role)
            self._rpc(role, model, "web_read", ids, {"given_text": {}, "state": {}})
